/** DNS messages on a TCP connection: each stands behind its length (RFC 1035, 4.2.2). */
import { joined, setU16, u16 } from '../../wire/bytes.ts';

export function framed(message: Uint8Array): Uint8Array {
	const b = new Uint8Array(2 + message.length);
	setU16(b, 0, message.length);
	b.set(message, 2);
	return b;
}

/** The messages that are whole now, and what is left. @param before What was left of the last time. */
export function takeFramed(before: Uint8Array, data: Uint8Array): { messages: Uint8Array[]; rest: Uint8Array } {
	let rest = joined(before, data);
	const messages: Uint8Array[] = [];
	while (rest.length >= 2 && rest.length >= 2 + u16(rest, 0)) {
		const end = 2 + u16(rest, 0);
		messages.push(rest.slice(2, end));
		rest = rest.slice(end);
	}
	return { messages, rest };
}
