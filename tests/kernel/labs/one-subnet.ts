/** Two hosts and what a wire between them can carry. */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const wire = ['h1:eth0 h2:eth0'];

export const oneSubnet = [
	kernelLab({
		title: 'same subnet',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]]
	}),
	kernelLab({
		title: 'a second ping finds the cache warm',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2', count: 2, interval: '200ms' }],
			['600ms h1', { do: 'ping', to: '10.0.0.2' }],
			['900ms h2', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'static neighbours need no ARP',
		nodes: {
			h1: { ...h1, neighbours: [{ address: '10.0.0.2', mac: '02:00:00:02:00:01', dev: 'eth0' }] },
			h2: { ...h2, neighbours: [{ address: '10.0.0.1', mac: '02:00:00:01:00:01', dev: 'eth0' }] }
		},
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]]
	}),
	kernelLab({
		title: 'two addresses on one interface',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24 10.0.0.11/24 172.16.0.1/24' } },
			h2: { interfaces: { eth0: '10.0.0.2/24 172.16.0.2/24' } }
		},
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h2', { do: 'ping', to: '10.0.0.11' }],
			['600ms h1', { do: 'ping', to: '172.16.0.2' }],
			['900ms h1', { do: 'ping', to: '10.0.0.11' }]
		]
	}),
	kernelLab({
		title: 'wrong mask on one side',
		nodes: { h1: { interfaces: { eth0: '10.0.0.1/24' } }, h2: { interfaces: { eth0: '10.0.0.130/25' } } },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.130' }],
			['2500ms h2', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'ping to oneself',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.1' }],
			['300ms h1', { do: 'ping', to: '127.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'ping over the MTU goes in fragments',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2', size: 3000 }]]
	}),
	kernelLab({
		title: 'pings of 0, 8 and 65507 bytes',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2', size: 0 }],
			['300ms h1', { do: 'ping', to: '10.0.0.2', size: 8 }],
			['600ms h1', { do: 'ping', to: '10.0.0.2', size: 65507 }]
		]
	}),
	kernelLab({
		title: 'a broadcast needs leave; the network itself is an address like any other',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.0.255', port: 7 }],
			['200ms h1', { do: 'ping', to: '10.0.0.255' }],
			['400ms h1', { do: 'udp', to: '10.0.0.0', port: 7 }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'subnets of two addresses and of one',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.0/31', eth1: '10.9.9.1/32' }, routes: [{ to: '10.9.9.2', dev: 'eth1' }] },
			h2: { interfaces: { eth0: '10.0.0.1/31', eth1: '10.9.9.2/32' }, routes: [{ to: '10.9.9.1', dev: 'eth1' }] }
		},
		links: ['h1:eth0 h2:eth0', 'h1:eth1 h2:eth1'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.1' }],
			['300ms h1', { do: 'ping', to: '10.9.9.2' }]
		]
	}),
	kernelLab({
		title: 'lo is down',
		nodes: { h1: { interfaces: { eth0: '10.0.0.1/24', lo: { up: false } } }, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h2', { do: 'ping', to: '10.0.0.1' }],
			['600ms h1', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'the source address of the nearest subnet',
		nodes: { h1: { interfaces: { eth0: '172.16.0.1/24 10.0.0.1/24 10.0.0.5/25' } }, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]]
	}),
	kernelLab({
		title: 'a default route without a gateway asks for far addresses on the wire',
		nodes: {
			h1: { ...h1, routes: [{ to: 'default', dev: 'eth0', scope: 'link' }] },
			h2: { interfaces: { eth0: '10.0.0.2/24', lo: '192.0.2.1/32' } }
		},
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '192.0.2.1' }]]
	})
];
