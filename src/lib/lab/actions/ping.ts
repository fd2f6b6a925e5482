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
	/** As `ping -M`: whether requests have DF, and are refused where they are too long (`do`), are cut (`want`), or never have it (`dont`). */
	pmtu: v.optional(v.picklist(['do', 'want', 'dont'])),
	/** As `ping -R`: every machine on the way writes its address into an option. */
	recordRoute: v.optional(v.boolean()),
	/** As `ping -T tsonly` and `-T tsandaddr`: every machine on the way writes its time into an option. */
	timestamps: v.optional(v.picklist(['tsonly', 'tsandaddr'])),
	/** As `ping -p`: what fills the data, up to 16 bytes in hexadecimal digits. */
	pattern: v.optional(
		v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){1,16}$/, 'a pattern is 1 to 16 bytes, each as two hexadecimal digits'))
	),
	/** As `ping -Q`. */
	tos: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)))
});

export const ping: ActionKind<typeof schema> = {
	schema,
	check(_lab, _node, action, at, report) {
		if (action.recordRoute === true && action.timestamps !== undefined)
			report.error(
				[...at, 'timestamps'],
				'the options of record route and timestamps have no room beside each other',
				'leave one of them out'
			);
	},
	text(action) {
		const options = [
			`-c ${action.count}`,
			...(action.broadcast === true ? ['-b'] : []),
			...(action.tos === undefined ? [] : [`-Q 0x${action.tos.toString(16)}`]),
			...(action.pmtu === undefined ? [] : [`-M ${action.pmtu}`]),
			...(action.recordRoute === true ? ['-R'] : []),
			...(action.timestamps === undefined ? [] : [`-T ${action.timestamps}`]),
			...(action.pattern === undefined ? [] : [`-p ${action.pattern}`]),
			...(action.size === 56 ? [] : [`-s ${action.size}`]),
			...(action.ttl === 64 ? [] : [`-t ${action.ttl}`]),
			...(action.count === 1 || action.interval === '1s' ? [] : [`-i ${parseTime(action.interval) / 1e9}`])
		];
		return `ping ${options.join(' ')} ${action.to}`;
	}
};
