/** Data ahead of a hole waits here, and SACK blocks tell the peer of it (RFC 2018, RFC 2883; net/ipv4/tcp_input.c, tcp_data_queue_ofo). */
import { joined } from '../../../wire/bytes.ts';
import { charge, uncharge } from './receive-queue.ts';
import { after, before } from './sequence.ts';
import type { HeldSegment, SackBlock, TcpState } from './state.ts';

/** Blocks that are kept (TCP_NUM_SACKS); 3 fit into a header beside timestamps. */
const BLOCKS = 4;

/**
 * Keeps a segment; what of it is known already is told as a duplicate. Answers whether something of it was new. Linux finds its place in a tree, and may
 * meet segments on the way that begin before the one in front of it: only those that overlap could tell the difference.
 */
export function hold(t: TcpState, segment: HeldSegment): boolean {
	const { held, receive } = t;
	const { seq, end } = segment;
	let at = held.length;
	while (at > 0 && after(held[at - 1].seq, seq)) at--;
	const previous = at > 0 ? held[at - 1] : null;
	if (previous !== null && before(seq, previous.end)) {
		if (!after(end, previous.end)) {
			setDuplicate(t, seq, end);
			addBlock(t, seq, end);
			return false;
		}
		if (after(seq, previous.seq)) {
			setDuplicate(t, seq, previous.end);
		} else {
			// The same beginning, and longer: it takes its place.
			extendDuplicate(t, previous.seq, previous.end);
			uncharge(receive, previous.truesize);
			held.splice(--at, 1);
		}
	} else if (previous !== null && previous.end === seq && joins(previous, segment)) {
		addBlock(t, seq, end);
		return true;
	}
	let covered = at;
	while (covered < held.length && after(end, held[covered].seq)) {
		if (before(end, held[covered].end)) {
			extendDuplicate(t, held[covered].seq, end);
			break;
		}
		extendDuplicate(t, held[covered].seq, held[covered].end);
		uncharge(receive, held[covered].truesize);
		covered++;
	}
	held.splice(at, covered - at, segment);
	charge(receive, segment.truesize);
	addBlock(t, seq, end);
	return true;
}

/** Puts a segment's data behind that of the one in front, if its buffer has room (tcp_ooo_try_coalesce). */
function joins(previous: HeldSegment, { data, end, fin }: HeldSegment): boolean {
	if (data.length > previous.tailroom) return false;
	previous.data = joined(previous.data, data);
	previous.tailroom -= data.length;
	previous.end = end;
	previous.fin ||= fin;
	return true;
}

export function setDuplicate(t: TcpState, start: number, end: number): void {
	if (t.sackPermitted) t.duplicateSack = { start, end };
}

export function extendDuplicate(t: TcpState, start: number, end: number): void {
	const known = t.duplicateSack;
	if (known === null) setDuplicate(t, start, end);
	else extend(known, start, end);
}

/** Makes `block` hold `start` to `end` too, if they touch. */
function extend(block: SackBlock, start: number, end: number): boolean {
	if (after(start, block.end) || after(block.start, end)) return false;
	if (before(start, block.start)) block.start = start;
	if (after(end, block.end)) block.end = end;
	return true;
}

/** The block of what came last is told first. */
function addBlock(t: TcpState, start: number, end: number): void {
	if (!t.sackPermitted) return;
	const at = t.sacks.findIndex((block) => extend(block, start, end));
	if (at < 0) {
		t.sacks.unshift({ start, end });
		if (t.sacks.length > BLOCKS) t.sacks.pop();
		return;
	}
	const [first] = t.sacks.splice(at, 1);
	t.sacks = [first, ...t.sacks.filter((block) => !extend(first, block.start, block.end))];
}

/** The hole before them is filled: blocks that begin below `receiveNext` are over (tcp_sack_remove). */
export function dropBlocks(t: TcpState): void {
	t.sacks = t.held.length === 0 ? [] : t.sacks.filter((block) => before(t.receiveNext, block.start));
}
