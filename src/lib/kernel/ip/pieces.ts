/**
 * The fragments of a packet leave one after the other. Where a program sends, the network has done with one before the next goes: after each, the
 * kernel runs what has come in meanwhile (net/core/dev.c, __dev_queue_xmit ends with local_bh_enable), so that an answer to the first may stand before the second. What the
 * kernel itself sends, as an answer or a packet that it passes on, goes all at once; so does what it sends amidst another sending (a tunnel's packet).
 */
import { ICMP_ECHO } from '../../wire/icmp.ts';
import { ipv4HeaderLength, ipv4Protocol, PROTOCOL_ICMP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet, release } from '../packet.ts';
import { hand } from './hand.ts';

/** ns; only that it is later than all that happens at the very moment. */
const NEXT = 1;

/** A packet that no program has asked for is an answer of ICMP, or a tunnel's. */
export function isOfProgram({ bytes, outer }: Packet): boolean {
	if (outer) return false;
	const protocol = ipv4Protocol(bytes, L3);
	if (protocol === PROTOCOL_UDP) return true;
	return protocol === PROTOCOL_ICMP && bytes[L3 + ipv4HeaderLength(bytes, L3)] === ICMP_ECHO;
}

/** Owns the pieces. @param paced One after the other. */
export function sendPieces(k: Kernel, ns: Netns, device: Device, pieces: Packet[], paced: boolean): Errno | '' {
	if (!paced) {
		let errno: Errno | '' = '';
		for (const piece of pieces) errno = hand(k, ns, device, piece) || errno;
		return errno;
	}
	const [first, ...rest] = pieces;
	const errno = hand(k, ns, device, first);
	for (const [i, packet] of rest.entries()) {
		device.pieces.push(packet);
		k.schedule(ns, NEXT * (i + 1), 'piece', device.index, 0, packet.cause);
	}
	return errno;
}

/** The turn of the next piece has come. */
export function pieceTimer(k: Kernel, ns: Netns, index: number): void {
	const device = ns.devices[index];
	const packet = device?.pieces.shift();
	if (!device || packet === undefined) return;
	if (device.up) hand(k, ns, device, packet);
	else release(packet);
}
