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
			['600ms h1', { do: 'ping', to: '172.16.0.2' }]
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
	})
];
