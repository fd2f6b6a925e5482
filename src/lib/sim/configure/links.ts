/** Links of the world, as the lab says. */
import type { Lab } from '../../lab/document.ts';
import { parseTime } from '../../net/text.ts';
import type { Simulation } from '../simulation.ts';
import type { WorldLinkEnd } from '../world.ts';

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
		world.links[index] = { id: link.id, ends, delay: parseTime(link.delay), loss: link.loss, up: link.up };
	}
}
