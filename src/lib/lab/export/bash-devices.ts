/** The devices of a lab as lines for `ip -batch`. */
import { parseRate, parseTime } from '../../net/text.ts';
import type { BridgeSettings, Lab } from '../document.ts';
import { type Impairments, impairmentsOf } from '../impairments.ts';
import { kindOfInterface } from '../interfaces/registry.ts';
import { devicesOf, type LabDevice, linkAt, netnsNodes, netnsOf } from '../topology.ts';
import type { Making } from './device-order.ts';

/** Linux counts bridge times in hundredths of a second, USER_HZ. */
const NS_PER_CENTISECOND = 10_000_000;

/** Longer delays than a cable's own are worth a qdisc. ns */
const CABLE_DELAY = parseTime('100us');

function deviceAt(lab: Lab, node: string, name: string): LabDevice {
	return devicesOf(lab, netnsOf(lab, node)).find((one) => one.name === name)!;
}

/** The ifindex that a device gets. */
export type IndexOf = (device: LabDevice) => number;

/**
 * Indexes of which no two devices of the lab have the same. Where both ends of a veth pair do, as is common, Linux takes the pair for a
 * plain device and may notice up to a second late that the peer went up or down (net/core/link_watch.c, linkwatch_urgent_event).
 */
export function indexesOf(lab: Lab): IndexOf {
	const devices = netnsNodes(lab)
		.flatMap(({ id }) => devicesOf(lab, id))
		.filter(({ kind }) => kind !== 'lo');
	const places = new Map(devices.map((device, i) => [device, i]));
	// 1 is lo's, everywhere.
	return (device) => places.get(device)! + 2;
}

/** Far beyond what devices of a lab get. */
const UNPLUGGED_INDEX = 1_000_000;

function veth(device: LabDevice, index: number, netns: string): string {
	const { name, mac, mtu } = device;
	return `${name} index ${index} ${mac === '' ? '' : `address ${mac} `}mtu ${mtu} netns ${netns}`;
}

function centiseconds(time: string): number {
	return Math.round(parseTime(time) / NS_PER_CENTISECOND);
}

/**
 * Without STP the forward delay is 0, so that a port forwards at once; IGMP snooping is off, since a bridge that
 * snoops sends IGMP reports of its own.
 */
function bridgeSettings({
	stp,
	forwardDelay,
	hello,
	maxAge,
	ageing,
	priority,
	groupForwardMask
}: BridgeSettings): string {
	const times = `forward_delay ${centiseconds(forwardDelay)} hello_time ${centiseconds(hello)} max_age ${centiseconds(maxAge)}`;
	return [
		stp ? `stp_state 1 ${times}` : 'stp_state 0 forward_delay 0',
		`ageing_time ${centiseconds(ageing)}`,
		'mcast_snooping 0',
		...(priority === 32768 ? [] : [`priority ${priority}`]),
		...(groupForwardMask === 0 ? [] : [`group_fwd_mask ${groupForwardMask}`])
	].join(' ');
}

export function bridgeLines(lab: Lab, names: ReadonlyMap<string, string>, indexOf: IndexOf): Making[] {
	return netnsNodes(lab).flatMap(({ id }) =>
		devicesOf(lab, id).flatMap((device) => {
			const { name, mac, bridge } = device;
			if (bridge === null) return [];
			const address = mac === '' ? '' : `address ${mac} `;
			const index = indexOf(device);
			const netns = names.get(id)!;
			const line = `link add name ${name} index ${index} ${address}netns ${netns} type bridge ${bridgeSettings(bridge)}`;
			return { line, makes: [{ netns, index }] };
		})
	);
}

/** How many other devices a device stands on. */
function depth(lab: Lab, { lower }: LabDevice): number {
	const below = lower === null ? undefined : devicesOf(lab, lower.node).find(({ name }) => name === lower.name);
	return below === undefined ? 0 : 1 + depth(lab, below);
}

/**
 * Devices that are no end of a link, by the netns that they are made from: that of the device below, so that it may be
 * named. What stands on another one comes after it.
 */
export function otherLines(
	lab: Lab,
	names: ReadonlyMap<string, string>,
	indexOf: IndexOf
): { netns: string; line: string }[] {
	const others = netnsNodes(lab).flatMap(({ id }) =>
		devicesOf(lab, id).flatMap((device) => {
			const kind = device.source === null ? null : kindOfInterface(device.source);
			return kind === null ? [] : [{ id, device, kind }];
		})
	);
	others.sort((a, b) => depth(lab, a.device) - depth(lab, b.device));
	return others.map(({ id, device, kind }) => {
		const { lower, kind: type } = device;
		const own = kind.link(device.source!);
		const made = `link add name ${veth(device, indexOf(device), names.get(id)!)}`;
		if (lower === null) return { netns: names.get(id)!, line: `${made} type ${own}` };
		const [link, dev] = type === 'macvlan' ? [` link ${lower.name}`, ''] : ['', ` dev ${lower.name}`];
		return { netns: names.get(lower.node)!, line: `${made}${link} type ${own}${dev}` };
	});
}

/**
 * A veth pair for each link, with the ifindexes that the lab's order gives them.
 *
 * A veth end has carrier while its peer is up, and can be denied it in no other way: the driver knows neither
 * `carrier off` nor `protodown`. So the two ends of a pulled link, and every interface without a link, are each a
 * pair of their own, whose other end lies in the netns "unplugged" and is never set up. Both ends are then up
 * without carrier (NO-CARRIER), as with a pulled cable.
 */
export function linkLines(lab: Lab, names: ReadonlyMap<string, string>, unplugged: string, indexOf: IndexOf): Making[] {
	const at = (node: string, name: string) => {
		const device = deviceAt(lab, node, name);
		const made = { netns: names.get(netnsOf(lab, node))!, index: indexOf(device) };
		return { made, text: veth(device, made.index, made.netns) };
	};
	const makings = lab.links
		.filter(({ up }) => up)
		.map(({ ends }) => {
			const [a, b] = ends.map((end) => at(end.node, end.interface));
			return { line: `link add name ${a.text} type veth peer name ${b.text}`, makes: [a.made, b.made] };
		});
	for (const [i, { node, name }] of unpluggedEnds(lab).entries()) {
		const { made, text } = at(node, name);
		const cable = `cable${i + 1} index ${UNPLUGGED_INDEX + i} netns ${unplugged}`;
		makings.push({ line: `link add name ${text} type veth peer name ${cable}`, makes: [made] });
	}
	return makings;
}

/** Interfaces without a link, or whose link is pulled. */
export function unpluggedEnds(lab: Lab): LabDevice[] {
	return netnsNodes(lab)
		.flatMap(({ id }) => devicesOf(lab, id))
		.filter(({ kind, node, name }) => kind === 'veth' && linkAt(lab, node, name)?.up !== true);
}

/** Per cent, as tc reads it. */
function percent(share: number): string {
	return `${+(share * 100).toFixed(6)}%`;
}

/** netem holds 1000 packets unless told otherwise; a lab's link without a rate has no such limit. */
const UNLIMITED = 100_000;

/** Bytes that tbf lets through at once: what comes in a tick of 4 ms, and a whole frame at least (tc-tbf(8)). */
function burst(rate: number): number {
	return Math.max(1600, Math.ceil(rate / 8 / 250));
}

/**
 * What `tc qdisc add dev DEV` is told for one direction of a link, or nothing where a bare veth pair does. A queue that is limited in frames
 * is netem's own; one that is limited in bytes is a tbf behind it.
 */
export function qdiscs(what: Impairments): string[] {
	const { delay, jitter = '0s', distribution, loss, gemodel, duplicate = 0, reorder = 0, rate, limit } = what;
	const micros = (time: string) => `${parseTime(time) / 1000}us`;
	const parts: string[] = [];
	if (parseTime(delay) > CABLE_DELAY || parseTime(jitter) > 0 || reorder > 0) parts.push(`delay ${micros(delay)}`);
	if (parseTime(jitter) > 0) parts.push(micros(jitter), ...(distribution === 'normal' ? ['distribution normal'] : []));
	if (gemodel !== undefined) {
		const { p, r, bad, good } = gemodel;
		parts.push(`loss gemodel ${percent(p)} ${percent(r)} ${percent(bad)} ${percent(good)}`);
	} else if (loss > 0) parts.push(`loss ${percent(loss)}`);
	if (duplicate > 0) parts.push(`duplicate ${percent(duplicate)}`);
	if (reorder > 0) parts.push(`reorder ${percent(reorder)}`);
	const inBytes = rate !== undefined && limit?.bytes !== undefined;
	if (rate !== undefined && !inBytes) parts.push(`rate ${parseRate(rate)}bit`);
	const held = rate !== undefined && !inBytes ? (limit?.packets ?? 1000) : UNLIMITED;
	const lines = parts.length > 0 || inBytes ? [['root handle 1: netem', `limit ${held}`, ...parts].join(' ')] : [];
	if (inBytes) {
		const bits = parseRate(rate);
		lines.push(`parent 1:1 handle 2: tbf rate ${bits}bit burst ${burst(bits)} limit ${limit.bytes}`);
	}
	return lines;
}

/** Of every device with a link, by what leaves it. */
export function qdiscsOf(lab: Lab, node: string, name: string): string[] {
	const link = linkAt(lab, node, name);
	if (link === undefined) return [];
	const from = link.ends[0].node === node && link.ends[0].interface === name ? 0 : 1;
	return qdiscs(impairmentsOf(link, from));
}
