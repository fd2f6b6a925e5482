/** TCP against a peer that is hand-made: every segment of it is written here, so that Linux's state machine is asked what no honest peer asks. */
import type { TcpOptions } from '../../../src/lib/wire/tcp-options.ts';
import { ipFrame, macOf, tcpFrame, type Way } from '../frames.ts';
import { kernelLab } from '../notation.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;
const URG = 32;

/** `p` has no address: nothing there answers by itself. */
const p = { interfaces: { eth0: '' } };
const h = (more = {}) => ({
	interfaces: { eth0: '10.0.0.2/24' },
	neighbours: [{ address: '10.0.0.9', mac: macOf(1), dev: 'eth0' }],
	...more
});
const links = ['p:eth0 h:eth0'];
const way: Way = { fromMac: macOf(1), toMac: macOf(2), from: '10.0.0.9', to: '10.0.0.2' };
const echo = { services: [{ kind: 'tcp-echo' as const, port: 7 }] };

type Segment = {
	flags: number;
	seq?: number;
	ack?: number;
	window?: number;
	data?: string;
	options?: Partial<TcpOptions>;
	urgent?: number;
};

/** Sequence numbers count from the SYN's, which is 0; acknowledgment numbers from the peer's. */
const from =
	(port: number, to = 7, first = 1000) =>
	(when: string, { flags, seq = 0, ack = 0, window, data = '', options, urgent }: Segment) => {
		const segment = { flags, seq: first + seq, ack, window, options, urgent, data: new TextEncoder().encode(data) };
		return [
			`${when} p`,
			{ do: 'frame', interface: 'eth0', bytes: tcpFrame(way, port, to, segment), relativeAck: (flags & ACK) !== 0 }
		] as [string, { do: 'frame'; interface: string; bytes: string; relativeAck: boolean }];
	};

/** A frame that nobody understands: from it on the sequence numbers of SYNs that come are known. */
const listen: [string, { do: 'frame'; interface: string; bytes: string }] = [
	'0s p',
	{ do: 'frame', interface: 'eth0', bytes: ipFrame(way, new Uint8Array(0), { ttl: 1 }) }
];

/** SYN and the ACK that ends the handshake. */
const opened = (port: number, when: number, options: Partial<TcpOptions> = { mss: 1460 }, window?: number) => {
	const s = from(port);
	return [s(`${when}ms`, { flags: SYN, options, window }), s(`${when + 20}ms`, { flags: ACK, seq: 1, ack: 1, window })];
};

export const segments = [
	kernelLab({
		title: 'by hand: handshake, data, and both ways of closing',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('100ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'hello' }),
			from(4000)('200ms', { flags: ACK, seq: 6, ack: 6 }),
			from(4000)('300ms', { flags: ACK | FIN, seq: 6, ack: 6 }),
			from(4000)('400ms', { flags: ACK, seq: 7, ack: 7 })
		]
	}),
	kernelLab({
		title: 'by hand: segments without a connection are reset',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			from(4000, 9)('0s', { flags: SYN }),
			from(4001, 9)('20ms', { flags: ACK, seq: 5, ack: 77 }),
			from(4002, 9)('40ms', { flags: FIN, seq: 5 }),
			from(4003, 9)('60ms', { flags: 0, seq: 5, data: 'abc' }),
			from(4004, 9)('80ms', { flags: RST, seq: 5 }),
			from(4005, 9)('100ms', { flags: RST | ACK, seq: 5, ack: 3 }),
			from(4006, 9)('120ms', { flags: SYN | ACK, seq: 5, ack: 3 }),
			from(4007, 9)('140ms', { flags: SYN | FIN, seq: 5 }),
			from(4008, 9)('160ms', { flags: SYN | FIN | PSH | URG | ACK | RST, seq: 5 })
		]
	}),
	kernelLab({
		title: 'by hand: what a listener makes of odd segments',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			from(4000)('0s', { flags: ACK, seq: 5, ack: 77 }),
			from(4001)('20ms', { flags: FIN, seq: 5 }),
			from(4002)('40ms', { flags: 0, seq: 5, data: 'abc' }),
			from(4003)('60ms', { flags: RST, seq: 5 }),
			from(4004)('80ms', { flags: SYN | ACK, seq: 5, ack: 3 }),
			from(4005)('100ms', { flags: SYN | FIN, seq: 5 }),
			from(4006)('120ms', { flags: SYN | RST, seq: 5 }),
			from(4007)('140ms', { flags: SYN | PSH | URG, seq: 5, data: 'early data' }),
			from(4007)('160ms', { flags: ACK | PSH, seq: 6, ack: 1, data: 'early data' })
		],
		until: '900ms'
	}),
	kernelLab({
		title: 'by hand: options of a SYN and those of the answer',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			from(4000)('0s', { flags: SYN, options: {} }),
			from(4001)('20ms', { flags: SYN, options: { mss: 536 } }),
			from(4002)('40ms', { flags: SYN, options: { mss: 10 } }),
			from(4003)('60ms', { flags: SYN, options: { mss: 9000, sackPermitted: true } }),
			from(4004)('80ms', { flags: SYN, options: { mss: 1460, windowScale: 14 } }),
			from(4005)('100ms', { flags: SYN, options: { mss: 1460, windowScale: 0 } }),
			from(4006)('120ms', { flags: SYN, options: { mss: 1460, timestamps: true, timestamp: 77, timestampEcho: 5 } }),
			from(4007)('140ms', {
				flags: SYN,
				options: { mss: 1460, timestamps: true, timestamp: 77, sackPermitted: true, windowScale: 7 }
			})
		],
		until: '900ms'
	}),
	kernelLab({
		title: 'by hand: the answer to a SYN is repeated, and the third segment comes late',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			from(4000)('0s', { flags: SYN, options: { mss: 1460 } }),
			from(4000)('2500ms', { flags: SYN, options: { mss: 1460 } }),
			from(4000)('2700ms', { flags: SYN, options: { mss: 1460 } }),
			from(4000)('4s', { flags: ACK, seq: 1, ack: 1 }),
			from(4000)('4100ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'late' })
		],
		until: '4300ms'
	}),
	kernelLab({
		title: 'by hand: half-open connections: wrong acknowledgments, resets, FIN with the third segment',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			from(4000)('0s', { flags: SYN, options: { mss: 1460 } }),
			from(4000)('50ms', { flags: ACK, seq: 1, ack: 500 }),
			from(4001)('100ms', { flags: SYN, options: { mss: 1460 } }),
			from(4001)('150ms', { flags: RST, seq: 1 }),
			from(4001)('180ms', { flags: ACK, seq: 1, ack: 1 }),
			from(4002)('200ms', { flags: SYN, options: { mss: 1460 } }),
			from(4002)('250ms', { flags: ACK | FIN, seq: 1, ack: 1 }),
			from(4003)('300ms', { flags: SYN, options: { mss: 1460 } }),
			from(4003)('350ms', { flags: ACK | PSH | FIN, seq: 1, ack: 1, data: 'all at once' }),
			from(4004)('400ms', { flags: SYN, options: { mss: 1460 } }),
			from(4004)('450ms', { flags: SYN, seq: 700, options: { mss: 1460 } }),
			from(4005)('500ms', { flags: SYN, options: { mss: 1460 } }),
			from(4005)('550ms', { flags: RST, seq: 70_000 }),
			from(4005)('570ms', { flags: ACK | PSH, seq: 80_000, ack: 1, data: 'far' }),
			from(4005)('590ms', { flags: ACK | PSH, seq: 3, ack: 1, data: 'hole' }),
			from(4006)('600ms', { flags: SYN, options: { mss: 1460 } }),
			from(4006)('650ms', { flags: SYN | ACK, seq: 0, ack: 1 })
		],
		until: '990ms'
	}),
	kernelLab({
		title: 'by hand: resets and SYNs in and out of the window of a connection',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('100ms', { flags: RST, seq: 50_000_000 }),
			from(4000)('150ms', { flags: RST, seq: 50 }),
			from(4000)('700ms', { flags: RST, seq: 51 }),
			from(4000)('1300ms', { flags: SYN, seq: 1 }),
			from(4000)('1900ms', { flags: SYN, seq: 90_000_000 }),
			from(4000)('2500ms', { flags: SYN | ACK, seq: 0, ack: 1 }),
			from(4000)('2600ms', { flags: RST, seq: 1 }),
			from(4000)('2700ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'gone' })
		]
	}),
	kernelLab({
		title: 'by hand: data behind, ahead, and acknowledgments of what was never sent',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('100ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'abcde' }),
			from(4000)('200ms', { flags: ACK, seq: 6, ack: 6 }),
			from(4000)('300ms', { flags: ACK | PSH, seq: 1, ack: 6, data: 'abcde' }),
			from(4000)('400ms', { flags: ACK | PSH, seq: 4, ack: 6, data: 'defgh' }),
			from(4000)('500ms', { flags: ACK | PSH, seq: 20, ack: 11, data: 'ahead' }),
			from(4000)('600ms', { flags: ACK, seq: 9, ack: 5000 }),
			from(4000)('1200ms', { flags: ACK, seq: 9, ack: 3 }),
			from(4000)('1300ms', { flags: PSH, seq: 9, data: 'no ack' }),
			from(4000)('1400ms', { flags: ACK | PSH, seq: 9, ack: 9, data: 'fill the hole' }),
			from(4000)('1500ms', { flags: ACK | PSH, seq: 70_000_000, ack: 9, data: 'far' }),
			from(4000)('1600ms', { flags: ACK | RST, seq: 25, ack: 9 })
		],
		until: '1700ms'
	}),
	kernelLab({
		title: 'by hand: SACK tells of holes and of duplicates',
		nodes: { p, h: h({ services: [{ kind: 'tcp-echo', port: 7 }] }) },
		links,
		inputs: [
			...opened(4000, 0, { mss: 1460, sackPermitted: true }),
			from(4000)('100ms', { flags: ACK | PSH, seq: 11, ack: 1, data: '0123456789' }),
			from(4000)('120ms', { flags: ACK | PSH, seq: 31, ack: 1, data: '0123456789' }),
			from(4000)('140ms', { flags: ACK | PSH, seq: 51, ack: 1, data: '0123456789' }),
			from(4000)('160ms', { flags: ACK | PSH, seq: 71, ack: 1, data: '0123456789' }),
			from(4000)('180ms', { flags: ACK | PSH, seq: 91, ack: 1, data: '0123456789' }),
			from(4000)('200ms', { flags: ACK | PSH, seq: 31, ack: 1, data: '0123456789' }),
			from(4000)('220ms', { flags: ACK | PSH, seq: 36, ack: 1, data: '0123456789' }),
			from(4000)('260ms', { flags: ACK | PSH, seq: 1, ack: 1, data: '0123456789' }),
			from(4000)('280ms', { flags: ACK | PSH, seq: 1, ack: 1, data: '0123456789' }),
			from(4000)('300ms', { flags: ACK | PSH, seq: 21, ack: 1, data: '0123456789' }),
			from(4000)('320ms', { flags: RST, seq: 61 })
		],
		until: '400ms'
	}),
	kernelLab({
		title: 'by hand: timestamps: old ones are refused, the newest in order is echoed',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			...(() => {
				const s = from(4000);
				const stamp = (timestamp: number): Partial<TcpOptions> => ({ timestamps: true, timestamp, timestampEcho: 0 });
				return [
					s('0s', { flags: SYN, options: { mss: 1460, ...stamp(1000) } }),
					s('20ms', { flags: ACK, seq: 1, ack: 1, options: stamp(1001) }),
					s('100ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'abcde', options: stamp(1100) }),
					s('200ms', { flags: ACK | PSH, seq: 6, ack: 6, data: 'old', options: stamp(500) }),
					s('300ms', { flags: ACK | PSH, seq: 6, ack: 6, data: 'none' }),
					s('400ms', { flags: ACK, seq: 10, ack: 10, options: stamp(1099) }),
					s('500ms', { flags: RST, seq: 10, options: stamp(5) })
				];
			})()
		],
		until: '600ms'
	}),
	kernelLab({
		title: 'by hand: both close at once, the FINs cross each other',
		nodes: {
			p,
			h: h({ services: [{ kind: 'tcp', port: 7, steps: [{ step: 'wait', for: '100ms' }] }] })
		},
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('160ms', { flags: ACK | FIN, seq: 1, ack: 1 }),
			from(4000)('200ms', { flags: ACK, seq: 2, ack: 2 }),
			from(4000)('300ms', { flags: ACK | FIN, seq: 1, ack: 2 }),
			from(4000)('400ms', { flags: ACK, seq: 2, ack: 2 })
		]
	}),
	kernelLab({
		title: 'by hand: what TIME-WAIT answers: the FIN again, old data, a SYN that is older, one that is newer',
		nodes: { p, h: h({ services: [{ kind: 'tcp', port: 7 }] }) },
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('100ms', { flags: ACK, seq: 1, ack: 2 }),
			from(4000)('150ms', { flags: ACK | FIN, seq: 1, ack: 2 }),
			from(4000)('300ms', { flags: ACK | FIN, seq: 1, ack: 2 }),
			from(4000)('900ms', { flags: ACK | PSH, seq: 1, ack: 2, data: 'late' }),
			from(4000)('1500ms', { flags: ACK, seq: 2, ack: 2 }),
			from(4000)('2100ms', { flags: SYN, seq: -500, options: { mss: 1460 } }),
			from(4000)('2700ms', { flags: RST, seq: 900 }),
			from(4000)('2800ms', { flags: SYN, seq: 5000, options: { mss: 1460 } }),
			from(4000)('2900ms', { flags: RST, seq: 5001 })
		]
	}),
	kernelLab({
		title: 'by hand: FIN-WAIT-2 without a program: data is reset, the FIN is not',
		nodes: { p, h: h({ services: [{ kind: 'tcp', port: 7 }] }) },
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('100ms', { flags: ACK, seq: 1, ack: 2 }),
			from(4000)('200ms', { flags: ACK, seq: 1, ack: 2 }),
			from(4000)('300ms', { flags: ACK | PSH, seq: 1, ack: 2, data: 'too late' }),
			...opened(4001, 400),
			from(4001)('500ms', { flags: ACK, seq: 1, ack: 2 }),
			from(4001)('600ms', { flags: ACK | FIN, seq: 1, ack: 2 }),
			...opened(4002, 700),
			from(4002)('800ms', { flags: ACK, seq: 1, ack: 2 }),
			from(4002)('900ms', { flags: RST, seq: 1 }),
			from(4002)('950ms', { flags: ACK | FIN, seq: 1, ack: 2 })
		],
		until: '1100ms'
	}),
	kernelLab({
		title: 'by hand: FIN with data, before missing data, and after the end',
		nodes: { p, h: h(echo) },
		links,
		inputs: [
			...opened(4000, 0),
			from(4000)('100ms', { flags: ACK | FIN | PSH, seq: 6, ack: 1, data: 'world' }),
			from(4000)('150ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'hello' }),
			from(4000)('300ms', { flags: ACK, seq: 12, ack: 12 }),
			...opened(4001, 400),
			from(4001)('500ms', { flags: ACK | FIN, seq: 1, ack: 1 }),
			from(4001)('550ms', { flags: ACK | PSH, seq: 2, ack: 1, data: 'after' }),
			from(4001)('600ms', { flags: ACK | FIN, seq: 1, ack: 2 }),
			from(4001)('650ms', { flags: ACK, seq: 2, ack: 2 })
		],
		until: '800ms'
	}),
	kernelLab({
		title: 'by hand: a window of nothing, of little, and one that is taken back',
		nodes: {
			p,
			h: h({ services: [{ kind: 'tcp', port: 7, steps: [{ step: 'send', bytes: 3000 }, { step: 'read' }] }] })
		},
		links,
		inputs: [
			...opened(4000, 0, { mss: 1000 }, 0),
			from(4000)('1500ms', { flags: ACK, seq: 1, ack: 1, window: 500 }),
			from(4000)('1600ms', { flags: ACK, seq: 1, ack: 501, window: 2000 }),
			from(4000)('1700ms', { flags: ACK, seq: 1, ack: 1501, window: 0 }),
			from(4000)('2400ms', { flags: ACK, seq: 1, ack: 1501, window: 5000 }),
			from(4000)('2500ms', { flags: ACK, seq: 1, ack: 3001, window: 5000 }),
			from(4000)('2600ms', { flags: RST, seq: 1 })
		],
		until: '2800ms'
	}),
	kernelLab({
		title: 'by hand: segments weigh more than the receive buffer, and nobody reads them for a while',
		nodes: {
			p,
			h: h({ services: [{ kind: 'tcp', port: 7, steps: [{ step: 'wait', for: '4500ms' }, { step: 'read' }] }] })
		},
		links,
		inputs: [
			...opened(4000, 0, { mss: 1460, sackPermitted: true }),
			...Array.from({ length: 66 }, (_, i) =>
				from(4000)(`${60 + 60 * i}ms`, { flags: ACK | PSH, seq: 1 + i * 850, ack: 1, data: 'x'.repeat(850) })
			),
			from(4000)('5s', { flags: RST, seq: 1 + 66 * 850 })
		],
		until: '5200ms'
	}),
	kernelLab({
		title: 'by hand: data that lies partly beyond the window, and a window of nothing that is asked about',
		nodes: {
			p,
			h: h({ services: [{ kind: 'tcp', port: 7, steps: [{ step: 'wait', for: '4500ms' }, { step: 'read' }] }] })
		},
		links,
		inputs: [
			...opened(4000, 0, { mss: 1460, sackPermitted: true }),
			...Array.from({ length: 55 }, (_, i) =>
				from(4000)(`${60 + 60 * i}ms`, { flags: ACK | PSH, seq: 1 + i * 1460, ack: 1, data: 'x'.repeat(1460) })
			),
			from(4000)('3500ms', { flags: ACK | PSH, seq: 1 + 55 * 1460, ack: 1, data: 'y'.repeat(700) }),
			from(4000)('3600ms', { flags: ACK | PSH, seq: 701 + 55 * 1460, ack: 1, data: 'z'.repeat(1460) }),
			from(4000)('3700ms', { flags: ACK | PSH, seq: 701 + 55 * 1460, ack: 1, data: 'z'.repeat(760) }),
			from(4000)('3800ms', { flags: ACK | PSH, seq: 1 + 56 * 1460, ack: 1, data: 'z' }),
			from(4000)('3900ms', { flags: ACK, seq: 56 * 1460, ack: 1 }),
			from(4000)('4100ms', { flags: ACK | FIN, seq: 1 + 56 * 1460, ack: 1 }),
			from(4000)('4800ms', { flags: ACK, seq: 2 + 56 * 1460, ack: 2 })
		],
		until: '5s'
	}),
	...[
		['both sides of a hole', '100-200 300-400 150-350 50-120 1-60'],
		['a longer one from the same place, and one that covers several', '100-200 100-300 500-600 700-800 400-900 1-150'],
		['inside of one, and of two', '100-400 150-250 300-500 350-450 320-600 1-700'],
		['what fills the hole is known in part, and more than once', '100-300 200-500 450-600 1-250'],
		['one after the other in one buffer', '100-200 200-300 300-400 150-350 250-450 400-500 50-600 1-80'],
		['far apart, in no order', '900-1000 100-200 500-600 300-400 700-800 150-950 1-1000']
	].map(([what, ranges], i) =>
		kernelLab({
			title: `by hand: data ahead of a hole overlaps: ${what}`,
			nodes: { p, h: h({ services: [{ kind: 'tcp', port: 7, steps: [{ step: 'read' }] }] }) },
			links,
			inputs: [
				...opened(4000 + i, 0, { mss: 1460, sackPermitted: true }),
				...ranges.split(' ').map((range, n) => {
					const [start, end] = range.split('-').map(Number);
					const data = 'x'.repeat(end - start);
					return from(4000 + i)(`${100 + 60 * n}ms`, { flags: ACK | PSH, seq: start, ack: 1, data });
				}),
				from(4000 + i)('800ms', { flags: RST, seq: 2000 })
			],
			until: '850ms'
		})
	),
	...[
		{ cookies: 0, most: 1024 },
		{ cookies: 1, most: 1024 },
		{ cookies: 2, most: 1024 },
		{ cookies: 0, most: 4 },
		{ cookies: 1, most: 4 }
	].map(({ cookies, most }) =>
		kernelLab({
			title: `by hand: too many handshakes, tcp_syncookies ${cookies}, tcp_max_syn_backlog ${most}`,
			nodes: {
				p,
				h: h({
					services: [{ kind: 'tcp', port: 7, backlog: most === 4 ? 16 : 1, steps: [{ step: 'read' }] }],
					sysctls: { 'net.ipv4.tcp_syncookies': cookies, 'net.ipv4.tcp_max_syn_backlog': most }
				})
			},
			links,
			inputs: [
				...Array.from({ length: 5 }, (_, i) =>
					from(4000 + i)(`${30 * i}ms`, {
						flags: SYN,
						options: [
							{ mss: 1460 },
							{ mss: 1460, sackPermitted: true, windowScale: 7 },
							{ mss: 1400, sackPermitted: true, windowScale: 7 },
							{ mss: 9000, sackPermitted: true, windowScale: 7, timestamps: true, timestamp: 77 },
							{}
						][i]
					})
				),
				from(4009)('200ms', { flags: ACK, seq: 1, ack: 4711 }),
				from(4002)('230ms', { flags: ACK, seq: 1, ack: 1 }),
				from(4002)('290ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'hello' }),
				from(4004)('350ms', { flags: ACK | PSH, seq: 1, ack: 1, data: 'at once' }),
				from(4003)('410ms', { flags: ACK, seq: 1, ack: 2, options: { timestamps: true, timestamp: 78 } }),
				from(4003)('470ms', { flags: ACK, seq: 1, ack: 1, options: { timestamps: true, timestamp: 78 } }),
				from(4003)('530ms', {
					flags: ACK | PSH,
					seq: 1,
					ack: 1,
					data: 'x',
					options: { timestamps: true, timestamp: 79 }
				}),
				...[4002, 4003, 4004].map((port, i) =>
					from(port)(`${700 + 30 * i}ms`, { flags: RST, seq: i === 0 ? 6 : i === 1 ? 2 : 8 })
				)
			],
			until: '850ms'
		})
	),
	kernelLab({
		title: 'by hand: Linux calls, and both call at once',
		nodes: { p, h: h() },
		links,
		inputs: [
			listen,
			[
				'30ms h',
				{ do: 'tcp', to: '10.0.0.9', port: 7, fromPort: 5000, steps: [{ step: 'send', bytes: 10 }, { step: 'read' }] }
			],
			from(7, 5000)('200ms', { flags: SYN, seq: 0, options: { mss: 1000 } }),
			from(7, 5000)('300ms', { flags: SYN | ACK, seq: 0, ack: 1, options: { mss: 1000 } }),
			from(7, 5000)('400ms', { flags: ACK, seq: 1, ack: 11 }),
			from(7, 5000)('500ms', { flags: RST, seq: 1 })
		],
		until: '700ms'
	}),
	kernelLab({
		title: 'by hand: what a calling host makes of odd answers',
		nodes: { p, h: h() },
		links,
		inputs: [
			listen,
			['30ms h', { do: 'tcp', to: '10.0.0.9', port: 7, fromPort: 5000 }],
			from(7, 5000)('50ms', { flags: ACK, seq: 0, ack: 5000 }),
			from(7, 5000)('150ms', { flags: ACK, seq: 0, ack: 1 }),
			from(7, 5000)('200ms', { flags: RST, seq: 0 }),
			from(7, 5000)('250ms', { flags: FIN, seq: 0 }),
			from(7, 5000)('300ms', { flags: RST | ACK, seq: 0, ack: 1 }),
			['400ms h', { do: 'tcp', to: '10.0.0.9', port: 8, fromPort: 5001 }],
			from(8, 5001)('450ms', { flags: SYN | ACK | FIN, seq: 0, ack: 1, options: { mss: 1000 } }),
			from(8, 5001)('550ms', { flags: ACK | FIN, seq: 1, ack: 2 })
		],
		until: '900ms'
	})
];
