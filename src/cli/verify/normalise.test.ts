import { describe, expect, it } from 'vitest';
import { setU16, setU32, u16, u32 } from '../../lib/wire/bytes.ts';
import { updateIpv4Checksum } from '../../lib/wire/ipv4.ts';
import { updateIcmpChecksum } from '../../lib/wire/icmp.ts';
import { updateTcpChecksum } from '../../lib/wire/tcp.ts';
import { fromHex } from '../../lib/wire/bytes.ts';
import type { Frame, InterfaceCapture } from './capture.ts';
import { compareCaptures } from './compare.ts';
import { describeDifferences } from './describe.ts';
import { BAD, FIRST_EPHEMERAL, GOOD, normalise } from './normalise.ts';

const IP = 14;
const L4 = 34;

/** ping -c 1 -s 24 from 10.0.0.1 to 10.0.0.2: 16 bytes of time, then the pattern. */
function echo({ id = 7, ipId = 0x1234, time = 0x11, pattern = 0x10 } = {}): Uint8Array {
	const b = fromHex(
		`020000000002 020000000001 0800 45000034 0000 4000 4001 0000 0a000001 0a000002 0800 0000 0000 0001 ${'00'.repeat(24)}`
	);
	setU16(b, IP + 4, ipId);
	setU16(b, L4 + 4, id);
	b.fill(time, L4 + 8, L4 + 24);
	b.fill(pattern, L4 + 24);
	updateIpv4Checksum(b, IP);
	updateIcmpChecksum(b, L4, b.length);
	return b;
}

/** A segment without options or data. */
function segment(from: number, to: number, flags: number, seq: number, ack: number): Uint8Array {
	const b = fromHex(
		'020000000002 020000000001 0800 45000028 0000 4000 4006 0000 0a000001 0a000002 0000 0000 00000000 00000000 5000 faf0 0000 0000'
	);
	if (from === 80) b.set([10, 0, 0, 2, 10, 0, 0, 1], IP + 12);
	setU16(b, L4, from);
	setU16(b, L4 + 2, to);
	setU32(b, L4 + 4, seq);
	setU32(b, L4 + 8, ack);
	b[L4 + 13] = flags;
	updateIpv4Checksum(b, IP);
	updateTcpChecksum(b, L4, 20, u32(b, IP + 12), u32(b, IP + 16));
	return b;
}

const SYN = 2;
const SYN_ACK = 18;
const ACK = 16;

const frame = (bytes: Uint8Array, direction: 'in' | 'out' = 'out'): Frame => ({
	time: 0,
	direction,
	bytes,
	unsummed: false
});
const capture = (...frames: Frame[]): InterfaceCapture => ({ node: 'h1', dev: 'eth0', frames });
const normal = (named: number[], ...frames: Uint8Array[]) =>
	normalise([capture(...frames.map((bytes) => frame(bytes)))], new Set(named))[0].frames.map(({ bytes }) => bytes);

describe('what may differ', () => {
	it('is the ping id, its time and the IP id', () => {
		const [a] = normal([], echo());
		const [b] = normal([], echo({ id: 999, ipId: 1, time: 0x77 }));
		expect(a).toEqual(b);
		expect(u16(a, IP + 10)).toBe(GOOD);
		expect(u16(a, L4 + 2)).toBe(GOOD);
	});

	it('is not the pattern of a ping', () => {
		expect(normal([], echo())).not.toEqual(normal([], echo({ pattern: 0x20 })));
	});

	it('is not whether two pings have the same id', () => {
		expect(normal([], echo({ id: 1 }), echo({ id: 1 }))).not.toEqual(normal([], echo({ id: 1 }), echo({ id: 2 })));
	});

	it('is not a wrong checksum', () => {
		const wrong = echo();
		wrong[IP + 10] ^= 1;
		wrong[L4 + 2] ^= 1;
		const [bytes] = normal([], wrong);
		expect(u16(bytes, IP + 10)).toBe(BAD);
		expect(u16(bytes, L4 + 2)).toBe(BAD);
	});

	it('is an ephemeral port, and the first sequence numbers', () => {
		const talk = (port: number, client: number, server: number) => [
			segment(port, 80, SYN, client, 0),
			segment(80, port, SYN_ACK, server, client + 1),
			segment(port, 80, ACK, client + 1, server + 1)
		];
		const a = normal([80], ...talk(40_000, 1_000, 2_000));
		expect(a).toEqual(normal([80], ...talk(51_234, 4_294_967_295, 7)));
		expect(u16(a[0], L4)).toBe(FIRST_EPHEMERAL);
		expect(u16(a[0], L4 + 2)).toBe(80);
		expect(u32(a[2], L4 + 4)).toBe(1);
		expect(u32(a[2], L4 + 8)).toBe(1);
	});

	it('is not a named port, nor a sequence number later on', () => {
		expect(normal([80, 40_000], segment(40_000, 80, SYN, 1, 0))).not.toEqual(
			normal([80, 40_000], segment(40_001, 80, SYN, 1, 0))
		);
		const after = (gap: number) => normal([80], segment(40_000, 80, SYN, 5, 0), segment(40_000, 80, ACK, 5 + gap, 9));
		expect(after(1)).not.toEqual(after(2));
	});

	it('is the same inside a packet that an ICMP error quotes', () => {
		/** Time exceeded for an echo request. */
		const error = (id: number, ipId: number) => {
			const quoted = echo({ id, ipId }).subarray(IP);
			const b = new Uint8Array(L4 + 8 + quoted.length);
			b.set(
				fromHex(`020000000001 020000000002 0800 45c00000 0000 0000 4001 0000 0a0000fe 0a000001 0b00 0000 00000000`)
			);
			b.set(quoted, L4 + 8);
			setU16(b, IP + 2, b.length - IP);
			updateIpv4Checksum(b, IP);
			updateIcmpChecksum(b, L4, b.length);
			return b;
		};
		const [a] = normal([], error(3, 4));
		expect(a).toEqual(normal([], error(30, 40))[0]);
		const quoted = L4 + 8;
		expect(u16(a, quoted + 10)).toBe(GOOD);
		expect(u16(a, quoted + 20 + 2)).toBe(GOOD);
	});
});

describe('a comparison', () => {
	it('is of frames and directions, in order', () => {
		const a = [capture(frame(echo()), frame(echo({ time: 3 }), 'in'))];
		expect(compareCaptures(a, [capture(frame(echo({ id: 2 })), frame(echo({ id: 2 }), 'in'))], new Set())).toEqual([]);
		const [difference] = compareCaptures(a, [capture(frame(echo()), frame(echo(), 'out'))], new Set());
		expect(difference).toMatchObject({
			node: 'h1',
			dev: 'eth0',
			index: 1,
			linux: { direction: 'in' },
			ours: { direction: 'out' }
		});
	});

	it('finds a frame that is missing on one side', () => {
		const [difference] = compareCaptures([capture(frame(echo()))], [capture()], new Set());
		expect(difference).toMatchObject({ index: 0, ours: null, counts: { linux: 1, ours: 0 } });
	});

	it('is told field by field, the differing ones marked', () => {
		const ours = echo();
		ours[IP + 8] = 63;
		updateIpv4Checksum(ours, IP);
		const text = describeDifferences(compareCaptures([capture(frame(echo()))], [capture(frame(ours))], new Set()));
		expect(text).toMatch(/^h1 eth0, frame 1 \(Linux has 1, Hopwise 1\)\n {2}Linux: {3}out ICMP echo request 1/);
		const marked = text.split('\n').filter((line) => line.includes('≠'));
		expect(marked).toHaveLength(1);
		expect(marked[0]).toMatch(/≠ +Time to live +64 +63$/);
	});

	it('says that there is none', () => {
		expect(describeDifferences([])).toBe('no difference');
	});
});
