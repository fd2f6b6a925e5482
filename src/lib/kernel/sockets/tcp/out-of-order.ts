/** Data ahead of a hole waits here, and SACK blocks tell the peer of it (RFC 2018, RFC 2883; net/ipv4/tcp_input.c, tcp_data_queue_ofo). */
import { after, before } from './sequence.ts';
import type { HeldSegment, SackBlock, TcpState } from './state.ts';

/** Blocks that are kept (TCP_NUM_SACKS); 3 fit into a header beside timestamps. */
const BLOCKS = 4;

/** Keeps a segment; what of it is known already is told as a duplicate. */
export function hold(t: TcpState, segment: HeldSegment): void {
	const { held } = t;
	let at = held.length;
	while (at > 0 && after(held[at - 1].seq, segment.seq)) at--;
	const previous = at > 0 ? held[at - 1] : null;
	if (previous !== null && before(segment.seq, previous.end)) {
		if (!after(segment.end, previous.end)) {
			setDuplicate(t, segment.seq, segment.end);
			addBlock(t, segment.seq, segment.end);
			return;
		}
		setDuplicate(t, segment.seq, previous.end);
	}
	let covered = at;
	while (covered < held.length && after(segment.end, held[covered].seq)) {
		if (before(segment.end, held[covered].end)) {
			extendDuplicate(t, held[covered].seq, segment.end);
			break;
		}
		extendDuplicate(t, held[covered].seq, held[covered].end);
		t.receive.held -= held[covered].truesize;
		covered++;
	}
	held.splice(at, covered - at, segment);
	t.receive.held += segment.truesize;
	addBlock(t, segment.seq, segment.end);
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
