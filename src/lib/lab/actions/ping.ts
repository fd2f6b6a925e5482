import * as v from 'valibot';
import { parseTime } from '../../net/text.ts';
import { count, size, target, time } from '../fields.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({
	do: v.literal('ping'),
	to: target,
	count: v.optional(count, 1),
	interval: v.optional(time, '1s'),
	/** Bytes after the ICMP header, as `ping -s`. */
	size: v.optional(size, 56),
	ttl: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)), 64),
	/** To a broadcast address, as `ping -b`. */
	broadcast: v.optional(v.boolean()),
	/** As `ping -Q`. */
	tos: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)))
});

export const ping: ActionKind<typeof schema> = {
	schema,
	text(action) {
		const options = [
			`-c ${action.count}`,
			...(action.broadcast === true ? ['-b'] : []),
			...(action.tos === undefined ? [] : [`-Q 0x${action.tos.toString(16)}`]),
			...(action.size === 56 ? [] : [`-s ${action.size}`]),
			...(action.ttl === 64 ? [] : [`-t ${action.ttl}`]),
			...(action.count === 1 || action.interval === '1s' ? [] : [`-i ${parseTime(action.interval) / 1e9}`])
		];
		return `ping ${options.join(' ')} ${action.to}`;
	}
};
