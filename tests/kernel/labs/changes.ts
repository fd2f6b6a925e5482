/** What is changed while a lab runs: settings of a node, services that start later. */
import { kernelLab } from '../notation.ts';

const via = (gateway: string) => [{ to: 'default', via: gateway }];
const h1 = { interfaces: { eth0: '10.0.1.1/24' }, routes: via('10.0.1.254') };
const h2 = { interfaces: { eth0: '10.0.2.1/24' }, routes: via('10.0.2.254') };
const r1 = { kind: 'router' as const, interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.2.254/24' } };
const around = ['h1:eth0 r1:eth0', 'r1:eth1 h2:eth0'];

const a = { interfaces: { eth0: '10.0.0.1/24' } };
const b = { interfaces: { eth0: '10.0.0.2/24' } };
const wire = ['a:eth0 b:eth0'];

const pc = { interfaces: { eth0: '192.168.1.10/24' }, routes: via('192.168.1.1') };
const gw = {
	kind: 'router' as const,
	interfaces: { lan: '192.168.1.1/24', wan: '203.0.113.2/24' },
	routes: via('203.0.113.1')
};
const net = { kind: 'internet' as const, interfaces: { eth0: '203.0.113.1/24' } };
const home = ['pc:eth0 gw:lan', 'gw:wan net:eth0'];

export const changes = [
	kernelLab({
		title: 'a route is added between two pings, and taken away again',
		nodes: { h1: { ...h1, routes: [] }, r1, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['300ms h1', { do: 'config', set: { routes: via('10.0.1.254') } }],
			['600ms h1', { do: 'ping', to: '10.0.2.1' }],
			['900ms h1', { do: 'config', set: { routes: [] } }],
			['1200ms h1', { do: 'ping', to: '10.0.2.1' }],
			['1500ms h1', { do: 'config', set: { routes: [{ to: '10.0.2.0/24', type: 'prohibit' }] } }],
			['1800ms h1', { do: 'ping', to: '10.0.2.1' }]
		]
	}),
	kernelLab({
		title: 'forwarding is switched on between two pings, and off again',
		nodes: { h1, r1: { ...r1, forwarding: false }, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['2500ms r1', { do: 'config', set: { forwarding: true } }],
			['2800ms h1', { do: 'ping', to: '10.0.2.1' }],
			['3100ms r1', { do: 'config', set: { forwarding: false } }],
			['3400ms h1', { do: 'ping', to: '10.0.2.1' }]
		]
	}),
	kernelLab({
		title: 'MASQUERADE is added later, and taken away again',
		nodes: { pc, gw, net: { ...net, services: [{ kind: 'udp-echo', port: 7 }, { kind: 'http' }] } },
		links: home,
		inputs: [
			['0s pc', { do: 'ping', to: '203.0.113.1' }],
			['2500ms gw', { do: 'config', set: { nat: [{ target: 'MASQUERADE', out: 'wan' }] } }],
			['2800ms pc', { do: 'ping', to: '203.0.113.1' }],
			['3100ms pc', { do: 'http', url: 'http://203.0.113.1/' }],
			['3400ms gw', { do: 'config', set: { nat: [] } }],
			['3700ms pc', { do: 'udp', to: '203.0.113.1', port: 7 }]
		]
	}),
	kernelLab({
		title: 'a port forward joins the rules that stand, and another takes their place',
		nodes: {
			pc: { ...pc, services: [{ kind: 'http' }] },
			gw: { ...gw, nat: [{ target: 'MASQUERADE', out: 'wan' }] },
			net
		},
		links: home,
		inputs: [
			['0s net', { do: 'tcp', to: '203.0.113.2', port: 8080 }],
			[
				'300ms gw',
				{
					do: 'config',
					set: {
						nat: [
							{ target: 'MASQUERADE', out: 'wan' },
							{ target: 'DNAT', in: 'wan', protocol: 'tcp', port: 8080, to: '192.168.1.10', toPort: 80 }
						]
					}
				}
			],
			['600ms net', { do: 'http', url: 'http://203.0.113.2:8080/' }],
			['900ms pc', { do: 'ping', to: '203.0.113.1' }],
			['1200ms gw', { do: 'config', set: { nat: [{ target: 'SNAT', out: 'wan', to: '203.0.113.2' }] } }],
			['1500ms net', { do: 'tcp', to: '203.0.113.2', port: 8080 }],
			['1800ms pc', { do: 'ping', to: '203.0.113.1' }]
		]
	}),
	kernelLab({
		title: 'a service that starts later: refused, then accepted',
		nodes: { a, b },
		links: wire,
		inputs: [
			['0s a', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'hello' }],
			['300ms b', { do: 'serve', service: { kind: 'tcp-echo', port: 7 } }],
			['600ms a', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'hello' }],
			['900ms b', { do: 'serve', service: { kind: 'http', port: 7 } }],
			['1200ms a', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'still the echo' }]
		]
	}),
	kernelLab({
		title: 'services of each kind start later',
		nodes: { a: { ...a, nameservers: ['10.0.0.2'] }, b },
		links: wire,
		inputs: [
			['0s b', { do: 'serve', service: { kind: 'http', body: 'later\n' } }],
			['300ms b', { do: 'serve', service: { kind: 'dns', records: { 'web.example': ['10.0.0.2'] } } }],
			['700ms a', { do: 'http', url: 'http://web.example/' }],
			['1s a', { do: 'udp', to: '10.0.0.2', port: 7 }],
			['1300ms b', { do: 'serve', service: { kind: 'udp-echo', port: 7 } }],
			['1500ms b', { do: 'serve', service: { kind: 'udp-sink', port: 9 } }],
			['1800ms a', { do: 'udp', to: '10.0.0.2', port: 7 }],
			['2100ms a', { do: 'udp', to: '10.0.0.2', port: 9 }]
		]
	}),
	kernelLab({
		title: 'names that are changed while a lab runs',
		nodes: { a, b: { ...b, services: [{ kind: 'dns', records: { 'web.example': ['10.0.0.2'] } }] } },
		links: wire,
		inputs: [
			['0s a', { do: 'ping', to: 'web.example' }],
			['300ms a', { do: 'config', set: { nameservers: ['10.0.0.2'] } }],
			['600ms a', { do: 'ping', to: 'web.example' }],
			['900ms a', { do: 'config', set: { hosts: [{ address: '10.0.0.1', names: ['web.example', 'me'] }] } }],
			['1200ms a', { do: 'ping', to: 'web.example' }],
			['1500ms a', { do: 'config', set: { hosts: [], nameservers: [] } }],
			['1800ms a', { do: 'dns', name: 'web.example' }]
		]
	}),
	kernelLab({
		title: 'static neighbours that come and go',
		nodes: { a, b },
		links: wire,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			[
				'300ms a',
				{ do: 'config', set: { neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:99', dev: 'eth0' }] } }
			],
			['600ms a', { do: 'udp', to: '10.0.0.2', port: 9 }],
			[
				'1900ms a',
				{ do: 'config', set: { neighbours: [{ address: '10.0.0.2', mac: '02:00:00:02:00:01', dev: 'eth0' }] } }
			],
			['2200ms a', { do: 'ping', to: '10.0.0.2' }],
			['2500ms a', { do: 'config', set: { neighbours: [] } }],
			['2800ms a', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'a static neighbour while packets wait for it',
		nodes: {
			a,
			b: { ...b, interfaces: { eth0: '10.0.9.2/24', lo: '10.0.0.2/32' }, routes: [{ to: '10.0.0.0/24', dev: 'eth0' }] }
		},
		links: wire,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.9', count: 2, interval: '200ms' }],
			[
				'500ms a',
				{ do: 'config', set: { neighbours: [{ address: '10.0.0.9', mac: '02:00:00:02:00:01', dev: 'eth0' }] } }
			]
		],
		until: '3s'
	}),
	kernelLab({
		title: 'sysctls that are set and forgotten again',
		nodes: { a, b: { ...b, sysctls: { 'net.ipv4.ip_default_ttl': 10 } } },
		links: wire,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['300ms b', { do: 'config', set: { sysctls: { 'net.ipv4.ip_default_ttl': 20 } } }],
			['600ms a', { do: 'ping', to: '10.0.0.2' }],
			['900ms b', { do: 'config', set: { sysctls: {} } }],
			['1200ms a', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'routes that went with their interface are set again',
		nodes: { h1, r1, h2 },
		links: around,
		inputs: [
			['0s h1', { do: 'interface', interface: 'eth0', up: false }],
			['300ms h1', { do: 'interface', interface: 'eth0', up: true }],
			['700ms h1', { do: 'ping', to: '10.0.2.1' }],
			['1s h1', { do: 'config', set: { routes: via('10.0.1.254') } }],
			['1300ms h1', { do: 'ping', to: '10.0.2.1' }]
		]
	}),
	kernelLab({
		title: 'a gateway learnt by redirect goes with its route',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' }, routes: via('10.0.0.254') },
			r1: {
				kind: 'router',
				interfaces: { eth0: '10.0.0.254/24' },
				routes: [{ to: '10.0.2.0/24', via: '10.0.0.253' }]
			},
			r2: { kind: 'router', interfaces: { eth0: '10.0.0.253/24', eth1: '10.0.2.254/24' } },
			h2,
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw:p1', 'r1:eth0 sw:p2', 'r2:eth0 sw:p3', 'r2:eth1 h2:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1', count: 3, interval: '200ms' }],
			[
				'900ms h1',
				{ do: 'config', set: { routes: [...via('10.0.0.254'), { to: '172.16.0.0/12', via: '10.0.0.254' }] } }
			],
			['1200ms h1', { do: 'ping', to: '10.0.2.1' }],
			['1500ms h1', { do: 'config', set: { routes: [{ to: '10.0.0.0/8', via: '10.0.0.254' }] } }],
			['1800ms h1', { do: 'ping', to: '10.0.2.1', count: 2, interval: '200ms' }]
		]
	}),
	kernelLab({
		title: 'a path MTU goes with its route',
		nodes: {
			h1,
			r1: { kind: 'router', interfaces: { eth0: '10.0.1.254/24', eth1: { addresses: ['10.0.2.254/24'], mtu: 1000 } } },
			h2: { ...h2, interfaces: { eth0: { addresses: ['10.0.2.1/24'], mtu: 1000 } } }
		},
		links: around,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.2.1', port: 7, size: 1200 }],
			[
				'300ms h1',
				{ do: 'config', set: { routes: [...via('10.0.1.254'), { to: '172.16.0.0/12', via: '10.0.1.254' }] } }
			],
			['600ms h1', { do: 'udp', to: '10.0.2.1', port: 7, size: 1200 }],
			['900ms h1', { do: 'config', set: { routes: [{ to: '10.0.0.0/8', via: '10.0.1.254' }] } }],
			['1200ms h1', { do: 'udp', to: '10.0.2.1', port: 7, size: 1200 }]
		]
	}),
	kernelLab({
		title: 'routes that Linux takes, and those that it refuses',
		nodes: {
			h: {
				interfaces: {
					lo: '192.0.2.1/32',
					eth0: '10.0.0.1/24',
					eth1: '10.0.1.1/24',
					eth2: { addresses: ['10.0.2.1/24'], up: false }
				},
				// Before anything is added, the same, as the export builds it.
				routes: [
					{ to: '61.0.0.0/24', dev: 'eth1' },
					{ to: '62.0.0.0/24', via: '61.0.0.1' },
					{ to: '63.0.0.0/24', via: '10.0.0.9', src: '10.0.2.1' }
				]
			},
			p: { interfaces: { eth0: '10.0.0.9/24', eth1: '10.0.1.9/24', eth2: '10.0.2.9/24' } }
		},
		links: ['h:eth0 p:eth0', 'h:eth1 p:eth1', 'h:eth2 p:eth2'],
		inputs: [
			[
				'0s h',
				{
					do: 'config',
					set: {
						routes: [
							{ to: '50.0.0.0/24', via: '10.0.1.9' },
							{ to: '50.0.1.0/24', via: '10.0.1.9', dev: 'eth0' },
							{ to: '50.0.2.0/24', via: '10.9.0.1' },
							{ to: '50.0.3.0/24', via: '10.0.0.255' },
							{ to: '50.0.4.0/24', via: '10.0.0.0' },
							{ to: '50.0.5.0/24', via: '10.0.0.1' },
							{ to: '50.0.6.0/24', via: '10.0.0.1', scope: 'link' },
							{ to: '50.0.7.0/24', via: '10.0.0.9', scope: 'link' },
							{ to: '50.0.8.0/24', via: '10.0.0.9', scope: 'host' },
							{ to: '50.0.9.0/24', dev: 'eth2' },
							{ to: '50.0.10.0/24', via: '10.0.2.9' },
							{ to: '50.0.11.0/24', via: '10.0.2.1' },
							{ to: '50.0.12.0/24', via: '10.0.0.9', src: '10.0.2.1' },
							{ to: '50.0.13.0/24', via: '10.0.0.9', src: '127.0.0.5' },
							{ to: '50.0.14.0/24', via: '10.0.0.9', src: '10.0.9.1' },
							{ to: '10.0.0.0/24', dev: 'eth0' },
							{ to: '10.0.0.0/24', dev: 'eth1', metric: 5 },
							{ to: '10.0.2.0/24', dev: 'eth0' },
							{ to: '10.0.0.1/32', dev: 'eth0' },
							{ to: '50.0.15.0/24', via: '192.0.2.1' }
						]
					}
				}
			]
		]
	}),
	kernelLab({
		title: 'routes through routes, and those that take the place of others',
		nodes: {
			h: {
				interfaces: {
					lo: '192.0.2.1/32',
					eth0: '10.0.0.1/24',
					eth1: '10.0.1.1/24',
					eth2: { addresses: ['10.0.2.1/24'], up: false }
				},
				// Before anything is added, the same, as the export builds it.
				routes: [
					{ to: '61.0.0.0/24', dev: 'eth1' },
					{ to: '62.0.0.0/24', via: '61.0.0.1' },
					{ to: '63.0.0.0/24', via: '10.0.0.9', src: '10.0.2.1' }
				]
			},
			p: { interfaces: { eth0: '10.0.0.9/24', eth1: '10.0.1.9/24', eth2: '10.0.2.9/24' } }
		},
		links: ['h:eth0 p:eth0', 'h:eth1 p:eth1', 'h:eth2 p:eth2'],
		inputs: [
			[
				'0s h',
				{
					do: 'config',
					set: {
						routes: [
							{ to: '50.0.12.0/24', via: '10.0.0.9', src: '10.0.2.1' },
							{ to: '60.0.0.0/24', dev: 'eth0', metric: 10 },
							{ to: '60.0.0.0/24', dev: 'eth1', metric: 5 },
							{ to: '51.0.0.0/24', via: '60.0.0.1' },
							{ to: '51.0.1.0/24', via: '60.0.0.255' },
							{ to: '51.0.2.0/24', via: '60.0.0.1', dev: 'eth0' },
							{ to: '61.0.0.0/24', dev: 'eth0', scope: 'global' },
							{ to: '51.0.3.0/24', via: '61.0.0.1' },
							{ to: '62.0.0.0/24', dev: 'eth0', scope: 'host' },
							{ to: '51.0.4.0/24', via: '62.0.0.1' },
							{ to: '63.0.0.0/24', via: '10.0.0.9' },
							{ to: '51.0.5.0/24', via: '63.0.0.1' },
							{ to: '10.0.0.128/25', dev: 'eth1' },
							{ to: '51.0.6.0/24', via: '10.0.0.200' },
							{ to: '51.0.7.0/24', via: '10.0.0.200', dev: 'eth0' },
							{ to: '10.0.0.8/32', type: 'blackhole' },
							{ to: '51.0.8.0/24', via: '10.0.0.8' },
							{ to: '10.0.0.7/32', type: 'blackhole', scope: 'link' },
							{ to: '51.0.9.0/24', via: '10.0.0.7' },
							{ to: '51.0.10.0/24', via: '77.0.0.1' },
							{ to: 'default', dev: 'eth1' },
							{ to: '51.0.11.0/24', via: '77.0.0.1' },
							{ to: '51.0.12.0/24', type: 'unreachable', src: '10.0.9.1' }
						]
					}
				}
			],
			['300ms h', { do: 'interface', interface: 'eth2', up: true }],
			['700ms h', { do: 'ping', to: '10.0.2.9' }]
		]
	}),
	kernelLab({
		title: 'an own address for a gateway asks for each destination on the wire',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' }, routes: via('10.0.0.1') },
			h2: { interfaces: { eth0: '10.0.0.2/24', lo: '192.0.2.1/32' } }
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '192.0.2.1' }],
			['300ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'a gateway on a wire without a subnet of its own',
		nodes: {
			h1: {
				interfaces: { eth0: '203.0.113.7/32' },
				routes: [
					{ to: '172.16.0.1', dev: 'eth0' },
					{ to: 'default', via: '172.16.0.1' }
				]
			},
			r1: {
				kind: 'router',
				interfaces: { eth0: '172.16.0.1/32', eth1: '10.0.2.254/24' },
				routes: [{ to: '203.0.113.7', dev: 'eth0' }]
			},
			h2
		},
		links: around,
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.1' }]]
	}),
	kernelLab({
		title: 'a static neighbour of an interface that is not up yet',
		nodes: {
			a: {
				interfaces: { eth0: { addresses: ['10.0.0.1/24'], up: false } },
				neighbours: [{ address: '10.0.0.2', mac: '02:00:00:02:00:01', dev: 'eth0' }]
			},
			b
		},
		links: wire,
		inputs: [
			['0s a', { do: 'interface', interface: 'eth0', up: true }],
			['400ms a', { do: 'ping', to: '10.0.0.2' }]
		]
	})
];
