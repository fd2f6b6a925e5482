import * as v from 'valibot';
import { interfaceName } from '../fields.ts';
import type { ActionKind } from './action.ts';
import { checkName } from './interface-name.ts';

const schema = v.strictObject({
	do: v.literal('frame'),
	interface: interfaceName,
	/** The whole Ethernet frame, without FCS. */
	bytes: v.pipe(
		v.string(),
		v.regex(/^(?:[0-9a-fA-F]{2})*$/, 'a frame is written in hexadecimal digits, two for each byte'),
		v.minLength(28, 'a frame has 14 bytes at least'),
		v.maxLength(131_098, 'a frame has 65549 bytes at most')
	),
	/** The TCP acknowledgment number in `bytes` counts from the sequence number that the peer's SYN had on this interface. */
	relativeAck: v.optional(v.boolean(), false)
});

/** Puts a frame on an interface's wire past everything that the node would do with it, as an AF_PACKET socket does. */
export const frame: ActionKind<typeof schema> = {
	schema,
	text: ({ interface: name, bytes }) => `send a frame of ${bytes.length / 2} bytes on ${name}`,
	check: (lab, node, action, at, report, later) => checkName(lab, node!, action.interface, at, report, later),
	renamed: (action, from, to) => (action.interface === from ? { ...action, interface: to } : action),
	ports: ({ bytes }) => portsIn(bytes, ETHERNET)
};

const ETHERNET = 14;
const ICMP = 1;
const TCP = 6;
const UDP = 17;
const ICMP_HEADER = 8;

/** Of the IPv4 packet that begins at byte `at`, and of the one that an ICMP error in it quotes. */
function portsIn(hex: string, at: number): number[] {
	const number = (from: number, bytes: number) => Number.parseInt(hex.slice(2 * from, 2 * (from + bytes)), 16);
	const next = at + 4 * (number(at, 1) & 15);
	const protocol = number(at + 9, 1);
	if (hex.length < 2 * (next + 4)) return [];
	if (protocol === TCP || protocol === UDP) return [number(next, 2), number(next + 2, 2)];
	return protocol === ICMP && at === ETHERNET ? portsIn(hex, next + ICMP_HEADER) : [];
}
