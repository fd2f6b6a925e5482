/** IPv4 and ICMP: options, fragments, path MTUs, errors. Much of it by hand-made frames. */
import { icmpFrame, icmpMessage, ipFrame, letters, macOf, udpFrame, udpSegment, type Way } from '../frames.ts';
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const wire = ['h1:eth0 h2:eth0'];
/** From h1 to h2, by hand. */
const there: Way = { fromMac: macOf(1), toMac: macOf(2), from: '10.0.0.1', to: '10.0.0.2' };
const byHand = (when: string, bytes: string): [string, { do: 'frame'; interface: string; bytes: string }] => [
	`${when} h1`,
	{ do: 'frame', interface: 'eth0', bytes }
];

/** h1 - r - h2 */
const routed = (
	settings: { mtu?: number; sysctls?: Record<string, number>; services?: { kind: 'udp-echo'; port: number }[] } = {}
) => ({
	nodes: {
		h1: { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }] },
		r: {
			kind: 'router' as const,
			interfaces: { eth0: '10.0.1.1/24', eth1: { addresses: ['10.0.2.1/24'], mtu: settings.mtu ?? 1500 } },
			sysctls: settings.sysctls ?? {}
		},
		h2: {
			interfaces: { eth0: { addresses: ['10.0.2.2/24'], mtu: settings.mtu ?? 1500 } },
			routes: [{ to: 'default', via: '10.0.2.1' }],
			services: settings.services ?? []
		}
	},
	links: ['h1:eth0 r:eth0', 'r:eth1 h2:eth0']
});
const through: Way = { fromMac: macOf(1), toMac: macOf(2, 1), from: '10.0.1.2', to: '10.0.2.2' };

const ECHO = 8;
const echo = (way: Way, when: string, options: string, more = {}) =>
	byHand(when, icmpFrame(way, ECHO, 0, 0x0077_0001, letters(16), { options, ...more }));

/** Room for three addresses, 00 at the end for the padding. */
const RECORD_ROUTE = '07 0f 04 00000000 00000000 00000000 00'.replace(/ /g, '');
const record = (pointer: string, addresses: string) => `070f${pointer}${addresses}00`;

export const internet = [
	kernelLab({
		title: 'record route: each hop adds its address, the answer goes on with the list',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			echo(through, '300ms', RECORD_ROUTE),
			echo(through, '400ms', record('08', '0a000101 00000000 00000000'.replace(/ /g, ''))),
			echo(through, '500ms', record('10', '0a000101 0a000102 0a000103'.replace(/ /g, '')))
		]
	}),
	kernelLab({
		title: 'the timestamp option: times, times with addresses, asked addresses only, and the overflow count',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			echo(through, '300ms', '44100500000000000000000000000000'),
			echo(through, '400ms', `4414050100000000${'00'.repeat(12)}`),
			echo(through, '500ms', '44140503 0a000101 00000000 0a000202 00000000'.replace(/ /g, '')),
			echo(through, '600ms', '44080900 00000001'.replace(/ /g, '')),
			echo(through, '700ms', '44080950 00000001'.replace(/ /g, '')),
			echo(through, '800ms', '440809f0 00000001'.replace(/ /g, ''))
		]
	}),
	kernelLab({
		title: 'source routes are not followed unless they are at their end',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			echo({ ...through, to: '10.0.1.1' }, '300ms', '8307040a00020200'),
			echo({ ...through, to: '10.0.1.1' }, '400ms', '8907040a00020200'),
			echo(through, '500ms', '8307040a00020200'),
			echo(through, '600ms', '8307080a00010100'),
			echo({ ...through, to: '10.0.1.1' }, '700ms', '8307080a00010100')
		]
	}),
	kernelLab({
		title: 'malformed options: parameter problem with the place, for the router and for the host',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			...[
				'070f0300000000000000000000000000',
				'07020000',
				'0703040a',
				'07',
				'0700',
				'07ff04',
				'44030500',
				'44050000',
				'8303',
				'9401',
				'94030000',
				'01010744',
				'88040000',
				'0707050000000000',
				'4408060000000000'
			].flatMap((options, i) => [
				echo(through, `${i * 40 + 1300}ms`, options.padEnd(Math.ceil(options.length / 8) * 8, '0'))
			])
		]
	}),
	kernelLab({
		title: 'router alert, security and unknown options are passed on',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			echo(through, '300ms', '94040000'),
			echo(through, '400ms', '820b000000000000000000 00'.replace(/ /g, '')),
			echo(through, '500ms', '99040102'),
			echo(through, '600ms', '01010101'),
			echo(through, '700ms', '00ffffff'),
			echo(through, '800ms', '940401ff')
		]
	}),
	kernelLab({
		title: 'options in errors: port unreachable and TTL exceeded carry the list that came',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			byHand('300ms', udpFrame(through, 4000, 9, letters(8), { options: RECORD_ROUTE })),
			byHand('400ms', udpFrame(through, 4000, 9, letters(8), { options: RECORD_ROUTE, ttl: 1 })),
			byHand('500ms', udpFrame(through, 4000, 9, letters(8), { options: '44100500000000000000000000000000' })),
			byHand('600ms', udpFrame(through, 4000, 9, letters(8), { options: '94040000' })),
			byHand('700ms', udpFrame(through, 4000, 9, letters(900), { options: RECORD_ROUTE }))
		]
	}),
	kernelLab({
		title: 'fragments of a packet with options: the first has all, the others the copied ones',
		...routed({ mtu: 600 }),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			byHand('300ms', udpFrame(through, 4000, 9, letters(1000), { options: RECORD_ROUTE })),
			byHand('400ms', udpFrame(through, 4000, 9, letters(1000), { options: `94040000${RECORD_ROUTE}` })),
			byHand('500ms', udpFrame(through, 4000, 9, letters(1000), { options: '44100500000000000000000000000000' })),
			byHand('600ms', udpFrame(through, 4000, 9, letters(1000), { options: '010194040000' + '0000' }))
		]
	}),
	kernelLab({
		title: 'fragments that are passed on are cut again where they must, and DF on one is an error',
		...routed({ mtu: 600 }),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			byHand(
				'300ms',
				ipFrame(through, udpSegment(through, 4000, 9, letters(2000)).subarray(0, 1208), {
					protocol: 17,
					moreFragments: true,
					id: 7
				})
			),
			byHand(
				'310ms',
				ipFrame(through, udpSegment(through, 4000, 9, letters(2000)).subarray(1208), {
					protocol: 17,
					offset: 1208,
					id: 7
				})
			),
			byHand(
				'400ms',
				ipFrame(through, letters(1000), { protocol: 17, moreFragments: true, id: 8, dontFragment: true })
			),
			byHand('500ms', ipFrame(through, letters(1000), { protocol: 17, offset: 1000, id: 8, dontFragment: true })),
			byHand('600ms', ipFrame(through, letters(1000), { protocol: 17, offset: 800, id: 8 }))
		]
	}),
	kernelLab({
		title: 'fragments out of order, twice, and overlapping',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			...fragmentsOf('300ms', 1, [
				[24, 48],
				[0, 24]
			]),
			...fragmentsOf('400ms', 2, [
				[0, 24],
				[0, 24],
				[24, 48]
			]),
			...fragmentsOf('500ms', 3, [
				[0, 24],
				[16, 32],
				[24, 48]
			]),
			...fragmentsOf('600ms', 4, [
				[0, 16],
				[32, 48],
				[16, 32]
			]),
			...fragmentsOf('700ms', 5, [
				[0, 24],
				[8, 16],
				[24, 48]
			]),
			...fragmentsOf('800ms', 6, [
				[24, 48],
				[24, 48],
				[0, 24]
			]),
			...fragmentsOf('900ms', 7, [
				[24, 48],
				[24, 40],
				[0, 24]
			]),
			...fragmentsOf('1000ms', 8, [
				[0, 32],
				[24, 48]
			])
		]
	}),
	kernelLab({
		title: 'fragments that claim too much or disagree about the end',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			byHand('300ms', ipFrame(there, letters(24), { protocol: 1, id: 1, offset: 65528 })),
			byHand('310ms', ipFrame(there, letters(20), { protocol: 1, id: 2, moreFragments: true })),
			byHand('320ms', ipFrame(there, letters(7), { protocol: 1, id: 3, moreFragments: true })),
			...fragmentsOf('400ms', 4, [
				[24, 48],
				[48, 56],
				[0, 24]
			]),
			byHand('500ms', ipFrame(there, letters(8), { protocol: 1, id: 5, offset: 40 })),
			byHand('510ms', ipFrame(there, letters(8), { protocol: 1, id: 5, offset: 48 })),
			byHand(
				'520ms',
				ipFrame(there, icmpMessage(8, 0, 0x770001, letters(40)).subarray(0, 40), {
					protocol: 1,
					id: 5,
					moreFragments: true
				})
			)
		]
	}),
	kernelLab({
		title: 'reassembly is given up: time exceeded to the sender, when the first fragment is there',
		nodes: { h1, h2: { ...h2, sysctls: { 'net.ipv4.ipfrag_time': 1 } } },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			...fragmentsOf('300ms', 1, [[0, 24]]),
			...fragmentsOf('310ms', 2, [[24, 48]]),
			byHand(
				'320ms',
				ipFrame(there, udpSegment(there, 4000, 9, letters(1000)).subarray(0, 800), {
					protocol: 17,
					id: 3,
					moreFragments: true
				})
			)
		],
		until: '2500ms'
	}),
	kernelLab({
		title: 'ICMP timestamp is answered, address mask and information requests are not',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			byHand('300ms', icmpFrame(there, 13, 0, 0x00770001, new Uint8Array(12))),
			byHand('310ms', icmpFrame(there, 13, 0, 0x00770002, letters(20))),
			byHand('320ms', icmpFrame(there, 13, 0, 0x00770003, new Uint8Array(4))),
			byHand('330ms', icmpFrame(there, 17, 0, 0x00770004, new Uint8Array(4))),
			byHand('340ms', icmpFrame(there, 15, 0, 0x00770005, new Uint8Array(0))),
			byHand('350ms', icmpFrame(there, 10, 0, 0, new Uint8Array(0))),
			byHand('360ms', icmpFrame(there, 42, 0, 0x00770006, new Uint8Array(8))),
			byHand('370ms', icmpFrame(there, 200, 0, 0, new Uint8Array(8))),
			byHand('380ms', icmpFrame(there, 13, 0, 0x00770007, new Uint8Array(12), { options: RECORD_ROUTE })),
			byHand('390ms', icmpFrame(there, 8, 3, 0x00770008, letters(8), { tos: 0x48, ttl: 3 }))
		]
	}),
	kernelLab({
		title: 'no ICMP error about an error, a later fragment, a broadcast, or a source that is nobody',
		nodes: { h1, h2 },
		links: wire,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			byHand('300ms', icmpFrame(there, 3, 3, 0, letters(28), { protocol: 1 })),
			byHand('320ms', ipFrame(there, letters(20), { protocol: 200 })),
			byHand(
				'330ms',
				ipFrame({ ...there, to: '10.0.0.255', toMac: 'ff:ff:ff:ff:ff:ff' }, letters(20), { protocol: 200 })
			),
			byHand('340ms', udpFrame({ ...there, to: '10.0.0.255', toMac: 'ff:ff:ff:ff:ff:ff' }, 5000, 9, letters(20))),
			byHand('350ms', udpFrame({ ...there, toMac: 'ff:ff:ff:ff:ff:ff' }, 5000, 9, letters(20))),
			byHand('360ms', udpFrame({ ...there, from: '0.0.0.0' }, 5000, 9, letters(20))),
			byHand('370ms', udpFrame({ ...there, from: '10.0.0.255' }, 5000, 9, letters(20))),
			byHand('380ms', udpFrame({ ...there, from: '224.0.0.1' }, 5000, 9, letters(20))),
			byHand('390ms', ipFrame(there, letters(40), { protocol: 200, offset: 64 })),
			byHand('400ms', udpFrame(there, 5000, 9, letters(20), { tos: 0xfe })),
			byHand('410ms', udpFrame({ ...there, to: '255.255.255.255', toMac: 'ff:ff:ff:ff:ff:ff' }, 5000, 9, letters(20)))
		]
	}),
	kernelLab({
		title: 'ping -R, -T, -p and -Q',
		...routed(),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2' }],
			['300ms h1', { do: 'ping', to: '10.0.2.2', recordRoute: true }],
			['500ms h1', { do: 'ping', to: '10.0.2.2', timestamps: 'tsonly' }],
			['700ms h1', { do: 'ping', to: '10.0.2.2', timestamps: 'tsandaddr' }],
			['900ms h1', { do: 'ping', to: '10.0.2.2', pattern: 'c0ffee', tos: 0x10 }]
		]
	}),
	kernelLab({
		title: 'ping -M do, want and dont into a narrow MTU',
		...routed({ mtu: 1000 }),
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.2.2', size: 1200, pmtu: 'dont' }],
			['300ms h1', { do: 'ping', to: '10.0.2.2', size: 1200, pmtu: 'want' }],
			['1500ms h1', { do: 'ping', to: '10.0.2.2', size: 1200, pmtu: 'want' }],
			['1800ms h1', { do: 'ping', to: '10.0.2.2', size: 1200, pmtu: 'do' }],
			['2100ms h1', { do: 'ping', to: '10.0.2.2', size: 900, pmtu: 'do' }]
		]
	})
];

/** An echo request of 48 bytes of ICMP in pieces. */
function fragmentsOf(when: string, id: number, pieces: [from: number, to: number][]): ReturnType<typeof byHand>[] {
	const message = icmpMessage(8, 0, 0x0077_0000 + id, letters(40));
	return pieces.map(([from, to], i) =>
		byHand(
			`${parseInt(when) + 5 * i}ms`,
			ipFrame(there, message.subarray(from, to), { protocol: 1, id, offset: from, moreFragments: to < message.length })
		)
	);
}
