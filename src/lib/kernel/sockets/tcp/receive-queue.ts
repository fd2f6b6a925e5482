/** What came in order and was not read yet, buffer by buffer, and what is done when it weighs too much (net/ipv4/tcp_input.c, tcp_queue_rcv and tcp_prune_queue). */
import { joined } from '../../../wire/bytes.ts';
import { allocated, PAGE_DATA } from '../../buffer-size.ts';
import { RECEIVE_BUFFER_MAX } from './defaults.ts';
import type { ReceiveBuffer, ReceiveWindow, TcpState } from './state.ts';
import { windowFromSpace } from './window.ts';

/** PAGE_SIZE: what memory is set aside in. */
const PAGE = 4096;

/** Counts a buffer's weight. */
export function charge(receive: ReceiveWindow, truesize: number): void {
	receive.held += truesize;
	receive.reserved -= truesize;
}

/** A buffer is gone: whole pages of its memory are given back (sk_mem_uncharge). */
export function uncharge(receive: ReceiveWindow, truesize: number): void {
	receive.held -= truesize;
	receive.reserved = (receive.reserved + truesize) % PAGE;
}

/** Puts a buffer at the end, or its data behind that of the last one, if that has room (tcp_try_coalesce). It is counted already. */
export function queueBuffer(receive: ReceiveWindow, buffer: ReceiveBuffer): void {
	const { unread } = receive;
	const last = unread.length > 0 ? unread[unread.length - 1] : null;
	if (last !== null && buffer.read === 0 && buffer.data.length <= last.tailroom) {
		last.data = joined(last.data, buffer.data);
		last.tailroom -= buffer.data.length;
		receive.held -= buffer.truesize;
		receive.reserved += buffer.truesize;
	} else {
		unread.push(buffer);
	}
}

/** Bytes that the program hasn't read. */
export function unreadBytes(receive: ReceiveWindow): number {
	return receive.unread.reduce((sum, { data }) => sum + data.length, 0);
}

/**
 * Is there room for a buffer more? Makes what there is smaller if not (tcp_try_rmem_schedule).
 * @param predicted It takes the short way: only memory that was not set aside yet is asked for.
 */
export function makeRoom(t: TcpState, truesize: number, predicted: boolean): boolean {
	const { receive } = t;
	if (predicted && truesize <= receive.reserved) return true;
	if (receive.held > receive.buffer) {
		clampWindow(t);
		if (receive.held > receive.buffer) collapse(receive);
		if (receive.held > receive.buffer) return false;
	}
	const missing = truesize - receive.reserved;
	if (missing > 0) receive.reserved += Math.ceil(missing / PAGE) * PAGE;
	return true;
}

/** The buffer becomes as large as what it holds, up to net.ipv4.tcp_rmem's maximum (tcp_clamp_window). */
function clampWindow(t: TcpState): void {
	const { receive } = t;
	t.ack.quick = 0;
	if (receive.buffer < RECEIVE_BUFFER_MAX) receive.buffer = Math.min(receive.held, RECEIVE_BUFFER_MAX);
	if (receive.held > receive.buffer) receive.threshold = Math.min(receive.clamp, 2 * receive.advertisedMss);
}

/** Copies buffers with much overhead into ones of a page (tcp_collapse). */
function collapse(receive: ReceiveWindow): void {
	const { unread } = receive;
	const first = unread.findIndex(
		({ data, read, truesize }) => read > 0 || windowFromSpace(receive, truesize) > data.length
	);
	if (first < 0) return;
	const loose = unread.splice(first);
	for (const { truesize } of loose) uncharge(receive, truesize);
	let rest = loose.reduce((sum, { data }) => sum + data.length, 0);
	let part = 0;
	let taken = 0;
	while (rest > 0) {
		const data = new Uint8Array(Math.min(rest, PAGE_DATA));
		rest -= data.length;
		for (let filled = 0; filled < data.length;) {
			const piece = loose[part].data.subarray(taken, taken + data.length - filled);
			data.set(piece, filled);
			filled += piece.length;
			taken += piece.length;
			if (taken < loose[part].data.length) continue;
			part++;
			taken = 0;
		}
		const { truesize, tailroom } = allocated(data.length);
		unread.push({ data, read: 0, truesize, tailroom });
		charge(receive, truesize);
	}
}
