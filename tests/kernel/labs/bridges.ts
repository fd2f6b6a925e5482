/** Frames through bridges. */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const h3 = { interfaces: { eth0: '10.0.0.3/24' } };

export const bridges = [
	kernelLab({
		title: 'bridge',
		nodes: { h1, h2, h3, sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } } },
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h3', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'two bridges',
		nodes: {
			h1,
			h2,
			h3,
			sw1: { kind: 'switch', interfaces: { p1: '', p2: '', up: '' } },
			sw2: { kind: 'switch', interfaces: { p1: '', up: '' } }
		},
		links: ['h1:eth0 sw1:p1', 'h2:eth0 sw1:p2', 'h3:eth0 sw2:p1', 'sw1:up sw2:up'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.3' }],
			['300ms h1', { do: 'ping', to: '10.0.0.2' }],
			['600ms h2', { do: 'ping', to: '10.0.0.3' }]
		]
	}),
	kernelLab({
		title: 'bridge with a gateway',
		nodes: {
			h1: { ...h1, routes: [{ to: 'default', via: '10.0.0.254' }] },
			h2: { ...h2, routes: [{ to: 'default', via: '10.0.0.254' }] },
			r1: { kind: 'router', interfaces: { eth0: '192.0.2.1/24' } },
			br0: { kind: 'bridge', parent: 'r1', bridge: { addresses: ['10.0.0.254/24'] }, interfaces: { p1: '', p2: '' } },
			far: { interfaces: { eth0: '192.0.2.2/24' }, routes: [{ to: 'default', via: '192.0.2.1' }] }
		},
		links: ['h1:eth0 br0:p1', 'h2:eth0 br0:p2', 'r1:eth0 far:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '192.0.2.2' }],
			['300ms h2', { do: 'ping', to: '10.0.0.254' }],
			['600ms far', { do: 'ping', to: '10.0.0.2' }],
			['900ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'unknown unicast floods after the FDB has aged',
		nodes: {
			h1,
			h2,
			h3,
			sw: { kind: 'switch', bridge: { ageing: '1s' }, interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['1500ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'a port of the bridge goes down',
		nodes: { h1, h2, h3, sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } } },
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms sw', { do: 'interface', interface: 'p2', up: false }],
			['600ms h1', { do: 'ping', to: '10.0.0.2' }],
			['3s sw', { do: 'interface', interface: 'p2', up: true }],
			['3300ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'a bridge without an address: its host answers there for the addresses that it has elsewhere',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' } },
			br0: { kind: 'bridge', parent: 'h1', interfaces: { p1: '', p2: '' } },
			c1: {
				kind: 'netns',
				parent: 'h1',
				interfaces: { eth0: '10.0.3.1/24' },
				routes: [{ to: '10.0.0.0/24', dev: 'eth0' }]
			},
			c2: { kind: 'netns', parent: 'h1', interfaces: { eth0: '10.0.3.2/24' } },
			h2
		},
		links: ['c1:eth0 br0:p1', 'c2:eth0 br0:p2', 'h1:eth0 h2:eth0'],
		inputs: [
			['0s c1', { do: 'ping', to: '10.0.0.1' }],
			['300ms c1', { do: 'udp', to: '10.0.0.1', port: 9, size: 18 }],
			['600ms c1', { do: 'ping', to: '10.0.3.2' }]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'a link that is pulled beside others, on a bridge that learns nothing',
		nodes: { h1, h2, h3, sw: { kind: 'switch', bridge: { ageing: '0s' }, interfaces: { p1: '', p2: '', p3: '' } } },
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.3' }],
			['500ms', { do: 'link', link: 'l2', up: false }],
			['700ms h1', { do: 'ping', to: '10.0.0.3' }]
		],
		until: '2s'
	})
];
