/** Links of the world, as the lab says. */
import type { Lab } from '../../lab/document.ts';
import { type Impairments, impairmentsOf, isPlain } from '../../lab/impairments.ts';
import { parseRate, parseTime } from '../../net/text.ts';
import { DEFAULT_LIMIT, type LinkWay } from '../link-way.ts';
import type { Simulation } from '../simulation.ts';
import type { WorldLink, WorldLinkEnd } from '../world.ts';

/** @param netnsIndex Of the netns that a node's interfaces live in. */
export function applyLinks(sim: Simulation, lab: Lab, netnsIndex: (node: string) => number): void {
	const { world } = sim;
	const wanted = new Set(lab.links.map((link) => link.id));
	for (const [id, index] of world.linkById) {
		if (wanted.has(id)) continue;
		world.linkById.delete(id);
		world.links[index] = null;
	}
	for (const ns of world.namespaces) for (const device of ns?.devices ?? []) if (device) device.link = -1;
	for (const link of lab.links) {
		let index = world.linkById.get(link.id);
		if (index === undefined) {
			index = world.links.length;
			world.links.push(null);
			world.linkById.set(link.id, index);
		}
		const ends = link.ends.map((end, side): WorldLinkEnd => {
			const ns = netnsIndex(end.node);
			const device = world.namespaces[ns]?.deviceByName.get(end.interface);
			if (device) {
				device.link = index;
				device.end = side as 0 | 1;
			}
			return { ns: device ? ns : -1, dev: device?.index ?? 0, node: end.node, interface: end.interface };
		}) as [WorldLinkEnd, WorldLinkEnd];
		const delays = ([0, 1] as const).map((from) => parseTime(impairmentsOf(link, from).delay)) as [number, number];
		const ways = ([0, 1] as const).map((from) => wayOf(impairmentsOf(link, from))) as WorldLink['ways'];
		const before = world.links[index];
		for (const [from, way] of ways.entries()) carryOver(before?.ways[from] ?? null, way);
		world.links[index] = { id: link.id, ends, delays, ways, up: link.up, joints: 0 };
	}
}

/** null: nothing happens to a frame but a delay. */
function wayOf(what: Impairments): LinkWay | null {
	if (isPlain(what)) return null;
	const { delay, jitter = '0s', distribution, loss, gemodel = null, duplicate = 0, reorder = 0, rate, limit } = what;
	return {
		delay: parseTime(delay),
		jitter: parseTime(jitter),
		normal: distribution === 'normal',
		loss,
		duplicate,
		reorder,
		gemodel,
		rate: rate === undefined ? 0 : parseRate(rate),
		limitPackets: limit?.packets ?? (limit === undefined ? DEFAULT_LIMIT : Infinity),
		limitBytes: limit?.bytes ?? Infinity,
		isBad: false,
		free: 0,
		leaves: [],
		lengths: [],
		latest: 0
	};
}

/** What is under way on a link stays so when its settings change. */
function carryOver(before: LinkWay | null, way: LinkWay | null): void {
	if (before === null || way === null) return;
	const { isBad, free, leaves, lengths, latest } = before;
	Object.assign(way, { isBad, free, leaves, lengths, latest });
}
