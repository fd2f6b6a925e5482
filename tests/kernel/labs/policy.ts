/** Tables of routes, rules that choose among them, and routes with several ways. */
import { letters, macOf, udpFrame } from '../frames.ts';
import { kernelLab } from '../notation.ts';

const via = (gateway: string) => [{ to: 'default', via: gateway }];

/** h1 has two ways to h2: by r1 and by r2. */
const left = { kind: 'router' as const, interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.3.1/24' } };
const right = { kind: 'router' as const, interfaces: { eth0: '10.0.2.254/24', eth1: '10.0.4.1/24' } };
const far = {
	interfaces: { eth0: '10.0.3.2/24', eth1: '10.0.4.2/24', lo: '10.9.0.1/32 10.9.0.2/32 10.9.0.3/32 10.9.0.4/32' }
};
const farRoutes = [
	{ to: '10.0.1.0/24', via: '10.0.3.1' },
	{ to: '10.0.2.0/24', via: '10.0.4.1' }
];
const leftRoutes = [{ to: '10.9.0.0/24', via: '10.0.3.2' }];
const rightRoutes = [{ to: '10.9.0.0/24', via: '10.0.4.2' }];
const near = { eth0: '10.0.1.1/24', eth1: '10.0.2.1/24' };
const square = ['h1:eth0 r1:eth0', 'h1:eth1 r2:eth0', 'r1:eth1 h2:eth0', 'r2:eth1 h2:eth1'];
const rest = {
	r1: { ...left, routes: leftRoutes },
	r2: { ...right, routes: rightRoutes },
	h2: {
		...far,
		routes: farRoutes,
		services: [
			{ kind: 'udp-echo' as const, port: 7 },
			{ kind: 'tcp-echo' as const, port: 7 }
		]
	}
};
const seed = { 'net.ipv4.fib_multipath_hash_seed': 12345 };
const both = (more: object = {}) => ({
	to: 'default',
	nexthops: [
		{ via: '10.0.1.254', dev: 'eth0' },
		{ via: '10.0.2.254', dev: 'eth1', weight: 2 }
	],
	...more
});

/** A router between three nets, which forwards by its rules. */
const hub = {
	kind: 'router' as const,
	interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.2.254/24', eth2: '10.0.3.254/24' }
};
const a = { interfaces: { eth0: '10.0.1.1/24 10.0.1.2/24' }, routes: via('10.0.1.254') };
const b = { interfaces: { eth0: '10.0.2.1/24', lo: '10.9.0.1/32' }, routes: via('10.0.2.254') };
const c = { interfaces: { eth0: '10.0.3.1/24', lo: '10.9.0.1/32' }, routes: via('10.0.3.254') };
const star = ['a:eth0 r:eth0', 'b:eth0 r:eth1', 'c:eth0 r:eth2'];

type Inputs = Parameters<typeof kernelLab>[0]['inputs'];
const echoes = [
	{ kind: 'udp-echo' as const, port: 7 },
	{ kind: 'tcp-echo' as const, port: 7 }
];
const leaps = [
	{ priority: 10, iif: 'eth0', action: 'goto' as const, goto: 200 },
	{ priority: 20, iif: 'eth0', to: '10.9.0.0/24', action: 'prohibit' as const },
	{ priority: 30, iif: 'lo', action: 'goto' as const, goto: 32766 },
	{ priority: 40, to: '10.9.0.0/24', action: 'unreachable' as const },
	{ priority: 50, action: 'goto' as const, goto: 60 },
	{ priority: 200, to: '10.9.0.0/24', table: 100 }
];
const manyOwn = '10.9.0.1/32 10.9.0.2/32 10.9.0.3/32 10.9.0.4/32';
/** A packet of b's whose way ends at a router. */
const lost = (n: number) => ({ fromMac: macOf(2), toMac: macOf(4, 2), from: `10.9.0.${n}`, to: `10.7.0.${n}` });

export const policy = [
	kernelLab({
		title: 'rules by source, destination and interface choose a table',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [
					{ to: '10.9.0.0/24', via: '10.0.2.1' },
					{ to: '10.9.0.0/24', via: '10.0.3.1', table: 100 }
				],
				rules: [
					{ priority: 10, from: '10.0.3.0/24', iif: 'eth2', table: 200 },
					{ priority: 20, iif: 'eth0', to: '10.9.0.0/24', table: 100 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.9.0.1' }],
			['300ms c', { do: 'ping', to: '10.0.2.1' }],
			['600ms r', { do: 'ping', to: '10.9.0.1' }]
		]
	}),
	kernelLab({
		title: 'rules that refuse: blackhole, unreachable, prohibit, for those who pass and for oneself',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				rules: [
					{ priority: 10, to: '10.0.2.1', action: 'blackhole' },
					{ priority: 11, to: '10.0.2.2', action: 'unreachable' },
					{ priority: 12, to: '10.0.2.3', action: 'prohibit' },
					{ priority: 13, not: true, to: '10.0.0.0/16', action: 'prohibit' }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.1' }],
			['100ms a', { do: 'ping', to: '10.0.2.2' }],
			['200ms a', { do: 'ping', to: '10.0.2.3' }],
			['300ms a', { do: 'ping', to: '10.1.2.3' }],
			['400ms r', { do: 'ping', to: '10.0.2.1' }],
			['500ms r', { do: 'udp', to: '10.0.2.2', port: 9 }],
			['600ms r', { do: 'ping', to: '10.0.2.3' }],
			['700ms a', { do: 'ping', to: '10.0.3.1' }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'connect() asks for a source, and then for the way that this source goes',
		nodes: {
			a: {
				...a,
				rules: [
					{ priority: 10, from: '10.0.1.1', to: '10.0.3.0/24', action: 'prohibit' },
					{ priority: 20, iif: 'lo', oif: 'eth0', table: 100 },
					{ priority: 30, from: '10.0.1.1', to: '10.0.2.0/24', action: 'blackhole' }
				]
			},
			b,
			c: { ...c, services: echoes },
			r: hub
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.1' }],
			['100ms a', { do: 'ping', to: '10.0.3.1' }],
			['200ms a', { do: 'tcp', to: '10.0.3.1', port: 7, send: 'hello' }],
			['300ms a', { do: 'udp', to: '10.0.3.1', port: 7 }],
			['400ms c', { do: 'ping', to: '10.0.1.2' }],
			['600ms c', { do: 'ping', to: '10.0.1.1' }]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'throw hands on to the next rule, and main to default; a short route is suppressed',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [
					{ to: '10.9.0.1', type: 'throw', table: 100 },
					{ to: '10.9.0.0/24', via: '10.0.3.1', table: 100 },
					{ to: 'default', via: '10.0.3.1', table: 101 },
					{ to: '10.9.0.0/24', via: '10.0.2.1', table: 'default' },
					{ to: '10.9.1.0/24', type: 'throw' },
					{ to: '10.8.0.0/16', type: 'throw' }
				],
				rules: [
					{ priority: 10, to: '10.9.0.0/16', table: 100 },
					{ priority: 11, table: 101, suppressPrefixLength: 0 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.9.0.1' }],
			['300ms a', { do: 'ping', to: '10.9.0.9' }],
			['600ms a', { do: 'ping', to: '10.8.0.1' }],
			['700ms r', { do: 'ping', to: '10.8.0.1' }]
		],
		until: '3s'
	}),
	kernelLab({
		title: 'without rules local and main are one table, and the longest prefix of both wins',
		nodes: {
			a: {
				...a,
				interfaces: { ...a.interfaces, lo: '172.16.0.1/16' },
				routes: [...a.routes, { to: '172.16.5.0/24', via: '10.0.1.254' }]
			},
			b: { interfaces: { eth0: '10.0.2.1/24', lo: '172.16.5.1/32' }, routes: via('10.0.2.254') },
			c,
			r: { ...hub, routes: [{ to: '172.16.5.0/24', via: '10.0.2.1' }] }
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '172.16.5.1' }],
			['300ms a', { do: 'ping', to: '172.16.6.6' }],
			['600ms a', { do: 'config', set: { rules: [{ priority: 100, to: '10.77.0.0/16', table: 77 }] } }],
			['800ms a', { do: 'ping', to: '172.16.5.1' }]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'rules that come and go while packets pass',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [
					{ to: '10.9.0.0/24', via: '10.0.2.1' },
					{ to: '10.9.0.0/24', via: '10.0.3.1', table: 100 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.9.0.1' }],
			['300ms r', { do: 'config', set: { rules: [{ priority: 5, iif: 'eth0', to: '10.9.0.1', table: 100 }] } }],
			['500ms a', { do: 'ping', to: '10.9.0.1' }],
			[
				'800ms r',
				{
					do: 'config',
					set: {
						rules: [
							{ priority: 5, iif: 'eth0', to: '10.9.0.1', table: 100 },
							{ priority: 4, from: '10.0.1.1', to: '10.9.0.1', action: 'prohibit' }
						]
					}
				}
			],
			['1s a', { do: 'ping', to: '10.9.0.1' }],
			['1300ms r', { do: 'config', set: { rules: [] } }],
			['1500ms a', { do: 'ping', to: '10.9.0.1' }]
		],
		until: '3s'
	}),
	kernelLab({
		title: 'a host on two networks answers each by its own gateway (rules by source)',
		nodes: {
			h1: {
				interfaces: near,
				routes: [
					{ to: 'default', via: '10.0.1.254' },
					{ to: 'default', via: '10.0.2.254', table: 2 }
				],
				rules: [{ priority: 100, from: '10.0.2.1', table: 2 }],
				services: [
					{ kind: 'udp-echo', port: 7 },
					{ kind: 'tcp-echo', port: 7 }
				]
			},
			...rest
		},
		links: square,
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.2.1' }],
			['300ms h2', { do: 'udp', to: '10.0.2.1', port: 7 }],
			['600ms h2', { do: 'tcp', to: '10.0.2.1', port: 7, send: 'hello' }],
			['900ms h2', { do: 'ping', to: '10.0.1.1' }]
		]
	}),
	kernelLab({
		title: 'multipath by addresses, with weights',
		nodes: { h1: { interfaces: near, routes: [both()], sysctls: seed }, ...rest },
		links: square,
		inputs: [
			['0s h1', { do: 'ping', to: '10.9.0.1' }],
			['200ms h1', { do: 'ping', to: '10.9.0.2' }],
			['400ms h1', { do: 'ping', to: '10.9.0.3' }],
			['600ms h1', { do: 'udp', to: '10.9.0.4', port: 7 }],
			['800ms h1', { do: 'tcp', to: '10.9.0.1', port: 7, send: 'hello' }],
			['1000ms h1', { do: 'tcp', to: '10.9.0.2', port: 7, send: 'hello' }],
			['1200ms h1', { do: 'udp', to: '10.9.0.3', port: 9 }]
		]
	}),
	kernelLab({
		title: 'multipath by ports (fib_multipath_hash_policy 1)',
		nodes: {
			h1: { interfaces: near, routes: [both()], sysctls: { ...seed, 'net.ipv4.fib_multipath_hash_policy': 1 } },
			...rest
		},
		links: square,
		inputs: [
			...[1, 2, 3, 4, 5, 6].map((n): [string, { do: 'udp'; to: string; port: number; fromPort: number }] => [
				`${n * 150}ms h1`,
				{ do: 'udp', to: '10.9.0.1', port: 7, fromPort: 30000 + n }
			]),
			['1200ms h1', { do: 'tcp', to: '10.9.0.2', port: 7, fromPort: 30001, send: 'hello' }],
			['1400ms h1', { do: 'tcp', to: '10.9.0.2', port: 7, fromPort: 30002, send: 'hello' }],
			['1600ms h1', { do: 'ping', to: '10.9.0.3' }]
		]
	}),
	kernelLab({
		title: 'a router with several ways: pings of two hosts, and an error about one',
		nodes: {
			a: { interfaces: { eth0: '10.0.1.1/24 10.0.1.2/24' }, routes: via('10.0.1.254') },
			b: { interfaces: { eth0: '10.0.2.1/24', lo: '10.9.0.1/32 10.9.0.2/32' }, routes: via('10.0.2.254') },
			c: { interfaces: { eth0: '10.0.3.1/24', lo: '10.9.0.1/32 10.9.0.2/32' }, routes: via('10.0.3.254') },
			r: {
				...hub,
				sysctls: seed,
				routes: [{ to: '10.9.0.0/24', nexthops: [{ via: '10.0.2.1' }, { via: '10.0.3.1' }] }]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.9.0.1' }],
			['300ms a', { do: 'ping', to: '10.9.0.2' }],
			['600ms a', { do: 'ping', to: '10.9.0.5', ttl: 3 }],
			['900ms r', { do: 'ping', to: '10.9.0.2' }]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'a route with several ways is taken away, comes again, and goes',
		nodes: { h1: { interfaces: near, routes: [both({ metric: 5 })], sysctls: seed }, ...rest },
		links: square,
		inputs: [
			['0s h1', { do: 'ping', to: '10.9.0.1' }],
			['200ms h1', { do: 'config', set: { routes: via('10.0.1.254') } }],
			['400ms h1', { do: 'ping', to: '10.9.0.1' }],
			['600ms h1', { do: 'config', set: { routes: [both({ metric: 5 })] } }],
			['800ms h1', { do: 'ping', to: '10.9.0.1' }],
			['1000ms h1', { do: 'config', set: { routes: [] } }],
			['1200ms h1', { do: 'ping', to: '10.9.0.1' }]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'a way that goes down leaves the other; up again it counts again',
		nodes: { h1: { interfaces: near, routes: [both()], sysctls: seed }, ...rest },
		links: square,
		inputs: [
			['0s h1', { do: 'ping', to: '10.9.0.1' }],
			['200ms h1', { do: 'interface', interface: 'eth1', up: false }],
			['400ms h1', { do: 'ping', to: '10.9.0.1' }],
			['600ms h1', { do: 'ping', to: '10.9.0.2' }],
			['800ms h1', { do: 'interface', interface: 'eth1', up: true }],
			['1200ms h1', { do: 'ping', to: '10.9.0.2' }]
		],
		until: '3s'
	}),
	kernelLab({
		title: 'routes for a TOS, onlink gateways, a local route',
		nodes: {
			h1: {
				interfaces: { eth0: '10.0.1.1/24', eth1: '10.0.2.1/24' },
				routes: [
					{ to: '10.9.0.0/24', via: '10.0.1.254' },
					{ to: '10.9.0.0/24', tos: 16, via: '10.0.2.254' },
					{ to: '10.7.0.0/16', via: '192.0.2.254', dev: 'eth0', onlink: true },
					{ to: '172.20.0.0/16', type: 'local', dev: 'lo' }
				]
			},
			...rest,
			r1: {
				...rest.r1,
				interfaces: { ...left.interfaces, lo: '192.0.2.254/32' },
				routes: [...leftRoutes, { to: '10.7.0.0/16', via: '10.0.3.2' }]
			},
			h2: { ...rest.h2, interfaces: { ...far.interfaces, lo: '10.9.0.1/32 10.7.0.1/32' } }
		},
		links: square,
		inputs: [
			['0s h1', { do: 'ping', to: '10.9.0.1' }],
			['300ms h1', { do: 'ping', to: '10.7.0.1' }],
			['600ms h1', { do: 'ping', to: '172.20.3.4' }],
			['900ms r1', { do: 'ping', to: '10.0.1.1' }]
		]
	}),
	kernelLab({
		title: 'rules by protocol and port, for those who pass and for what a node makes itself',
		nodes: {
			a,
			b: { ...b, services: echoes },
			c: { ...c, services: echoes },
			r: {
				...hub,
				routes: [
					{ to: '10.9.0.0/24', via: '10.0.2.1' },
					{ to: '10.9.0.0/24', via: '10.0.3.1', table: 100 }
				],
				rules: [
					{ priority: 10, ipproto: 'udp', dport: '7', table: 100 },
					{ priority: 11, ipproto: 'tcp', sport: '5000-5010', table: 100 },
					{ priority: 12, ipproto: 'udp', dport: '9-11', action: 'prohibit' },
					{ priority: 13, ipproto: 'icmp', to: '10.9.0.2', action: 'unreachable' },
					{ priority: 14, dport: '2048', to: '10.9.0.1', table: 100 },
					{ priority: 15, ipproto: 47, sport: '1', table: 100 },
					{ priority: 16, fwmark: 0, fwmask: 3, tos: 8, table: 100 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'udp', to: '10.9.0.1', port: 7, fromPort: 6000 }],
			['200ms a', { do: 'udp', to: '10.9.0.1', port: 8, fromPort: 6000 }],
			['400ms a', { do: 'udp', to: '10.9.0.1', port: 10, fromPort: 6000 }],
			['600ms a', { do: 'tcp', to: '10.9.0.1', port: 7, fromPort: 5005, send: 'hello' }],
			['800ms a', { do: 'tcp', to: '10.9.0.1', port: 7, fromPort: 5011, send: 'hello' }],
			['1s a', { do: 'ping', to: '10.9.0.1' }],
			['1200ms a', { do: 'ping', to: '10.9.0.2' }],
			['1400ms a', { do: 'udp', to: '10.9.0.1', port: 7, fromPort: 6000, size: 3000 }],
			['1600ms r', { do: 'udp', to: '10.9.0.1', port: 7, fromPort: 6000 }],
			['1800ms r', { do: 'udp', to: '10.9.0.1', port: 8, fromPort: 6000 }],
			['2s r', { do: 'tcp', to: '10.9.0.1', port: 7, fromPort: 5000, send: 'hello' }],
			['2200ms r', { do: 'ping', to: '10.9.0.1' }],
			['2400ms r', { do: 'udp', to: '10.9.0.1', port: 11, fromPort: 6000 }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'goto leaps over rules, and does nothing where the rule is not there',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [
					{ to: '10.9.0.0/24', via: '10.0.2.1' },
					{ to: '10.9.0.0/24', via: '10.0.3.1', table: 100 }
				],
				rules: leaps
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.9.0.1' }],
			['200ms r', { do: 'ping', to: '10.9.0.1' }],
			['400ms r', { do: 'config', set: { rules: leaps.filter(({ priority }) => priority !== 200) } }],
			['500ms a', { do: 'ping', to: '10.9.0.1' }],
			['700ms r', { do: 'config', set: { rules: leaps } }],
			['800ms a', { do: 'ping', to: '10.9.0.1' }],
			['900ms r', { do: 'config', set: { rules: leaps.filter(({ priority }) => priority !== 30) } }],
			['1s a', { do: 'ping', to: '10.9.0.1' }]
		],
		until: '3s'
	}),
	kernelLab({
		title: 'the rules from the beginning go: local after others, main at another place, at last none',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [{ to: '10.9.0.0/24', via: '10.0.2.1' }],
				rules: [
					{ priority: 0, action: 'delete' },
					{ priority: 50, table: 'local' },
					{ priority: 10, from: '10.0.1.2', to: '10.0.1.254', action: 'prohibit' },
					{ priority: 11, to: '10.0.2.254', from: '10.0.1.1', action: 'blackhole' },
					{ priority: 32766, action: 'delete' },
					{ priority: 100, to: '10.9.0.0/24' }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.1.254' }],
			['200ms a', { do: 'ping', to: '10.0.2.254' }],
			['400ms a', { do: 'ping', to: '10.9.0.1' }],
			['600ms a', { do: 'ping', to: '10.0.2.1' }],
			['800ms r', { do: 'ping', to: '10.9.0.1' }],
			['1s r', { do: 'config', set: { rules: [] } }],
			['1100ms a', { do: 'ping', to: '10.0.2.254' }],
			['1300ms a', { do: 'ping', to: '10.0.2.1' }],
			[
				'1500ms r',
				{
					do: 'config',
					set: {
						rules: [
							{ priority: 32767, action: 'delete' },
							{ priority: 32766, action: 'delete' }
						]
					}
				}
			],
			['1600ms a', { do: 'ping', to: '10.0.2.1' }],
			['1800ms a', { do: 'ping', to: '10.0.1.254' }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'gateways are looked for by the rules that stand: in their tables, refused, or not found',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [{ to: '198.51.100.0/24', dev: 'eth1', scope: 'link', table: 100 }],
				rules: [
					{ priority: 10, to: '198.51.100.0/24', table: 100 },
					{ priority: 11, to: '10.0.3.1', action: 'prohibit' },
					{ priority: 12, to: '10.0.2.0/24', from: '10.0.1.0/24', action: 'blackhole' },
					{ priority: 13, oif: 'eth2', to: '10.0.3.2', action: 'goto', goto: 15 },
					{ priority: 14, to: '10.0.3.2', action: 'unreachable' },
					{ priority: 15, table: 101 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.1' }],
			[
				'300ms r',
				{
					do: 'config',
					set: {
						routes: [
							{ to: '198.51.100.0/24', dev: 'eth1', scope: 'link', table: 100 },
							{ to: '10.20.0.0/16', via: '198.51.100.1' },
							{ to: '10.21.0.0/16', via: '10.0.3.1' },
							{ to: '10.22.0.0/16', via: '10.0.2.1' },
							{ to: '10.23.0.0/16', via: '10.0.3.2', dev: 'eth2' },
							{ to: '10.24.0.0/16', via: '10.0.3.2' },
							{ to: '10.25.0.0/16', via: '192.0.2.1' }
						]
					}
				}
			],
			['500ms a', { do: 'ping', to: '10.22.0.1' }],
			['700ms a', { do: 'ping', to: '10.21.0.1' }]
		],
		until: '2s'
	}),
	kernelLab({
		title:
			'a route that refuses is not suppressed; without rules the table default is asked about what main does not know',
		nodes: {
			a,
			b,
			c: {
				...c,
				routes: [
					{ to: 'default', via: '10.0.3.254' },
					{ to: '10.0.1.0/24', type: 'unreachable' },
					{ to: '10.0.2.0/24', type: 'prohibit' },
					{ to: '10.0.1.0/24', via: '10.0.3.254', table: 'default' },
					{ to: '10.0.2.2', type: 'throw' },
					{ to: '10.0.2.0/24', via: '10.0.3.254', table: 'default' }
				]
			},
			r: {
				...hub,
				routes: [
					{ to: 'default', type: 'unreachable', table: 100 },
					{ to: 'default', type: 'throw', table: 101 },
					{ to: '10.9.0.0/24', via: '10.0.2.1' }
				],
				rules: [
					{ priority: 10, to: '10.9.0.1', table: 100, suppressPrefixLength: 0 },
					{ priority: 11, table: 101, suppressPrefixLength: 0 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.9.0.1' }],
			['200ms a', { do: 'ping', to: '10.9.0.2', count: 1 }],
			['400ms c', { do: 'ping', to: '10.0.1.1' }],
			['600ms c', { do: 'ping', to: '10.0.2.1' }],
			['700ms c', { do: 'ping', to: '10.0.2.2' }],
			['800ms b', { do: 'ping', to: '10.0.3.1' }]
		],
		until: '3s'
	}),
	kernelLab({
		title: 'a gateway is looked for beyond routes that throw, and beyond what its own table refuses',
		nodes: {
			a,
			b,
			c,
			r: {
				...hub,
				routes: [{ to: '198.51.100.0/24', type: 'throw', scope: 'link', table: 100 }],
				rules: [
					{ priority: 10, to: '198.51.100.0/24', table: 100 },
					{ priority: 11, to: '192.0.2.0/24', table: 101 }
				]
			}
		},
		links: star,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.1' }],
			[
				'300ms r',
				{
					do: 'config',
					set: {
						routes: [
							{ to: '198.51.100.0/24', type: 'throw', scope: 'link', table: 100 },
							{ to: '198.51.100.0/24', dev: 'eth1', scope: 'link' },
							{ to: '203.0.113.0/24', type: 'unreachable', scope: 'link', table: 100 },
							{ to: '203.0.113.0/24', dev: 'eth1', scope: 'link' },
							{ to: '192.0.2.0/24', type: 'unreachable', scope: 'link', table: 101 },
							{ to: '192.0.2.0/24', dev: 'eth1', scope: 'link' },
							{ to: '10.20.0.0/16', via: '198.51.100.1' },
							{ to: '10.21.0.0/16', via: '198.51.100.1', table: 100 },
							{ to: '10.22.0.0/16', via: '203.0.113.1', table: 100 },
							{ to: '10.23.0.0/16', via: '192.0.2.1' },
							{ to: '10.24.0.0/16', via: '192.0.2.1', dev: 'eth1', table: 100 }
						]
					}
				}
			]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'without rules a gateway is looked for in main, and in default where main does not know it',
		nodes: {
			a,
			r: {
				...hub,
				interfaces: { ...hub.interfaces, lo: '198.18.0.1/24' },
				routes: [
					{ to: '198.51.100.0/24', dev: 'eth1', scope: 'link', table: 'default' },
					{ to: '203.0.113.0/24', type: 'unreachable', scope: 'link' },
					{ to: '203.0.113.0/24', dev: 'eth1', scope: 'link', table: 'default' },
					{ to: '192.0.2.0/24', type: 'throw', scope: 'link' },
					{ to: '198.18.0.64/26', dev: 'eth1', scope: 'link' }
				]
			},
			b
		},
		links: ['a:eth0 r:eth0', 'b:eth0 r:eth1'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.1' }],
			[
				'300ms r',
				{
					do: 'config',
					set: {
						routes: [
							{ to: '198.51.100.0/24', dev: 'eth1', scope: 'link', table: 'default' },
							{ to: '203.0.113.0/24', type: 'unreachable', scope: 'link' },
							{ to: '203.0.113.0/24', dev: 'eth1', scope: 'link', table: 'default' },
							{ to: '192.0.2.0/24', type: 'throw', scope: 'link' },
							{ to: '198.18.0.64/26', dev: 'eth1', scope: 'link' },
							{ to: '10.20.0.0/16', via: '198.51.100.1' },
							{ to: '10.21.0.0/16', via: '203.0.113.1' },
							{ to: '10.22.0.0/16', via: '198.18.0.65' },
							{ to: '10.23.0.0/16', via: '192.0.2.1' },
							{ to: '10.24.0.0/16', via: '198.18.0.2' }
						]
					}
				}
			],
			['600ms a', { do: 'ping', to: '10.20.0.1' }],
			['900ms a', { do: 'ping', to: '192.0.2.9' }]
		],
		until: '4s'
	}),
	...[0, 1].map((policy) =>
		kernelLab({
			title: `the way of ICMP errors among several: by what they quote, and by what they are about (policy ${policy})`,
			nodes: {
				a: { kind: 'router', interfaces: { eth0: '10.0.1.1/24' }, routes: via('10.0.1.254') },
				b: { interfaces: { eth0: '10.0.2.1/24', lo: manyOwn }, routes: via('10.0.2.254') },
				c: { interfaces: { eth0: '10.0.3.1/24', lo: manyOwn }, routes: via('10.0.3.254') },
				r: {
					...hub,
					sysctls: { ...seed, 'net.ipv4.fib_multipath_hash_policy': policy },
					routes: [
						{ to: '10.9.0.0/24', nexthops: [{ via: '10.0.2.1' }, { via: '10.0.3.1' }] },
						{ to: '10.7.0.0/16', via: '10.0.1.1' }
					]
				}
			},
			links: star,
			inputs: [1, 2, 3, 4].flatMap((n): Inputs =>
				[1, 2].map((ttl): Inputs[number] => [
					`${n * 100 + ttl * 40}ms b`,
					{ do: 'frame', interface: 'eth0', bytes: udpFrame(lost(n), 4000 + n, 33434 + n, letters(20), { ttl }) }
				])
			),
			until: '2s'
		})
	)
];
