/** Which way a packet goes, and what is said when it can't. */
import { kernelLab } from '../notation.ts';

const via = (gateway: string) => [{ to: 'default', via: gateway }];
const h1 = { interfaces: { eth0: '10.0.1.1/24' }, routes: via('10.0.1.254') };
const h2 = { interfaces: { eth0: '10.0.2.1/24' }, routes: via('10.0.2.254') };
const r1 = { kind: 'router' as const, interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.2.254/24' } };
const around = ['h1:eth0 r1:eth0', 'r1:eth1 h2:eth0'];

/** h1 - r1 - r2 - h2, with 10.0.9.0/24 between the routers. */
const far = { interfaces: { eth0: '10.0.2.1/24' }, routes: via('10.0.2.254') };
const left = { kind: 'router' as const, interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.9.1/24' } };
const right = { kind: 'router' as const, interfaces: { eth0: '10.0.9.2/24', eth1: '10.0.2.254/24' } };
const chain = ['h1:eth0 r1:eth0', 'r1:eth1 r2:eth0', 'r2:eth1 h2:eth0'];
const toRight = [{ to: '10.0.2.0/24', via: '10.0.9.2' }];
const toLeft = [{ to: '10.0.1.0/24', via: '10.0.9.1' }];

export const routing = [
	kernelLab({
		title: 'router',
		nodes: { h1, r1, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1', count: 2, interval: '200ms' }],
			['700ms h2', { do: 'ping', to: '10.0.1.254' }]
		]
	}),
	kernelLab({
		title: 'two routers',
		nodes: { h1, r1: { ...left, routes: toRight }, r2: { ...right, routes: toLeft }, h2: far },
		links: chain,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1' }]]
	}),
	kernelLab({
		title: 'no route on the host',
		nodes: { h1: { ...h1, routes: [] }, r1, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['300ms h1', { do: 'udp', to: '10.0.2.1', port: 9 }]
		]
	}),
	kernelLab({
		title: 'no route on the router: network unreachable',
		nodes: { h1, r1: left, r2: right, h2: far },
		links: chain,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1' }]]
	}),
	kernelLab({
		title: 'no return route',
		nodes: { h1, r1: { ...left, routes: toRight }, r2: right, h2: far },
		links: chain,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1' }]]
	}),
	kernelLab({
		title: 'no return route on the host',
		nodes: { h1, r1, h2: { ...h2, routes: [] } },
		links: around,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1' }]]
	}),
	kernelLab({
		title: 'forwarding off',
		nodes: { h1, r1: { ...r1, forwarding: false }, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['2500ms h1', { do: 'ping', to: '10.0.2.254' }]
		]
	}),
	kernelLab({
		title: 'TTL expiry',
		nodes: { h1, r1: { ...left, routes: toRight }, r2: { ...right, routes: toLeft }, h2: far },
		links: chain,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1', ttl: 1 }],
			['300ms h1', { do: 'ping', to: '10.0.2.1', ttl: 2 }],
			['600ms h1', { do: 'ping', to: '10.0.2.1', ttl: 3 }]
		]
	}),
	kernelLab({
		title: 'a routing loop ends with the TTL',
		nodes: { h1, r1: { ...left, routes: via('10.0.9.2') }, r2: { ...right, routes: via('10.0.9.1') }, h2: far },
		links: chain,
		inputs: [['0s h1', { do: 'ping', to: '198.51.100.1', ttl: 9 }]]
	}),
	kernelLab({
		title: 'longest prefix: /8, /16, /24 and /32',
		nodes: {
			h1,
			r1: {
				kind: 'router',
				interfaces: {
					eth0: '10.0.1.254/24',
					a: '192.168.1.1/24',
					b: '192.168.2.1/24',
					c: '192.168.3.1/24',
					d: '192.168.4.1/24'
				},
				routes: [
					{ to: '172.0.0.0/8', via: '192.168.1.2' },
					{ to: '172.16.0.0/16', via: '192.168.2.2' },
					{ to: '172.16.5.0/24', via: '192.168.3.2' },
					{ to: '172.16.5.9/32', via: '192.168.4.2' }
				]
			},
			a: { interfaces: { eth0: '192.168.1.2/24', lo: '172.9.9.9/32' }, routes: via('192.168.1.1') },
			b: { interfaces: { eth0: '192.168.2.2/24', lo: '172.16.9.9/32' }, routes: via('192.168.2.1') },
			c: { interfaces: { eth0: '192.168.3.2/24', lo: '172.16.5.8/32' }, routes: via('192.168.3.1') },
			d: { interfaces: { eth0: '192.168.4.2/24', lo: '172.16.5.9/32' }, routes: via('192.168.4.1') }
		},
		links: ['h1:eth0 r1:eth0', 'r1:a a:eth0', 'r1:b b:eth0', 'r1:c c:eth0', 'r1:d d:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '172.9.9.9' }],
			['300ms h1', { do: 'ping', to: '172.16.9.9' }],
			['600ms h1', { do: 'ping', to: '172.16.5.8' }],
			['900ms h1', { do: 'ping', to: '172.16.5.9' }]
		]
	}),
	kernelLab({
		title: 'one prefix, two metrics, and a source that the route prefers',
		nodes: {
			h1: {
				interfaces: { eth0: '10.0.1.1/24 10.0.1.50/24', eth1: '10.0.3.1/24' },
				routes: [
					{ to: '172.16.0.0/16', via: '10.0.1.254', metric: 100 },
					{ to: '172.16.0.0/16', via: '10.0.3.254', metric: 50 },
					{ to: '172.17.0.0/16', via: '10.0.1.254', src: '10.0.1.50' }
				]
			},
			r1: {
				kind: 'router',
				interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.3.254/24', lo: '172.16.0.1/32 172.17.0.1/32' }
			}
		},
		links: ['h1:eth0 r1:eth0', 'h1:eth1 r1:eth1'],
		inputs: [
			['0s h1', { do: 'ping', to: '172.16.0.1' }],
			['300ms h1', { do: 'ping', to: '172.17.0.1' }]
		]
	}),
	kernelLab({
		title: 'blackhole, unreachable and prohibit on a router',
		nodes: {
			h1,
			r1: {
				...r1,
				routes: [
					{ to: '172.16.1.0/24', type: 'blackhole' },
					{ to: '172.16.2.0/24', type: 'unreachable' },
					{ to: '172.16.3.0/24', type: 'prohibit' }
				]
			},
			h2
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '172.16.2.1' }],
			['300ms h1', { do: 'ping', to: '172.16.3.1' }],
			['600ms h1', { do: 'ping', to: '172.16.1.1' }]
		]
	}),
	kernelLab({
		title: 'blackhole, unreachable and prohibit on the host itself',
		nodes: {
			h1: {
				...h1,
				routes: [
					{ to: '172.16.1.0/24', type: 'blackhole' },
					{ to: '172.16.2.0/24', type: 'unreachable' },
					{ to: '172.16.3.0/24', type: 'prohibit' }
				]
			},
			r1,
			h2
		},
		links: around,
		inputs: [
			['0s h1', { do: 'udp', to: '172.16.1.1', port: 9 }],
			['200ms h1', { do: 'udp', to: '172.16.2.1', port: 9 }],
			['400ms h1', { do: 'udp', to: '172.16.3.1', port: 9 }],
			['600ms h1', { do: 'ping', to: '172.16.1.1' }]
		]
	}),
	kernelLab({
		title: 'host unreachable: the router finds no neighbour',
		nodes: { h1, r1, h2 },
		links: around,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.77', count: 2, interval: '500ms' }]],
		until: '3500ms'
	}),
	kernelLab({
		title: 'a router that sends back where it came from says so: redirect',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' }, routes: via('10.0.0.254') },
			r1: { kind: 'router', interfaces: { eth0: '10.0.0.254/24' }, routes: [{ to: '10.0.2.0/24', via: '10.0.0.253' }] },
			r2: { kind: 'router', interfaces: { eth0: '10.0.0.253/24', eth1: '10.0.2.254/24' } },
			h2,
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw:p1', 'r1:eth0 sw:p2', 'r2:eth0 sw:p3', 'r2:eth1 h2:eth0'],
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1', count: 3, interval: '200ms' }]]
	}),
	kernelLab({
		title: 'a narrow MTU beyond the router: fragmentation needed',
		nodes: {
			h1,
			r1: { kind: 'router', interfaces: { eth0: '10.0.1.254/24', eth1: { addresses: ['10.0.2.254/24'], mtu: 1400 } } },
			h2: { ...h2, interfaces: { eth0: { addresses: ['10.0.2.1/24'], mtu: 1400 } } }
		},
		links: around,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1', size: 1472, count: 2, interval: '200ms' }]]
	}),
	kernelLab({
		title: 'redirect between two subnets on one wire',
		nodes: {
			a: { interfaces: { eth0: '10.1.0.2/16' }, routes: via('10.1.0.1') },
			b: { interfaces: { eth0: '10.2.0.2/16' }, routes: via('10.2.0.1') },
			r: { kind: 'router', interfaces: { eth0: '10.1.0.1/16 10.2.0.1/16' } },
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['a:eth0 sw:p1', 'b:eth0 sw:p2', 'r:eth0 sw:p3'],
		inputs: [['0s a', { do: 'ping', to: '10.2.0.2', count: 3, interval: '300ms' }]]
	}),
	kernelLab({
		title: 'an interface goes down and up: its static routes are gone',
		nodes: { h1, r1, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['300ms h1', { do: 'interface', interface: 'eth0', up: false }],
			['600ms h1', { do: 'ping', to: '10.0.2.1' }],
			['900ms h1', { do: 'interface', interface: 'eth0', up: true }],
			['1300ms h1', { do: 'ping', to: '10.0.2.1' }],
			['1600ms h1', { do: 'ping', to: '10.0.1.254' }]
		]
	}),
	kernelLab({
		title: 'UDP into a narrow MTU: the sender is told',
		nodes: {
			h1,
			r1: { kind: 'router', interfaces: { eth0: '10.0.1.254/24', eth1: { addresses: ['10.0.2.254/24'], mtu: 1000 } } },
			h2: {
				...h2,
				interfaces: { eth0: { addresses: ['10.0.2.1/24'], mtu: 1000 } },
				services: [{ kind: 'udp-echo', port: 7 }]
			}
		},
		links: around,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.2.1', port: 7, size: 1200 }],
			['400ms h1', { do: 'udp', to: '10.0.2.1', port: 7, size: 1200 }]
		]
	}),
	kernelLab({
		title: 'TCP through a narrow MTU that neither end knows of',
		nodes: {
			h1,
			r1: {
				kind: 'router',
				interfaces: { eth0: '10.0.1.254/24', eth1: { addresses: ['10.0.9.1/24'], mtu: 1000 } },
				routes: via('10.0.9.2')
			},
			r2: {
				kind: 'router',
				interfaces: { eth0: { addresses: ['10.0.9.2/24'], mtu: 1000 }, eth1: '10.0.2.254/24' },
				routes: via('10.0.9.1')
			},
			h2: { ...h2, services: [{ kind: 'tcp-echo', port: 7 }] }
		},
		links: chain,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.2.1', port: 7, send: 'z'.repeat(3000) }]]
	})
];
