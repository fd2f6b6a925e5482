import * as v from 'valibot';
import { parseRate, parseTime } from '../../net/text.ts';
import { count, port, rate, size, target, time } from '../fields.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({
	do: v.literal('load'),
	to: target,
	port: v.optional(port, 5001),
	protocol: v.optional(v.picklist(['udp', 'tcp']), 'udp'),
	/** UDP: bits of data per second. */
	rate: v.optional(rate, '1mbit'),
	/** UDP: bytes of data in each datagram. */
	size: v.optional(v.pipe(size, v.minValue(8, 'a datagram of a load has 8 bytes at least')), 1000),
	/** UDP: so many datagrams; or as many as fit into `duration`. */
	count: v.optional(count),
	duration: v.optional(time),
	/** UDP: gaps as chance has it, exponentially distributed around the same rate. */
	poisson: v.optional(v.boolean(), false),
	/** TCP: so many bytes, as fast as it goes. */
	bytes: v.optional(v.pipe(count, v.maxValue(10_000_000, 'at most 10000000 bytes')), 100_000)
});

/** ns between two datagrams. */
export function loadInterval({ rate, size }: { rate: string; size: number }): number {
	return Math.max(1, Math.round((size * 8e9) / parseRate(rate)));
}

/** How many datagrams it sends. */
export function loadCount(action: { rate: string; size: number; count?: number; duration?: string }): number {
	if (action.count !== undefined) return action.count;
	return Math.max(1, Math.floor(parseTime(action.duration ?? '1s') / loadInterval(action)));
}

/** A load source: datagrams at a rate, or a stream of TCP. */
export const load: ActionKind<typeof schema> = {
	schema,
	text(action) {
		const { to, port, protocol, rate, bytes, poisson } = action;
		if (protocol === 'tcp') return `load ${to}:${port} with ${bytes} bytes by TCP`;
		return `load ${to}:${port} with ${loadCount(action)} datagrams at ${rate}${poisson ? ' (Poisson)' : ''}`;
	},
	ports: ({ port }) => [port]
};
