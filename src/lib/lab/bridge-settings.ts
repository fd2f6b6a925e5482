/** The bridge device of a bridge or a switch: what Linux is told of it (`ip link set type bridge`, `bridge fdb add`). */
import * as v from 'valibot';
import { parseMac, parseTime } from '../net/text.ts';
import { interfaceName, mac, ownCidr, time } from './fields.ts';

const bits = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));

export const bridgeFdbSchema = v.strictObject({
	mac,
	/** The port that it is behind, or the bridge itself. */
	dev: interfaceName,
	/** `static`: a station that is not forgotten. `local`: frames to it go up, as to an address of the bridge. */
	state: v.optional(v.picklist(['static', 'local']), 'static')
});

export const bridgeSchema = v.strictObject({
	/** Absent: the lowest of its ports'. */
	mac: v.optional(mac),
	addresses: v.optional(v.array(ownCidr), []),
	mtu: v.optional(v.pipe(v.number(), v.integer(), v.minValue(68), v.maxValue(65535)), 1500),
	up: v.optional(v.boolean(), true),
	/** 0s: nothing is learnt. */
	ageing: v.optional(time, '300s'),
	/** Without it a loop is a storm, as it is with Linux's default. */
	stp: v.optional(v.boolean(), false),
	/** STP: the bridge with the lowest is root; of equal ones the one with the lowest MAC. */
	priority: v.optional(bits, 32768),
	/** STP: how long a port listens, and then learns. */
	forwardDelay: v.optional(time, '15s'),
	hello: v.optional(time, '2s'),
	maxAge: v.optional(time, '20s'),
	/** Bit n: frames to 01:80:c2:00:00:0n are forwarded. */
	groupForwardMask: v.optional(bits, 0),
	fdb: v.optional(v.array(bridgeFdbSchema), [])
});
export type BridgeSettings = v.InferOutput<typeof bridgeSchema>;

/** As the engine's bridge is told. Times in ns; a MAC of 0: the lowest of the ports'. */
export function bridgeOptions(settings: BridgeSettings): Record<string, unknown> {
	return {
		mac: settings.mac === undefined ? 0 : parseMac(settings.mac),
		ageing: parseTime(settings.ageing),
		groupForwardMask: settings.groupForwardMask,
		stp: settings.stp,
		priority: settings.priority,
		forwardDelay: parseTime(settings.forwardDelay),
		helloTime: parseTime(settings.hello),
		maxAge: parseTime(settings.maxAge),
		fdb: settings.fdb.map(({ mac: address, dev, state }) => ({ mac: parseMac(address), dev, local: state === 'local' }))
	};
}
