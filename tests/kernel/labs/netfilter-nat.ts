/** NAT in all its forms, and what conntrack makes of packets that are out of the ordinary. */
import { icmpFrame, letters, macOf, tcpFrame, udpFrame, type Way } from '../frames.ts';
import { kernelLab } from '../notation.ts';

type Notation = Parameters<typeof kernelLab>[0];
type Inputs = Notation['inputs'];

const echoes = [
	{ kind: 'udp-echo' as const, port: 7 },
	{ kind: 'tcp-echo' as const, port: 7 },
	{ kind: 'http' as const }
];
const inside = (last: number) => ({
	interfaces: { eth0: `192.168.1.${last}/24` },
	routes: [{ to: 'default', via: '192.168.1.1' }],
	services: echoes
});
const lan = {
	kind: 'bridge' as const,
	parent: 'gw',
	bridge: { addresses: ['192.168.1.1/24'] },
	interfaces: { p1: '', p2: '' }
};
/** Two clients behind a gateway, and a server with several addresses outside, which has a route back. */
function gateway(title: string, rules: string[], inputs: Inputs, extra: Partial<Notation> & { gw?: object } = {}) {
	const { gw = {}, ...rest } = extra;
	return kernelLab({
		title: `nat table: ${title}`,
		nodes: {
			pc1: inside(11),
			pc2: inside(12),
			gw: {
				kind: 'router',
				interfaces: { wan: '203.0.113.2/24 203.0.113.3/24 203.0.113.4/24 203.0.113.5/24' },
				iptables: ['*nat', ...rules, 'COMMIT'],
				...gw
			},
			lan,
			net: {
				kind: 'internet',
				interfaces: { eth0: '203.0.113.1/24 203.0.113.99/24' },
				routes: [
					{ to: '192.168.1.0/24', via: '203.0.113.2' },
					{ to: '10.8.0.0/16', via: '203.0.113.2' }
				],
				services: echoes
			}
		},
		links: ['pc1:eth0 lan:p1', 'pc2:eth0 lan:p2', 'gw:wan net:eth0'],
		inputs,
		...rest
	});
}

const bothAsk: Inputs = [
	['0s pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
	['150ms pc2', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
	['300ms pc1', { do: 'tcp', to: '203.0.113.1', port: 7, fromPort: 6000, send: 'one' }],
	['450ms pc2', { do: 'tcp', to: '203.0.113.1', port: 7, fromPort: 6000, send: 'two' }],
	['600ms pc1', { do: 'ping', to: '203.0.113.1' }],
	['750ms pc1', { do: 'udp', to: '203.0.113.99', port: 7, fromPort: 5000 }]
];

const CLIENT: Way = { fromMac: macOf(1), toMac: macOf(2), from: '10.0.1.2', to: '10.0.2.2' };
const BACK: Way = { fromMac: macOf(3), toMac: macOf(2, 2), from: '10.0.2.2', to: '10.0.1.2' };
const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;

/** Hand-made segments between two hosts through a router that tells what it thinks of each. */
function segments(
	title: string,
	frames: [who: 'a' | 'b', flags: number, seq: number, ack: number, size?: number][],
	extra: string[] = []
) {
	return kernelLab({
		title: `conntrack: ${title}`,
		nodes: {
			a: { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }], iptables: quiet },
			fw: {
				kind: 'router',
				interfaces: { left: '10.0.1.1/24', right: '10.0.2.1/24' },
				iptables: [
					'*filter',
					...extra,
					'-A FORWARD -m conntrack --ctstate INVALID -j DROP',
					'-A FORWARD -m conntrack --ctstate NEW',
					'-A FORWARD -m conntrack --ctstate ESTABLISHED',
					'COMMIT'
				]
			},
			b: { interfaces: { eth0: '10.0.2.2/24' }, routes: [{ to: 'default', via: '10.0.2.1' }], iptables: quiet }
		},
		links: ['a:eth0 fw:left', 'fw:right b:eth0'],
		inputs: frames.map(([who, flags, seq, ack, size = 0], i): Inputs[number] => {
			const way = who === 'a' ? CLIENT : BACK;
			const [from, to] = who === 'a' ? [4000, 80] : [80, 4000];
			const segment = { seq, ack, flags, window: 1000, data: letters(size) };
			return [`${i * 20}ms ${who}`, { do: 'frame', interface: 'eth0', bytes: tcpFrame(way, from, to, segment) }];
		})
	});
}
/** A query of ICMP, or the answer to one. @param rest Id and sequence number. */
function query(way: Way, type: number, code: number, rest: number, size = 16): Inputs[number][1] {
	return { do: 'frame', interface: 'eth0', bytes: icmpFrame(way, type, code, rest, letters(size)) };
}
const inward = (node: number, last: number): Way => ({
	fromMac: macOf(node),
	toMac: macOf(4),
	from: `192.168.1.${last}`,
	to: '203.0.113.1'
});
const pinger = (net: string) => ({
	interfaces: { eth0: `${net}.2/24` },
	routes: [{ to: 'default', via: `${net}.1` }]
});
/** Tells what it thinks of each packet. */
const states = {
	kind: 'router' as const,
	interfaces: { left: '10.0.1.1/24', right: '10.0.2.1/24' },
	iptables: [
		'*filter',
		'-A FORWARD -m conntrack --ctstate INVALID',
		'-A FORWARD -m conntrack --ctstate NEW',
		'-A FORWARD -m conntrack --ctstate ESTABLISHED',
		'COMMIT'
	]
};
/** Its own TCP does not answer. */
const quiet = ['*raw', '-A PREROUTING -p tcp -j DROP', 'COMMIT'];
const handshake: Parameters<typeof segments>[1] = [
	['a', SYN, 1000, 0],
	['b', SYN | ACK, 5000, 1001],
	['a', ACK, 1001, 5001]
];

export const netfilterNat = [
	gateway(
		'MASQUERADE keeps ports, and the second of two gets another',
		['-A POSTROUTING -o wan -j MASQUERADE'],
		bothAsk
	),
	gateway(
		'MASQUERADE to a range of ports',
		[
			'-A POSTROUTING -o wan -p udp -j MASQUERADE --to-ports 30000-30007',
			'-A POSTROUTING -o wan -p tcp -j MASQUERADE --to-ports 31000-31100'
		],
		bothAsk
	),
	gateway(
		'MASQUERADE with --random',
		[
			'-A POSTROUTING -o wan -p tcp -j MASQUERADE --random',
			'-A POSTROUTING -o wan -p udp -j MASQUERADE --random-fully',
			'-A POSTROUTING -o wan -j MASQUERADE'
		],
		bothAsk
	),
	gateway(
		'SNAT to a range of addresses: the same client and server, the same address',
		['-A POSTROUTING -o wan -j SNAT --to-source 203.0.113.2-203.0.113.5'],
		bothAsk
	),
	gateway(
		'SNAT --persistent: the same client, the same address',
		['-A POSTROUTING -o wan -j SNAT --to-source 203.0.113.2-203.0.113.5 --persistent'],
		bothAsk
	),
	gateway(
		'SNAT with a port, and none left for the second',
		[
			'-A POSTROUTING -o wan -p udp -j SNAT --to-source 203.0.113.3:4444',
			'-A POSTROUTING -o wan -p tcp -j SNAT --to-source 203.0.113.4'
		],
		bothAsk
	),
	gateway(
		'DNAT to a range of addresses',
		['-A PREROUTING -i wan -p udp --dport 7 -j DNAT --to-destination 192.168.1.11-192.168.1.12'],
		[
			['0s net', { do: 'udp', to: '203.0.113.2', port: 7 }],
			['150ms net', { do: 'udp', to: '203.0.113.3', port: 7 }],
			['300ms net', { do: 'udp', to: '203.0.113.4', port: 7 }],
			['450ms net', { do: 'udp', to: '203.0.113.5', port: 7 }]
		]
	),
	gateway(
		'DNAT with a shifted range of ports',
		['-A PREROUTING -i wan -p udp --dport 2007:2010 -j DNAT --to-destination 192.168.1.11:7-10/2007'],
		[
			['0s net', { do: 'udp', to: '203.0.113.2', port: 2007 }],
			['150ms net', { do: 'udp', to: '203.0.113.2', port: 2009 }]
		]
	),
	gateway(
		'REDIRECT to the gateway itself',
		[
			'-A PREROUTING -i br0 -p tcp --dport 80 -j REDIRECT --to-ports 8080',
			'-A PREROUTING -i lan -p tcp --dport 80 -j REDIRECT --to-ports 8080',
			'-A OUTPUT -p udp --dport 53 -j REDIRECT --to-ports 7'
		],
		[
			['0s pc1', { do: 'http', url: 'http://203.0.113.1/' }],
			['300ms gw', { do: 'udp', to: '203.0.113.1', port: 53 }]
		],
		{
			gw: {
				services: [
					{ kind: 'http', port: 8080 },
					{ kind: 'udp-echo', port: 7 }
				]
			}
		}
	),
	gateway(
		'NETMAP, both ways',
		[
			'-A PREROUTING -i wan -d 10.8.0.0/16 -j NETMAP --to 192.168.0.0/16',
			'-A POSTROUTING -o wan -s 192.168.0.0/16 -j NETMAP --to 10.8.0.0/16'
		],
		[
			['0s net', { do: 'ping', to: '10.8.1.11' }],
			['150ms pc2', { do: 'udp', to: '203.0.113.1', port: 7 }],
			['300ms net', { do: 'udp', to: '10.8.1.12', port: 9999 }]
		]
	),
	gateway(
		'hairpin: from inside to a forwarded port of the outer address',
		[
			'-A PREROUTING -d 203.0.113.2 -p tcp --dport 8080 -j DNAT --to-destination 192.168.1.12:80',
			'-A POSTROUTING -s 192.168.1.0/24 -d 192.168.1.0/24 -j MASQUERADE',
			'-A POSTROUTING -o wan -j MASQUERADE'
		],
		[
			['0s pc1', { do: 'http', url: 'http://203.0.113.2:8080/' }],
			['300ms pc2', { do: 'http', url: 'http://203.0.113.2:8080/' }],
			['600ms net', { do: 'http', url: 'http://203.0.113.2:8080/' }]
		]
	),
	gateway(
		'ICMP errors are translated outside and in, both ways',
		[
			'-A POSTROUTING -o wan -j MASQUERADE',
			'-A PREROUTING -i wan -p udp --dport 5353 -j DNAT --to-destination 192.168.1.11:9'
		],
		[
			['0s pc1', { do: 'udp', to: '203.0.113.1', port: 9999, fromPort: 5000 }],
			['150ms net', { do: 'udp', to: '203.0.113.2', port: 5353 }],
			['300ms pc1', { do: 'ping', to: '203.0.113.1', ttl: 1 }],
			['450ms net', { do: 'ping', to: '203.0.113.3' }]
		]
	),
	gateway(
		'SNAT of what comes in for the gateway, and OUTPUT DNAT',
		[
			'-A INPUT -p udp --dport 7 -j SNAT --to-source 192.168.1.77',
			'-A OUTPUT -d 198.51.100.1/32 -p tcp --dport 80 -j DNAT --to-destination 203.0.113.1'
		],
		[
			['0s pc1', { do: 'udp', to: '192.168.1.1', port: 7 }],
			['300ms gw', { do: 'http', url: 'http://198.51.100.1/' }]
		],
		{ gw: { services: [{ kind: 'udp-echo', port: 7 }], routes: [{ to: 'default', via: '203.0.113.1' }] } }
	),
	gateway(
		'rules are asked once for each connection',
		['-A POSTROUTING -o wan -p udp -j MASQUERADE', '-A POSTROUTING -o wan -p icmp', '-A PREROUTING -p udp'],
		[
			['0s pc1', { do: 'udp', to: '203.0.113.1', port: 7, count: 3, interval: '50ms', fromPort: 5000 }],
			['300ms pc1', { do: 'ping', to: '203.0.113.1', count: 3, interval: '50ms' }]
		]
	),
	gateway(
		'an interface that goes down takes its masqueraded connections along',
		['-A POSTROUTING -o wan -j MASQUERADE'],
		[
			['0s pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['150ms gw', { do: 'interface', interface: 'wan', up: false }],
			['300ms gw', { do: 'interface', interface: 'wan', up: true }],
			['1600ms pc2', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }]
		]
	),
	gateway(
		'an address that goes takes the connections along that were masqueraded with it, and no others',
		['-A POSTROUTING -o wan -s 192.168.1.11 -j MASQUERADE', '-A POSTROUTING -o wan -j SNAT --to-source 203.0.113.2'],
		[
			['0s pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['150ms pc2', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 6000 }],
			['300ms gw', { do: 'address', interface: 'wan', del: '203.0.113.3/24' }],
			['450ms pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['600ms gw', { do: 'address', interface: 'wan', del: '203.0.113.2/24' }],
			['750ms gw', { do: 'address', interface: 'wan', add: '203.0.113.9/24' }],
			['900ms pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['1050ms pc1', { do: 'ping', to: '203.0.113.1', count: 2 }]
		],
		{ until: '4s' }
	),
	gateway(
		'an interface that goes down while a ping goes on: the next one is a new connection',
		['-A POSTROUTING -o wan -j MASQUERADE'],
		[
			['0s pc1', { do: 'ping', to: '203.0.113.1', count: 4, interval: '500ms' }],
			['100ms gw', { do: 'interface', interface: 'wan', up: false }],
			['200ms gw', { do: 'interface', interface: 'wan', up: true }],
			['300ms pc2', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }]
		],
		{ until: '4s' }
	),
	gateway(
		'rules that come later leave connections alone',
		[],
		[
			['0s pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			[
				'150ms gw',
				{
					do: 'config',
					set: {
						iptables: [
							'*nat',
							'-A POSTROUTING -o wan -j SNAT --to-source 203.0.113.5',
							'COMMIT',
							'*filter',
							'-A FORWARD -m conntrack --ctstate NEW',
							'COMMIT'
						]
					}
				}
			],
			['300ms pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['450ms pc2', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }]
		],
		{ gw: { iptables: ['*filter', '-A FORWARD -m conntrack --ctstate NEW', 'COMMIT'] } }
	),
	kernelLab({
		title: 'conntrack: two networks with the same addresses, told apart by zones',
		nodes: {
			a: { interfaces: { eth0: '10.0.0.2/24' }, routes: [{ to: 'default', via: '10.0.0.1' }] },
			b: { interfaces: { eth0: '10.0.0.2/24' }, routes: [{ to: 'default', via: '10.0.0.1' }] },
			gw: {
				kind: 'router',
				interfaces: { one: '10.0.0.1/32', two: '', wan: '203.0.113.2/24' },
				sysctls: { 'net.ipv4.conf.one.proxy_arp': 0 },
				routes: [{ to: '10.0.0.2', dev: 'one' }],
				iptables: [
					'*raw',
					'-A PREROUTING -i one -j CT --zone-orig 1',
					'-A PREROUTING -i two -j CT --zone-orig 2',
					'COMMIT',
					'*nat',
					'-A POSTROUTING -o wan -j MASQUERADE',
					'COMMIT'
				]
			},
			net: { kind: 'internet', interfaces: { eth0: '203.0.113.1/24' }, services: echoes }
		},
		links: ['a:eth0 gw:one', 'b:eth0 gw:two', 'gw:wan net:eth0'],
		inputs: [
			['0s a', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['300ms a', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }]
		]
	}),
	segments('from SYN to TIME_WAIT, and a new SYN on the same ports', [
		...handshake,
		['a', PSH | ACK, 1001, 5001, 10],
		['b', ACK, 5001, 1011],
		['b', FIN | ACK, 5001, 1011],
		['a', ACK, 1011, 5002],
		['a', FIN | ACK, 1011, 5002],
		['b', ACK, 5002, 1012],
		['a', SYN, 90000, 0],
		['b', SYN | ACK, 70000, 90001]
	]),
	segments('out of window: above, below, and ACKs of what was never sent', [
		...handshake,
		['a', PSH | ACK, 1001, 5001, 10],
		['b', ACK, 5001, 1011],
		['a', PSH | ACK, 900000, 5001, 10],
		['a', ACK, 1011, 800000],
		['b', PSH | ACK, 4_000_000_000, 1011, 5],
		['b', PSH | ACK, 5001, 1011, 20],
		['a', PSH | ACK, 2111, 5021, 10],
		['a', ACK, 1011, 5021]
	]),
	segments('resets: by their numbers, and without', [
		...handshake,
		['b', RST, 999999, 0],
		['b', RST | ACK, 6000, 1001],
		['a', PSH | ACK, 1001, 5001, 10],
		['b', RST, 5001, 0],
		['a', PSH | ACK, 1011, 5001, 10]
	]),
	segments('flags that make no sense', [
		['a', SYN | FIN, 1000, 0],
		['a', 0, 1000, 0],
		['a', SYN | RST, 1000, 0],
		['a', FIN, 1000, 0],
		...handshake,
		['a', FIN, 1001, 0],
		['a', FIN | 32 | PSH, 1001, 0]
	]),
	segments('a connection that began before', [
		['a', ACK, 1001, 5001],
		['b', PSH | ACK, 5001, 1001, 10],
		['a', PSH | ACK, 1001, 5011, 10],
		['b', ACK, 900000, 1011]
	]),
	segments('an answer without a question, and a SYN into a connection', [
		['b', SYN | ACK, 5000, 1001],
		...handshake,
		['a', SYN, 777000, 0],
		['b', ACK, 5001, 1001],
		['a', RST, 1001, 0]
	]),
	segments('both sides open at once', [
		['a', SYN, 1000, 0],
		['b', SYN, 5000, 0],
		['a', SYN | ACK, 1000, 5001],
		['b', SYN | ACK, 5000, 1001],
		['a', PSH | ACK, 1001, 5001, 5]
	]),
	segments('a refused connection leaves nothing', [
		['a', SYN, 1000, 0],
		['b', RST | ACK, 0, 1001],
		['a', SYN, 2000, 0]
	]),
	kernelLab({
		title: 'conntrack: a wrong checksum is INVALID, an answer alone too',
		nodes: {
			a: { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }] },
			fw: {
				kind: 'router',
				interfaces: { left: '10.0.1.1/24', right: '10.0.2.1/24' },
				iptables: [
					'*filter',
					'-A FORWARD -m conntrack --ctstate INVALID',
					'-A FORWARD -m conntrack --ctstate NEW',
					'COMMIT'
				]
			},
			b: { interfaces: { eth0: '10.0.2.2/24' }, routes: [{ to: 'default', via: '10.0.2.1' }] }
		},
		links: ['a:eth0 fw:left', 'fw:right b:eth0'],
		inputs: [
			['0s a', { do: 'frame', interface: 'eth0', bytes: udpFrame(CLIENT, 4000, 9, letters(20)) }],
			['50ms a', { do: 'frame', interface: 'eth0', bytes: udpFrame(CLIENT, 4000, 9, letters(20)).replace(/74$/, '75') }]
		]
	}),
	kernelLab({
		title: 'conntrack: two hosts ping each other with one identifier, and once more with a code',
		nodes: { a: pinger('10.0.1'), fw: states, b: pinger('10.0.2') },
		links: ['a:eth0 fw:left', 'fw:right b:eth0'],
		inputs: [
			...([0, 8, 0] as const).flatMap((code, i): Inputs => [
				[`${i * 100}ms a`, query(CLIENT, 8, code, 0x1234_0001 + i)],
				[`${i * 100 + 50}ms b`, query(BACK, 8, code, 0x1234_0001 + i)]
			])
		]
	}),
	kernelLab({
		title: 'conntrack: timestamps, address masks and information are asked for; types that are no query are INVALID',
		nodes: { a: pinger('10.0.1'), fw: states, b: pinger('10.0.2') },
		links: ['a:eth0 fw:left', 'fw:right b:eth0'],
		inputs: [
			['20ms a', query(CLIENT, 13, 0, 0x2222_0001, 12)],
			['50ms b', query(BACK, 14, 0, 0x3333_0001, 12)],
			['100ms a', query(CLIENT, 17, 0, 0x2222_0001, 4)],
			['150ms b', query(BACK, 18, 0, 0x2222_0001, 4)],
			['200ms a', query(CLIENT, 15, 0, 0x2222_0001, 0)],
			['250ms b', query(BACK, 16, 0, 0x2222_0001, 0)],
			['300ms b', query(BACK, 16, 1, 0x2222_0001, 0)],
			...([0, 1, 2, 6, 7, 9, 10, 16, 18, 19, 30, 42, 255] as const).map((type, i): Inputs[number] => [
				`${350 + i * 20}ms a`,
				query(CLIENT, type, 0, 0x4444_0000)
			])
		]
	}),
	gateway(
		'queries of ICMP behind MASQUERADE: several kinds of question with one id',
		['-A POSTROUTING -o wan -j MASQUERADE'],
		[
			['20ms pc1', query(inward(1, 11), 13, 0, 0x2222_0001, 12)],
			['50ms pc1', query(inward(1, 11), 8, 0, 0x2222_0001)],
			['75ms pc2', query(inward(2, 12), 8, 0, 0x2222_0001)],
			['100ms pc1', query(inward(1, 11), 17, 0, 0x2222_0001, 4)],
			[
				'150ms net',
				query({ fromMac: macOf(5), toMac: macOf(3), from: '203.0.113.1', to: '203.0.113.2' }, 18, 0, 0x2222_0001, 4)
			],
			[
				'200ms net',
				query({ fromMac: macOf(5), toMac: macOf(3), from: '203.0.113.1', to: '203.0.113.2' }, 16, 0, 0x2222_0001, 4)
			]
		]
	)
];
