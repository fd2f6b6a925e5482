import { describe, expect, it } from 'vitest';
import {
	FLAG_DF,
	FLAG_MF,
	FRAGMENT_OFFSET_MASK,
	ipv4FragmentField,
	ipv4TotalLength,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import { createNetns } from '../netns.ts';
import { L3 } from '../packet.ts';
import { fragment } from './fragment.ts';
import { createIp } from './output.ts';
import type { Gathered } from './reassembly.ts';

const ns = createNetns(0, 'r', 'r');
const k = { now: 0, rec: { on: false } } as Kernel;

/** "offset+length" of each piece, with its flags. */
function cut(payload: number, mtu: number, gathered: Gathered | null): string[] {
	const packet = createIp(ns, payload, PROTOCOL_UDP, 0x0a000001, 0x0a000002, 64, 0, false, 7);
	packet.gathered = gathered;
	return fragment(k, ns, mtu, packet).map(({ bytes }) => {
		const field = ipv4FragmentField(bytes, L3);
		const flags = (field & FLAG_DF ? ' DF' : '') + (field & FLAG_MF ? ' MF' : '');
		return `${(field & FRAGMENT_OFFSET_MASK) * 8}+${ipv4TotalLength(bytes, L3) - 20}${flags}`;
	});
}

// As Linux 6.18 sent them, seen on the interface that they left by.
describe('a packet is cut', () => {
	const cases: [why: string, payload: number, mtu: number, gathered: Gathered | null, pieces: string[]][] = [
		['to the MTU, in units of 8 bytes', 1600, 1000, null, ['0+976 MF', '976+624']],
		[
			'as it came, if it came in pieces that fit',
			1000,
			1000,
			{ largest: 420, dontFragment: false, sizes: [400, 400, 200] },
			['0+400 MF', '400+400 MF', '800+200']
		],
		[
			'as it came, without the DF that the pieces had',
			1000,
			1000,
			{ largest: 420, dontFragment: true, sizes: [400, 400, 200] },
			['0+400 MF', '400+400 MF', '800+200']
		],
		[
			'anew, if a piece is too large',
			1600,
			1000,
			{ largest: 1220, dontFragment: false, sizes: [96, 1200, 304] },
			['0+976 MF', '976+624']
		]
	];
	it.each(cases)('%s', (_why, payload, mtu, gathered, pieces) => {
		expect(cut(payload, mtu, gathered)).toEqual(pieces);
	});
});
