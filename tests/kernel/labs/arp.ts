/** Who answers ARP, in whose name it is asked, and what an unasked answer changes. */
import { kernelLab } from '../notation.ts';

const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '', p4: '' } };
const via = (gateway: string) => [{ to: 'default', via: gateway }];

/** h1 has two interfaces on one segment, and an address on lo. */
const two = { eth0: '10.0.0.1/24', eth1: '10.0.0.11/24', lo: '10.8.0.1/32' };
const asker = {
	interfaces: { eth0: '10.0.0.2/24' },
	routes: [
		{ to: '10.8.0.1', dev: 'eth0' },
		{ to: '10.0.7.0/24', dev: 'eth0' }
	]
};
const segment = ['h1:eth0 sw:p1', 'h1:eth1 sw:p2', 'h2:eth0 sw:p3'];

/** r stands between h1 and h2, whose masks are so wide that they ask for each other on the wire. */
const wide1 = { interfaces: { eth0: '10.0.1.1/16' } };
const wide2 = { interfaces: { eth0: '10.0.2.1/16' } };
const between = { kind: 'router' as const, interfaces: { eth0: '10.0.1.254/24', eth1: '10.0.2.254/24' } };
const around = ['h1:eth0 r:eth0', 'r:eth1 h2:eth0'];
const at_once = { 'net.ipv4.neigh.default.proxy_delay': 0 };

/** Linux asks these often, so that a lab is over soon. */
const soon = { 'net.ipv4.neigh.default.retrans_time_ms': 200, 'net.ipv4.neigh.default.delay_first_probe_time': 1 };

/** An ARP message as a frame. `to` "" is everybody. */
function arp(
	operation: 1 | 2,
	mac: string,
	sender: string,
	target: string,
	targetMac = '00:00:00:00:00:00',
	to = ''
): string {
	const hexOf = (text: string) => text.replaceAll(':', '');
	const address = (text: string) =>
		text
			.split('.')
			.map((byte) => Number(byte).toString(16).padStart(2, '0'))
			.join('');
	const ethernet = `${to === '' ? 'ffffffffffff' : hexOf(to)}${hexOf(mac)}0806`;
	return `${ethernet}00010800060400${`0${operation}`}${hexOf(mac)}${address(sender)}${hexOf(targetMac)}${address(target)}`;
}

const stranger = '02:00:00:aa:00:01';
const other = '02:00:00:aa:00:02';
/** h2 is who sends by hand. */
const pair = { h1: { interfaces: { eth0: '10.0.0.1/24' } }, h2: { interfaces: { eth0: '10.0.0.2/24' } } };
const wire = ['h1:eth0 h2:eth0'];
const frame = (bytes: string) => ({ do: 'frame' as const, interface: 'eth0', bytes });

export const arpLabs = [
	...[0, 1, 2, 3, 8].map((value) =>
		kernelLab({
			title: `arp_ignore ${value}: for the own interface, another one, lo, and from another subnet`,
			nodes: {
				h1: {
					interfaces: two,
					sysctls: { 'net.ipv4.conf.eth0.arp_ignore': value, 'net.ipv4.conf.eth1.arp_ignore': 8 }
				},
				h2: { ...asker, interfaces: { eth0: '10.0.0.2/24 10.0.7.2/24' } },
				sw
			},
			links: segment,
			inputs: [
				['0s h2', frame(arp(1, '02:00:00:02:00:01', '10.0.0.2', '10.0.0.1'))],
				['100ms h2', frame(arp(1, '02:00:00:02:00:01', '10.0.0.2', '10.0.0.11'))],
				['200ms h2', frame(arp(1, '02:00:00:02:00:01', '10.0.0.2', '10.8.0.1'))],
				['300ms h2', frame(arp(1, '02:00:00:02:00:01', '10.0.7.2', '10.0.0.1'))],
				['400ms h2', frame(arp(1, '02:00:00:02:00:01', '0.0.0.0', '10.0.0.1'))],
				['500ms h2', frame(arp(1, '02:00:00:02:00:01', '0.0.0.0', '10.8.0.1'))],
				['600ms h2', frame(arp(1, '02:00:00:02:00:01', '10.0.0.2', '127.0.0.1'))]
			],
			until: '900ms'
		})
	),
	...[0, 1, 2].map((value) =>
		kernelLab({
			title: `arp_announce ${value}: in whose name is asked`,
			nodes: {
				h1: {
					interfaces: { eth0: '10.0.0.1/24 10.0.0.9/24 10.0.5.1/24', lo: '10.8.0.1/32' },
					routes: [
						{ to: '10.0.0.21', dev: 'eth0', src: '10.8.0.1' },
						{ to: '10.0.0.22', dev: 'eth0', src: '10.0.0.9' },
						{ to: '10.0.0.23', dev: 'eth0', src: '10.0.5.1' }
					],
					sysctls: { 'net.ipv4.conf.all.arp_announce': value, ...soon }
				},
				h2: { interfaces: { eth0: '10.0.0.21/24 10.0.0.22/24 10.0.0.23/24' }, routes: [{ to: 'default', dev: 'eth0' }] }
			},
			links: wire,
			inputs: [
				['0s h1', { do: 'ping', to: '10.0.0.21' }],
				['200ms h1', { do: 'ping', to: '10.0.0.22' }],
				['400ms h1', { do: 'ping', to: '10.0.0.23' }]
			],
			until: '900ms'
		})
	),
	kernelLab({
		title: 'arp_filter: only the interface that leads to the asker answers',
		nodes: { h1: { interfaces: two, sysctls: { 'net.ipv4.conf.all.arp_filter': 1 } }, h2: asker, sw },
		links: segment,
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.0.1' }],
			['300ms h2', { do: 'ping', to: '10.0.0.11' }],
			['600ms h2', { do: 'ping', to: '10.8.0.1' }]
		],
		until: '1s'
	}),
	kernelLab({
		title: 'proxy_arp: a router answers for those behind it, and not for those on the same side',
		nodes: {
			h1: wide1,
			h2: wide2,
			r: { ...between, sysctls: { ...at_once, 'net.ipv4.conf.all.proxy_arp': 1 } }
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['300ms h1', { do: 'ping', to: '10.0.1.77' }],
			['600ms h1', { do: 'ping', to: '10.0.3.3' }],
			['900ms h2', { do: 'ping', to: '10.0.1.254' }]
		],
		until: '1500ms'
	}),
	kernelLab({
		title: 'proxy_arp_pvlan: a router answers for those on the same side',
		nodes: {
			h1: { interfaces: { eth0: '10.0.1.1/24' } },
			h2: { interfaces: { eth0: '10.0.1.2/24' } },
			r: {
				kind: 'router',
				interfaces: { eth0: '10.0.1.254/24' },
				sysctls: { ...at_once, 'net.ipv4.conf.eth0.proxy_arp_pvlan': 1 }
			},
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'r:eth0 sw:p3'],
		inputs: [['0s h1', frame(arp(1, '02:00:00:01:00:01', '10.0.1.1', '10.0.1.77'))]],
		until: '500ms'
	}),
	kernelLab({
		title: 'ARP from an address that is the broadcast of a subnet here: answered, nothing learnt',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/30' }, sysctls: { 'net.ipv4.conf.eth0.arp_accept': 1 } },
			h2: { interfaces: { eth0: '10.0.0.3/24' } }
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.0.1' }],
			['300ms h2', frame(arp(1, '02:00:00:02:00:01', '10.0.0.3', '10.0.0.3'))]
		]
	}),
	kernelLab({
		title: 'ip neigh add proxy: one address is answered for, and no longer when it is taken away',
		nodes: {
			h1: wide1,
			h2: wide2,
			r: {
				...between,
				sysctls: at_once,
				proxies: [
					{ address: '10.0.2.1', dev: 'eth0' },
					{ address: '10.0.1.1', dev: 'eth1' }
				]
			}
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['200ms h1', frame(arp(1, '02:00:00:01:00:01', '10.0.1.1', '10.0.2.2'))],
			['400ms r', { do: 'config', set: { proxies: [{ address: '10.0.2.2', dev: 'eth0' }] } }],
			['500ms h1', frame(arp(1, '02:00:00:01:00:01', '10.0.1.1', '10.0.2.2'))],
			['600ms h1', frame(arp(1, '02:00:00:01:00:01', '10.0.1.1', '10.0.2.1'))]
		],
		until: '1s'
	}),
	kernelLab({
		title: 'ip neigh add proxy: forgotten with an interface that goes down, kept by one that lost its carrier',
		nodes: {
			h1: wide1,
			h2: wide2,
			r: {
				...between,
				sysctls: at_once,
				proxies: [
					{ address: '10.0.2.1', dev: 'eth0' },
					{ address: '10.0.1.1', dev: 'eth1' }
				]
			}
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.1' }],
			['200ms h2', { do: 'interface', interface: 'eth0', up: false }],
			['300ms h2', { do: 'interface', interface: 'eth0', up: true }],
			['400ms r', { do: 'interface', interface: 'eth0', up: false }],
			['500ms r', { do: 'interface', interface: 'eth0', up: true }],
			['700ms h1', frame(arp(1, '02:00:00:01:00:01', '10.0.1.1', '10.0.2.1'))],
			['800ms h2', frame(arp(1, '02:00:00:02:00:01', '10.0.2.1', '10.0.1.1'))]
		],
		until: '1100ms'
	}),
	...[0, 1, 2].map((value) =>
		kernelLab({
			title: `arp_accept ${value}: what unasked answers and announcements of strangers make`,
			nodes: { ...pair, h1: { ...pair.h1, sysctls: { 'net.ipv4.conf.all.arp_accept': value } } },
			links: wire,
			inputs: [
				['0s h2', frame(arp(1, stranger, '10.0.0.50', '10.0.0.50'))],
				['50ms h2', frame(arp(2, stranger, '10.0.0.51', '10.0.0.51', stranger))],
				['100ms h2', frame(arp(2, stranger, '10.0.0.52', '10.0.0.1', '02:00:00:01:00:01', '02:00:00:01:00:01'))],
				['150ms h2', frame(arp(2, stranger, '10.9.9.9', '10.9.9.9', stranger))],
				['200ms h2', frame(arp(1, stranger, '10.0.0.1', '10.0.0.1'))],
				['250ms h2', frame(arp(2, stranger, '10.0.0.53', '10.0.0.53'))],
				['300ms h2', frame(arp(1, stranger, '10.0.0.54', '10.0.0.99'))]
			],
			until: '600ms'
		})
	),
	kernelLab({
		title: 'an announcement moves a known neighbour at once; another answer only after the lock time',
		nodes: pair,
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['200ms h2', frame(arp(2, other, '10.0.0.2', '10.0.0.1', '02:00:00:01:00:01', '02:00:00:01:00:01'))],
			['400ms h2', frame(arp(1, stranger, '10.0.0.2', '10.0.0.2'))],
			['500ms h1', { do: 'udp', to: '10.0.0.2', port: 9 }],
			['700ms h2', frame(arp(2, other, '10.0.0.2', '10.0.0.2', other))]
		],
		until: '1s'
	}),
	kernelLab({
		title: 'drop_gratuitous_arp: announcements change nothing',
		nodes: {
			...pair,
			h1: { ...pair.h1, sysctls: { 'net.ipv4.conf.eth0.drop_gratuitous_arp': 1, 'net.ipv4.conf.eth0.arp_accept': 1 } }
		},
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['200ms h2', frame(arp(1, stranger, '10.0.0.2', '10.0.0.2'))],
			['300ms h2', frame(arp(2, stranger, '10.0.0.60', '10.0.0.60', stranger))],
			['400ms h1', { do: 'ping', to: '10.0.0.2' }]
		],
		until: '1s'
	}),
	kernelLab({
		title: 'arp_notify: an interface that comes up says which addresses it has',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24 10.0.0.7/24' }, sysctls: { 'net.ipv4.conf.eth0.arp_notify': 1 } },
			h2: { ...pair.h2, sysctls: { 'net.ipv4.conf.all.arp_accept': 1 } }
		},
		links: wire,
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.0.1' }],
			['300ms h1', { do: 'interface', interface: 'eth0', up: false }],
			['500ms h1', { do: 'interface', interface: 'eth0', up: true }]
		],
		until: '1200ms'
	}),
	kernelLab({
		title: 'arp_evict_nocarrier 0: what was learnt outlives a pulled cable',
		nodes: { ...pair, h1: { ...pair.h1, sysctls: { 'net.ipv4.conf.eth0.arp_evict_nocarrier': 0 } } },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms', { do: 'link', link: 'l1', up: false }],
			['700ms', { do: 'link', link: 'l1', up: true }],
			['1500ms h1', { do: 'ping', to: '10.0.0.2' }]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'NOARP and permanent entries are used without a question, and no answer changes them',
		nodes: {
			h1: {
				...pair.h1,
				neighbours: [
					{ address: '10.0.0.2', mac: '02:00:00:02:00:01', dev: 'eth0', state: 'noarp' },
					{ address: '10.0.0.3', mac: '02:00:00:02:00:01', dev: 'eth0' }
				]
			},
			h2: { interfaces: { eth0: '10.0.0.2/24 10.0.0.3/24' } }
		},
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['200ms h1', { do: 'ping', to: '10.0.0.3' }],
			['400ms h2', frame(arp(1, stranger, '10.0.0.2', '10.0.0.2'))],
			['500ms h2', frame(arp(1, stranger, '10.0.0.3', '10.0.0.3'))],
			['600ms h1', { do: 'ping', to: '10.0.0.2' }]
		],
		until: '1s'
	}),
	kernelLab({
		title: 'unicast probes, then broadcasts (mcast_resolicit), then FAILED',
		nodes: {
			h1: {
				...pair.h1,
				sysctls: {
					...soon,
					'net.ipv4.neigh.eth0.ucast_solicit': 2,
					'net.ipv4.neigh.eth0.mcast_resolicit': 2,
					'net.ipv4.neigh.eth0.base_reachable_time_ms': 300
				}
			},
			h2: { ...pair.h2, sysctls: soon },
			sw
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['200ms h2', { do: 'interface', interface: 'eth0', up: false }],
			['800ms h1', { do: 'udp', to: '10.0.0.2', port: 9 }]
		],
		until: '3500ms'
	}),
	kernelLab({
		title: 'app_solicit: a program is asked before everybody is',
		nodes: { ...pair, h1: { ...pair.h1, sysctls: { ...soon, 'net.ipv4.neigh.default.app_solicit': 2 } } },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]],
		until: '1s'
	}),
	kernelLab({
		title: 'nobody may be asked: mcast_solicit 0',
		nodes: { ...pair, h1: { ...pair.h1, sysctls: { 'net.ipv4.neigh.default.mcast_solicit': 0 } } },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h2', { do: 'ping', to: '10.0.0.1' }]
		],
		until: '800ms'
	}),
	kernelLab({
		title: 'the queue of a neighbour is small: the oldest falls out',
		nodes: { h1: { ...pair.h1, sysctls: { ...soon, 'net.ipv4.neigh.eth0.unres_qlen_bytes': 2000 } }, h2: pair.h2 },
		links: wire,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.77', count: 5, interval: '20ms' }]],
		until: '1200ms'
	}),
	kernelLab({
		title: 'a router tells the source when its neighbour does not answer, once for each that waited',
		nodes: {
			h1: { interfaces: { eth0: '10.0.1.1/24' }, routes: via('10.0.1.254') },
			h2: { interfaces: { eth0: '10.0.2.1/24' } },
			r: { ...between, sysctls: soon }
		},
		links: around,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.77', count: 2, interval: '100ms' }],
			['100ms h1', { do: 'udp', to: '10.0.2.77', port: 9 }]
		],
		until: '1500ms'
	}),
	kernelLab({
		title: 'asked in the name of what is a broadcast address here, a netns learns nothing and sends no answer there',
		nodes: {
			h: { interfaces: { eth0: '10.0.5.67/29' } },
			r: { interfaces: { eth0: '10.0.5.66/30' }, services: [{ kind: 'udp-echo' as const, port: 7 }] }
		},
		links: ['h:eth0 r:eth0'],
		inputs: [['0s h', { do: 'udp', to: '10.0.5.66', port: 7 }]]
	})
];
