/** MACVLAN: machines of their own on an interface that they share. */
import { kernelLab } from '../notation.ts';

const mv = (address: string, mode: 'bridge' | 'private' | 'vepa' | 'passthru' = 'bridge', node?: string) => ({
	addresses: [address],
	type: 'macvlan' as const,
	macvlan: { lower: 'eth0', mode, ...(node === undefined ? {} : { node }) }
});
const far = { interfaces: { eth0: '10.0.0.9/24' } };

export const macvlans = [
	kernelLab({
		title: 'MACVLAN in mode bridge: containers reach each other and the world, not their host',
		nodes: {
			host: { interfaces: { eth0: '10.0.0.1/24' } },
			c1: { kind: 'netns', parent: 'host', interfaces: { eth0: mv('10.0.0.11/24', 'bridge', 'host') } },
			c2: { kind: 'netns', parent: 'host', interfaces: { eth0: mv('10.0.0.12/24', 'bridge', 'host') } },
			far
		},
		links: ['host:eth0 far:eth0'],
		inputs: [
			['0s c1', { do: 'ping', to: '10.0.0.9' }],
			['300ms c1', { do: 'ping', to: '10.0.0.12' }],
			['600ms far', { do: 'ping', to: '10.0.0.12' }],
			['900ms c1', { do: 'ping', to: '10.0.0.1' }],
			['1200ms host', { do: 'ping', to: '10.0.0.9' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'MACVLAN in mode private: never each other, not even by a bridge that sends back',
		nodes: {
			host: { interfaces: { eth0: '10.0.0.1/24' } },
			c1: { kind: 'netns', parent: 'host', interfaces: { eth0: mv('10.0.0.11/24', 'private', 'host') } },
			c2: { kind: 'netns', parent: 'host', interfaces: { eth0: mv('10.0.0.12/24', 'private', 'host') } },
			sw: { kind: 'switch', interfaces: { p1: { port: { hairpin: true } }, p2: '' } },
			far
		},
		links: ['host:eth0 sw:p1', 'far:eth0 sw:p2'],
		inputs: [
			['0s c1', { do: 'ping', to: '10.0.0.9' }],
			['300ms c1', { do: 'ping', to: '10.0.0.12' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'MACVLAN in mode VEPA: by a bridge in hairpin mode to each other',
		nodes: {
			host: { interfaces: { eth0: '10.0.0.1/24' } },
			c1: { kind: 'netns', parent: 'host', interfaces: { eth0: mv('10.0.0.11/24', 'vepa', 'host') } },
			c2: { kind: 'netns', parent: 'host', interfaces: { eth0: mv('10.0.0.12/24', 'vepa', 'host') } },
			sw: { kind: 'switch', interfaces: { p1: { port: { hairpin: true } }, p2: '' } },
			far
		},
		links: ['host:eth0 sw:p1', 'far:eth0 sw:p2'],
		inputs: [
			['0s c1', { do: 'ping', to: '10.0.0.12' }],
			['300ms far', { do: 'ping', to: '10.0.0.11' }]
		]
	}),
	kernelLab({
		title: 'MACVLAN in mode passthru has the interface for itself',
		nodes: {
			host: { interfaces: { eth0: '', mv0: mv('10.0.0.11/24', 'passthru') } },
			far
		},
		links: ['host:eth0 far:eth0'],
		inputs: [
			['0s host', { do: 'ping', to: '10.0.0.9' }],
			['300ms far', { do: 'ping', to: '10.0.0.11' }]
		]
	}),
	kernelLab({
		title: 'two MACVLANs in one namespace, and their interface goes down',
		nodes: {
			// Both would answer for each other's address, and Linux hands a broadcast to them by a worker: which is quicker is chance.
			host: {
				interfaces: { eth0: '10.0.0.1/24', mv0: mv('10.0.0.11/24'), mv1: mv('10.0.1.11/24') },
				sysctls: { 'net.ipv4.conf.all.arp_ignore': 1 }
			},
			far: { interfaces: { eth0: '10.0.0.9/24 10.0.1.9/24' } }
		},
		links: ['host:eth0 far:eth0'],
		inputs: [
			['0s far', { do: 'ping', to: '10.0.0.11' }],
			['300ms far', { do: 'ping', to: '10.0.1.11' }],
			['600ms host', { do: 'interface', interface: 'eth0', up: false }],
			['700ms host', { do: 'ping', to: '10.0.1.9' }],
			['900ms host', { do: 'interface', interface: 'eth0', up: true }],
			['1100ms host', { do: 'ping', to: '10.0.1.9' }]
		]
	}),
	kernelLab({
		title: 'a MACVLAN on a bridge',
		nodes: {
			host: { kind: 'host', interfaces: { mv0: { ...mv('10.0.0.11/24'), macvlan: { lower: 'br0' } } } },
			br0: { kind: 'bridge', parent: 'host', bridge: { addresses: ['10.0.0.1/24'] }, interfaces: { p1: '', p2: '' } },
			// Nobody is asked whose address is at br0 and at mv0: both would answer, and which is quicker is chance.
			h1: {
				interfaces: { eth0: '10.0.0.8/24' },
				neighbours: [{ address: '10.0.0.1', mac: '02:00:00:02:00:00', dev: 'eth0' }]
			},
			far: { ...far, neighbours: [{ address: '10.0.0.11', mac: '02:00:00:01:00:01', dev: 'eth0' }] }
		},
		links: ['h1:eth0 br0:p1', 'far:eth0 br0:p2'],
		inputs: [
			['0s far', { do: 'ping', to: '10.0.0.11' }],
			['300ms host', { do: 'ping', to: '10.0.0.8' }],
			['600ms h1', { do: 'ping', to: '10.0.0.1' }]
		]
	})
];
