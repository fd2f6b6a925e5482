/** ARP without an answer, and what becomes of an entry with time. */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const wire = ['h1:eth0 h2:eth0'];
const soon = { 'net.ipv4.neigh.default.delay_first_probe_time': 1 };

export const neighbours = [
	kernelLab({
		title: 'ARP unresolved',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.77' }]],
		until: '3500ms'
	}),
	kernelLab({
		title: 'packets wait for ARP together and fail together',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.77', count: 3, interval: '300ms' }]],
		until: '3500ms'
	}),
	kernelLab({
		title: 'the other host is down',
		nodes: { h1, h2: { interfaces: { eth0: { addresses: ['10.0.0.2/24'], up: false } } } },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]],
		until: '3500ms'
	}),
	kernelLab({
		title: 'a neighbour is probed after DELAY',
		nodes: { h1: { ...h1, sysctls: soon }, h2: { ...h2, sysctls: soon } },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]],
		until: '1500ms'
	}),
	kernelLab({
		title: 'a neighbour that went away is probed in vain',
		nodes: {
			h1: { ...h1, sysctls: soon },
			h2: { ...h2, sysctls: soon },
			sw: { kind: 'switch', interfaces: { p1: '', p2: '' } }
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['400ms h1', { do: 'interface', interface: 'eth0', up: false }]
		],
		until: '7s'
	}),
	kernelLab({
		title: 'the host behind a switch is unplugged',
		nodes: { h1, h2, sw: { kind: 'switch', interfaces: { p1: '', p2: '' } } },
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms', { do: 'link', link: 'l2', up: false }],
			['600ms h1', { do: 'ping', to: '10.0.0.2' }],
			['3200ms', { do: 'link', link: 'l2', up: true }],
			['3500ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'a cable is pulled and plugged',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms', { do: 'link', link: 'l1', up: false }],
			['700ms h1', { do: 'ping', to: '10.0.0.2' }],
			['1200ms', { do: 'link', link: 'l1', up: true }],
			['3500ms h1', { do: 'ping', to: '10.0.0.2' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'two hosts have the same address',
		nodes: {
			h1,
			h2,
			h3: { interfaces: { eth0: '10.0.0.2/24' } },
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h2', { do: 'ping', to: '10.0.0.1' }],
			['600ms h3', { do: 'ping', to: '10.0.0.1' }],
			['900ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'two interfaces in one subnet both answer for both addresses (ARP flux)',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24', eth1: '10.0.0.11/24' } },
			h2,
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h1:eth1 sw:p3'],
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.0.11' }],
			['300ms h1', { do: 'ping', to: '10.0.0.2' }],
			['600ms h2', { do: 'ping', to: '10.0.0.1' }]
		]
	})
];
