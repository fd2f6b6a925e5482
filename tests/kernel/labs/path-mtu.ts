/** Path MTUs: learnt, believed within limits, forgotten; and fragments where conntrack must see whole packets. */
import { icmpFrame, ipFrame, letters, macOf, udpSegment, type Way } from '../frames.ts';
import { kernelLab } from '../notation.ts';

interface Settings {
	mtu?: number;
	host?: Record<string, number>;
	router?: Record<string, number>;
	nat?: { target: 'MASQUERADE'; out: string }[];
}

/** h1 - r - h2, narrow beyond r. */
function network({ mtu = 1000, host = {}, router = {}, nat = [] }: Settings) {
	return {
		nodes: {
			h1: { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }], sysctls: host },
			r: {
				kind: 'router' as const,
				interfaces: { eth0: '10.0.1.1/24', eth1: { addresses: ['10.0.2.1/24'], mtu } },
				sysctls: router,
				nat
			},
			h2: {
				interfaces: { eth0: { addresses: ['10.0.2.2/24'], mtu } },
				routes: [{ to: 'default', via: '10.0.2.1' }],
				services: [
					{ kind: 'udp-echo' as const, port: 7 },
					{ kind: 'tcp-echo' as const, port: 7 }
				]
			}
		},
		links: ['h1:eth0 r:eth0', 'r:eth1 h2:eth0']
	};
}

const through: Way = { fromMac: macOf(1), toMac: macOf(2, 1), from: '10.0.1.2', to: '10.0.2.2' };
const byHand = (when: string, bytes: string): [string, { do: 'frame'; interface: string; bytes: string }] => [
	`${when} h1`,
	{ do: 'frame', interface: 'eth0', bytes }
];

function pieces(when: number, id: number, sizes: number[], dontFragment = false) {
	const total = sizes.reduce((sum, size) => sum + size, 0);
	const datagram = udpSegment(through, 4000, 9, letters(total - 8));
	let at = 0;
	return sizes.map((size, i) => {
		const offset = at;
		at += size;
		const fields = { protocol: 17, id, offset, moreFragments: at < total, dontFragment };
		return byHand(`${when + 5 * i}ms`, ipFrame(through, datagram.subarray(offset, at), fields));
	});
}

/** h2 says that it takes packets of `mtu` bytes at the most, about a datagram of h1's port 4000. */
const needed = (mtu: number) => {
	const quoted = ipFrame({ ...through, from: '10.0.1.2', to: '10.0.2.2' }, udpSegment(through, 4000, 7, letters(20)), {
		protocol: 17,
		dontFragment: true
	});
	const bytes = Uint8Array.from(quoted.slice(28).match(/../g)!, (hex) => parseInt(hex, 16));
	return icmpFrame({ fromMac: macOf(2, 1), toMac: macOf(1), from: '10.0.1.1', to: '10.0.1.2' }, 3, 4, mtu, bytes);
};

export const pathMtu = [
	kernelLab({
		title: 'a path MTU is forgotten when its time is over',
		...network({ host: { 'net.ipv4.route.mtu_expires': 1 } }),
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 1200 }],
			['300ms h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 1200 }],
			['2500ms h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 1200 }]
		]
	}),
	kernelLab({
		title: 'a second TCP connection knows of the path MTU that the first has learnt',
		...network({}),
		inputs: [
			['0s h1', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x'.repeat(3000) }],
			['500ms h1', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x'.repeat(3000) }],
			['1s h1', { do: 'ping', to: '10.0.2.2', size: 1200 }]
		]
	}),
	kernelLab({
		title: 'a path MTU below the least that is believed: packets go without DF from then on',
		...network({}),
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 20, fromPort: 4000, count: 4, interval: '300ms' }],
			['150ms r', { do: 'frame', interface: 'eth0', bytes: needed(300) }],
			['500ms h1', { do: 'ping', to: '10.0.2.2', size: 600 }],
			['700ms h1', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x'.repeat(900) }]
		]
	}),
	kernelLab({
		title: 'an error about a port that nobody has teaches nothing',
		...network({}),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			['150ms r', { do: 'frame', interface: 'eth0', bytes: needed(600) }],
			['300ms h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 900 }]
		]
	}),
	...[1, 2, 3].map((value) =>
		kernelLab({
			title: `ip_no_pmtu_disc ${value}: no DF, and what errors about it are worth`,
			...network({ host: { 'net.ipv4.ip_no_pmtu_disc': value } }),
			inputs: [
				['0s h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 1200 }],
				['300ms h1', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x'.repeat(2000) }],
				['600ms h1', { do: 'ping', to: '10.0.2.2', size: 1200 }]
			]
		})
	),
	kernelLab({
		title: 'ip_forward_use_pmtu: a router passes on by what it has learnt itself',
		nodes: {
			h1: { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }] },
			r1: {
				kind: 'router',
				interfaces: { eth0: '10.0.1.1/24', eth1: '10.0.3.1/24' },
				routes: [{ to: '10.0.2.0/24', via: '10.0.3.2' }],
				sysctls: { 'net.ipv4.ip_forward_use_pmtu': 1 }
			},
			r2: {
				kind: 'router',
				interfaces: { eth0: '10.0.3.2/24', eth1: { addresses: ['10.0.2.1/24'], mtu: 1000 } },
				routes: [{ to: '10.0.1.0/24', via: '10.0.3.1' }]
			},
			h2: {
				interfaces: { eth0: { addresses: ['10.0.2.2/24'], mtu: 1000 } },
				routes: [{ to: 'default', via: '10.0.2.1' }],
				services: [{ kind: 'udp-echo', port: 7 }]
			}
		},
		links: ['h1:eth0 r1:eth0', 'r1:eth1 r2:eth0', 'r2:eth1 h2:eth0'],
		inputs: [
			['0s r1', { do: 'ping', to: '10.0.2.2', size: 1200 }],
			['500ms h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 1200 }],
			['1s h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 1200 }],
			['1500ms h1', { do: 'udp', to: '10.0.2.2', port: 7, size: 3000 }]
		]
	}),
	// Those that go on as they came can't be captured: Linux writes the new headers where the capture still looks.
	kernelLab({
		title: 'fragments through NAT: put together, and cut anew where they are too large',
		...network({ nat: [{ target: 'MASQUERADE', out: 'eth1' }] }),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			...pieces(300, 1, [1400, 200]),
			...pieces(400, 2, [96, 1200, 304])
		]
	}),
	kernelLab({
		title: 'fragments with DF through NAT that are too large: fragmentation needed',
		...network({ nat: [{ target: 'MASQUERADE', out: 'eth1' }] }),
		inputs: [['0s h1', { do: 'ping', to: '10.0.2.2' }], ...pieces(300, 1, [1200, 504, 96], true)]
	}),
	kernelLab({
		title: 'fragments through NAT that never become whole',
		...network({ nat: [{ target: 'MASQUERADE', out: 'eth1' }], router: { 'net.ipv4.ipfrag_time': 1 } }),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			pieces(300, 1, [400, 400, 200])[0],
			pieces(300, 2, [400, 200])[1]
		],
		until: '2s'
	}),
	kernelLab({
		title: 'no memory for fragments: none is kept',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' } },
			h2: {
				interfaces: { eth0: '10.0.0.2/24' },
				sysctls: { 'net.ipv4.ipfrag_low_thresh': 0, 'net.ipv4.ipfrag_high_thresh': 0 }
			}
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h1', { do: 'ping', to: '10.0.0.2', size: 2000 }]
		],
		until: '1500ms'
	}),
	kernelLab({
		title: 'ipfrag_max_dist: fragments of other packets in between make it begin anew',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' } },
			h2: { interfaces: { eth0: '10.0.0.2/24' }, sysctls: { 'net.ipv4.ipfrag_max_dist': 2 } }
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			...(() => {
				const way: Way = { fromMac: macOf(1), toMac: macOf(2), from: '10.0.0.1', to: '10.0.0.2' };
				const datagram = udpSegment(way, 4000, 9, letters(392));
				const part = (when: number, id: number, from: number, to: number) =>
					byHand(
						`${when}ms`,
						ipFrame(way, datagram.subarray(from, to), { protocol: 17, id, offset: from, moreFragments: to < 400 })
					);
				return [
					part(300, 1, 0, 200),
					part(310, 2, 0, 200),
					part(320, 1, 200, 400),
					part(330, 3, 0, 200),
					part(340, 4, 0, 200),
					part(350, 5, 0, 200),
					part(360, 3, 200, 400),
					part(370, 3, 0, 200)
				];
			})()
		],
		until: '900ms'
	})
];

export const icmpSettings = [
	kernelLab({
		title: 'icmp_echo_ignore_all: no ping is answered',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' } },
			h2: { interfaces: { eth0: '10.0.0.2/24' }, sysctls: { 'net.ipv4.icmp_echo_ignore_all': 1 } }
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h1', { do: 'udp', to: '10.0.0.2', port: 9 }]
		],
		until: '900ms'
	}),
	kernelLab({
		title: 'icmp_errors_use_inbound_ifaddr: the error comes from the interface that the packet came in by',
		nodes: {
			h1: {
				interfaces: { eth0: '10.0.1.2/24', eth1: '10.0.9.2/24' },
				routes: [{ to: '10.0.2.0/24', via: '10.0.9.1' }]
			},
			r: {
				kind: 'router',
				interfaces: { eth0: '10.0.1.1/24', eth1: '10.0.9.1/24' },
				sysctls: { 'net.ipv4.icmp_errors_use_inbound_ifaddr': 1 }
			}
		},
		links: ['h1:eth0 r:eth0', 'h1:eth1 r:eth1'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			[
				'300ms h1',
				{
					do: 'frame',
					interface: 'eth1',
					bytes: icmpFrame(
						{ fromMac: macOf(1, 2), toMac: macOf(2, 2), from: '10.0.1.2', to: '10.0.2.2' },
						8,
						0,
						0x0077_0001,
						letters(16)
					)
				}
			]
		]
	}),
	kernelLab({
		title: 'icmp_ratemask: which errors are rationed',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' } },
			h2: {
				interfaces: { eth0: '10.0.0.2/24' },
				sysctls: { 'net.ipv4.icmp_ratemask': 1, 'net.ipv4.icmp_ratelimit': 200 }
			}
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			...Array.from({ length: 9 }, (_, i): [string, { do: 'udp'; to: string; port: number }] => [
				`${i * 20}ms h1`,
				{ do: 'udp', to: '10.0.0.2', port: 9 }
			]),
			['300ms h1', { do: 'ping', to: '10.0.0.2', count: 9, interval: '20ms' }]
		],
		until: '900ms'
	})
];
