/** Types of interfaces and what each of them is told, as fields of an interface of the document. */
import * as v from 'valibot';
import { address, id, interfaceName, mac, port, time } from '../fields.ts';

const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));

/** `veth`: the end of a link; without one it is a socket that nothing is plugged into. */
export const interfaceTypes = ['veth', 'dummy', 'macvlan', 'vxlan'] as const;
export type InterfaceType = (typeof interfaceTypes)[number];

export const macvlanSchema = v.strictObject({
	/** The interface that it shares. */
	lower: interfaceName,
	/** The node that `lower` is on, where that is not the node itself: a host's card, in a namespace. */
	node: v.optional(id),
	mode: v.optional(v.picklist(['bridge', 'private', 'vepa', 'passthru']), 'bridge')
});

export const vxlanFdbSchema = v.strictObject({
	/** 00:00:00:00:00:00: where broadcasts and unknown addresses go; as often as there are others (`bridge fdb append`). */
	mac,
	/** The tunnel endpoint that it is behind. */
	dst: address
});

export const vxlanSchema = v.strictObject({
	/** VXLAN network identifier, VNI. */
	id: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(16_777_215)),
	/** Source address of the outer packets. */
	local: v.optional(address),
	/** Where everything goes that the table doesn't know. */
	remote: v.optional(address),
	/** The device that outer packets to `remote` leave by. Absent: as the routes say, as to those of `fdb` always. */
	dev: v.optional(interfaceName),
	port: v.optional(port, 4789),
	/** 0: net.ipv4.ip_default_ttl. */
	ttl: v.optional(byte, 0),
	learning: v.optional(v.boolean(), true),
	ageing: v.optional(time, '300s'),
	/** Checksum of the outer UDP header. */
	checksum: v.optional(v.boolean(), true),
	fdb: v.optional(v.array(vxlanFdbSchema), [])
});

/** What a bridge or a switch makes of a port (`bridge link set`). */
export const portSchema = v.strictObject({
	hairpin: v.optional(v.boolean(), false),
	isolated: v.optional(v.boolean(), false),
	learning: v.optional(v.boolean(), true),
	/** Floods unknown unicast, multicast, broadcast. */
	flood: v.optional(v.boolean(), true),
	multicastFlood: v.optional(v.boolean(), true),
	broadcastFlood: v.optional(v.boolean(), true),
	/** STP. */
	priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(63)), 32),
	/** STP; 0: by the speed of the device. */
	cost: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)), 0),
	/** Bit n: frames to 01:80:c2:00:00:0n that come in by it are forwarded. */
	groupForwardMask: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)), 0)
});
export type PortOptions = v.InferOutput<typeof portSchema>;
