/** Which sources are believed, which addresses are one's own, and what is sent to everybody. */
import { kernelLab } from '../notation.ts';

const via = (gateway: string) => [{ to: 'default', via: gateway }];

/** Two hosts on two wires: h2 has addresses that h1 reaches by one of them only. */
const h1 = { interfaces: { eth0: '10.0.1.1/24', eth1: '10.0.2.1/24' } };
const h2 = { interfaces: { eth0: '10.0.1.2/24', eth1: '10.0.2.2/24', lo: '10.9.0.1/32' } };
const wires = ['h1:eth0 h2:eth0', 'h1:eth1 h2:eth1'];
/** h2 sends to 10.0.1.1 by eth1, where h1 does not expect it. */
const crooked = [{ to: '10.0.1.1', via: '10.0.2.1' }];

/** h1 - r - h2 */
const left = { interfaces: { eth0: '10.0.1.1/24' }, routes: via('10.0.1.254') };
const right = { interfaces: { eth0: '10.0.2.1/24' }, routes: via('10.0.2.254') };
const r = { kind: 'router' as const, interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.2.254/24' } };
const around = ['h1:eth0 r:eth0', 'r:eth1 h2:eth0'];

const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '' } };
const star = ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'];

export const sources = [
	...(['0', '1', '2'] as const).map((mode) =>
		kernelLab({
			title: `rp_filter ${mode}: a source that is reached by another interface, one without a route, and one in order`,
			nodes: {
				h1: { ...h1, sysctls: { 'net.ipv4.conf.eth1.rp_filter': Number(mode) } },
				h2: { ...h2, routes: crooked }
			},
			links: wires,
			inputs: [
				['0s h2', { do: 'ping', to: '10.0.1.1' }],
				['300ms h2', { do: 'ping', to: '10.0.2.1' }],
				['600ms h2', { do: 'config', set: { routes: [{ to: '10.0.1.1', via: '10.0.2.1', src: '10.9.0.1' }] } }],
				['700ms h2', { do: 'ping', to: '10.0.1.1' }],
				['900ms h2', { do: 'udp', to: '10.0.2.255', port: 9 }]
			],
			until: '2500ms'
		})
	),
	kernelLab({
		title: 'a strict router drops what comes the wrong way round, and a default route satisfies a loose one',
		nodes: {
			h1: { ...left, interfaces: { eth0: '10.0.1.1/24', lo: '10.0.2.77/32 172.16.0.1/32' } },
			h2: right,
			r: { ...r, sysctls: { 'net.ipv4.conf.all.rp_filter': 1 } }
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['200ms h1', { do: 'config', set: { routes: [{ to: 'default', via: '10.0.1.254', src: '10.0.2.77' }] } }],
			['300ms h1', { do: 'ping', to: '10.0.2.1' }],
			['500ms r', { do: 'config', set: { sysctls: { 'net.ipv4.conf.all.rp_filter': 2 } } }],
			['600ms h1', { do: 'ping', to: '10.0.2.1' }],
			['800ms h1', { do: 'config', set: { routes: [{ to: 'default', via: '10.0.1.254', src: '172.16.0.1' }] } }],
			['900ms h1', { do: 'ping', to: '10.0.2.1' }],
			['1100ms r', { do: 'config', set: { routes: [{ to: 'default', via: '10.0.1.1' }] } }],
			['1200ms h1', { do: 'ping', to: '10.0.2.1' }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'martians: our own address as a source, and accept_local',
		nodes: {
			h1,
			h2: {
				...h2,
				interfaces: { ...h2.interfaces, lo: '10.0.1.1/32' },
				routes: [{ to: '10.0.2.1', dev: 'eth1', src: '10.0.1.1' }]
			}
		},
		links: wires,
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.2.1' }],
			['300ms h1', { do: 'config', set: { sysctls: { 'net.ipv4.conf.eth1.accept_local': 1 } } }],
			['500ms h2', { do: 'ping', to: '10.0.2.1' }],
			[
				'700ms h1',
				{ do: 'config', set: { sysctls: { 'net.ipv4.conf.all.accept_local': 1, 'net.ipv4.conf.all.rp_filter': 1 } } }
			],
			['900ms h2', { do: 'ping', to: '10.0.2.1' }]
		],
		until: '2500ms'
	}),
	kernelLab({
		title: 'route_localnet: 127/8 on the wire',
		nodes: {
			h1: { interfaces: { eth0: '10.0.1.1/24' }, routes: [{ to: '127.9.0.0/16', via: '10.0.1.2' }] },
			h2: { interfaces: { eth0: '10.0.1.2/24' } }
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '127.9.0.1' }],
			['300ms h2', { do: 'config', set: { sysctls: { 'net.ipv4.conf.eth0.route_localnet': 1 } } }],
			['500ms h1', { do: 'ping', to: '127.9.0.1' }],
			['800ms h1', { do: 'config', set: { sysctls: { 'net.ipv4.conf.all.route_localnet': 1 } } }],
			['1s h1', { do: 'ping', to: '127.9.0.1' }]
		],
		until: '2500ms'
	}),
	...['eth0', 'all'].map((of) =>
		kernelLab({
			title: `ignore_routes_with_linkdown of ${of}: a route without carrier is passed over`,
			nodes: {
				h1: {
					interfaces: { eth0: '10.0.1.1/24', eth1: '10.0.2.1/24' },
					routes: [
						{ to: '10.9.0.0/16', via: '10.0.1.2' },
						{ to: '10.9.0.0/16', via: '10.0.2.2', metric: 10 }
					]
				},
				h2: { ...h2, routes: [] }
			},
			links: wires,
			inputs: [
				['0s h1', { do: 'ping', to: '10.9.0.1' }],
				['300ms', { do: 'link', link: 'l1', up: false }],
				['600ms h1', { do: 'ping', to: '10.9.0.1' }],
				['800ms h1', { do: 'config', set: { sysctls: { [`net.ipv4.conf.${of}.ignore_routes_with_linkdown`]: 1 } } }],
				['1s h1', { do: 'ping', to: '10.9.0.1' }],
				['1200ms h1', { do: 'ping', to: '10.0.1.1' }]
			],
			until: '2500ms'
		})
	),
	kernelLab({
		title: 'ping to broadcast is answered by all whom icmp_echo_ignore_broadcasts lets',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' }, sysctls: { 'net.ipv4.icmp_echo_ignore_broadcasts': 0 } },
			h2: { interfaces: { eth0: '10.0.0.2/24' }, sysctls: { 'net.ipv4.icmp_echo_ignore_broadcasts': 0 } },
			h3: { interfaces: { eth0: '10.0.0.3/24' } },
			sw
		},
		links: star,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.255', broadcast: true }],
			['500ms h2', { do: 'ping', to: '255.255.255.255', broadcast: true }]
		],
		until: '2500ms'
	}),
	kernelLab({
		title: 'a directed broadcast stays with the router, or is passed on with bc_forwarding',
		nodes: {
			h1: left,
			h2: { ...right, sysctls: { 'net.ipv4.icmp_echo_ignore_broadcasts': 0 } },
			r: { ...r, sysctls: { 'net.ipv4.icmp_echo_ignore_broadcasts': 0 } }
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.255' }],
			[
				'300ms r',
				{
					do: 'config',
					set: { sysctls: { 'net.ipv4.conf.all.bc_forwarding': 1, 'net.ipv4.conf.eth0.bc_forwarding': 1 } }
				}
			],
			['500ms h1', { do: 'ping', to: '10.0.2.255' }]
		],
		until: '2500ms'
	}),
	kernelLab({
		title: 'a source is chosen: by the nearest subnet, not secondary, as the route says',
		nodes: {
			h1: {
				interfaces: { eth0: '10.0.1.1/24 10.0.1.9/24 10.0.5.1/24', eth1: '10.0.2.1/24', lo: '10.8.0.1/32' },
				routes: [
					{ to: '10.9.0.1', via: '10.0.5.2' },
					{ to: '10.9.0.2', via: '10.0.1.2' },
					{ to: '10.9.0.3', via: '10.0.1.2', src: '10.0.1.9' },
					{ to: '10.9.0.4', via: '10.0.2.2', src: '10.8.0.1' },
					{ to: '10.9.0.5', dev: 'eth1', scope: 'link' }
				]
			},
			h2: {
				interfaces: {
					eth0: '10.0.1.2/24 10.0.5.2/24',
					eth1: '10.0.2.2/24',
					lo: '10.9.0.1/32 10.9.0.2/32 10.9.0.3/32 10.9.0.4/32 10.9.0.5/32'
				},
				routes: [{ to: '10.8.0.0/16', via: '10.0.2.1' }]
			}
		},
		links: wires,
		inputs: [1, 2, 3, 4, 5].map((n): [string, { do: 'ping'; to: string }] => [
			`${n * 200}ms h1`,
			{ do: 'ping', to: `10.9.0.${n}` }
		])
	}),
	kernelLab({
		title: 'one talks to all of its own addresses by lo',
		nodes: {
			h1: { ...h1, interfaces: { ...h1.interfaces, lo: '10.5.0.0/16' }, services: [{ kind: 'tcp-echo', port: 7 }] },
			h2
		},
		links: wires,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.1.1' }],
			['200ms h1', { do: 'ping', to: '10.0.2.1' }],
			['400ms h1', { do: 'ping', to: '127.0.0.2' }],
			['600ms h1', { do: 'ping', to: '10.5.77.7' }],
			['800ms h1', { do: 'tcp', to: '10.0.2.1', port: 7, send: 'hello' }],
			['1s h1', { do: 'udp', to: '10.0.2.1', port: 9 }]
		]
	}),
	kernelLab({
		title: 'src_valid_mark: the way back is asked for with the mark',
		nodes: {
			h1: {
				...h1,
				sysctls: { 'net.ipv4.conf.eth1.rp_filter': 1, 'net.ipv4.conf.eth1.src_valid_mark': 1 },
				routes: [{ to: '10.9.0.0/24', via: '10.0.2.2', table: 7 }],
				rules: [{ priority: 10, fwmark: 7, table: 7 }],
				iptables: ['*mangle', '-A PREROUTING -i eth1 -p icmp -j MARK --set-mark 7', 'COMMIT']
			},
			h2: { ...h2, routes: [{ to: '10.0.2.1', dev: 'eth1', src: '10.9.0.1' }], services: [] }
		},
		links: wires,
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.2.1' }],
			['300ms h2', { do: 'udp', to: '10.0.2.1', port: 9 }],
			['600ms h1', { do: 'config', set: { sysctls: { 'net.ipv4.conf.eth1.rp_filter': 1 } } }],
			['700ms h2', { do: 'ping', to: '10.0.2.1' }]
		],
		until: '2500ms'
	}),
	kernelLab({
		title: 'fwmark chooses the table: what is marked goes another way',
		nodes: {
			h1: {
				...h1,
				routes: [
					{ to: '10.9.0.0/24', via: '10.0.1.2' },
					{ to: '10.9.0.0/24', via: '10.0.2.2', table: 100 }
				],
				rules: [{ priority: 100, fwmark: 1, fwmask: 15, table: 100 }],
				iptables: ['*mangle', '-A OUTPUT -p udp -j MARK --set-mark 0x11', 'COMMIT']
			},
			h2: { ...h2, services: [{ kind: 'udp-echo', port: 7 }] }
		},
		links: wires,
		inputs: [
			['0s h1', { do: 'ping', to: '10.9.0.1' }],
			['300ms h1', { do: 'udp', to: '10.9.0.1', port: 7 }]
		]
	})
];
