/** Static neighbours: permanent entries, which no answer changes. */
import type { LabNode } from '../../lab/document.ts';
import { parseIpv4, parseMac } from '../../net/text.ts';
import type { Kernel } from '../../kernel/context.ts';
import { neighbourKey } from '../../kernel/neighbour/entry.ts';
import { createNeighbour, makePermanent, removeNeighbour } from '../../kernel/neighbour/table.ts';
import type { Netns } from '../../kernel/netns.ts';

type StaticNeighbour = LabNode['neighbours'][number];

export function applyNeighbours(ns: Netns, node: LabNode): void {
	for (const [key, entry] of ns.neighbours) if (entry.state === 'PERMANENT') ns.neighbours.delete(key);
	for (const device of ns.devices) if (device) device.recent = null;
	for (const { address, mac, dev } of node.neighbours) {
		const device = ns.deviceByName.get(dev);
		if (device === undefined) continue;
		const number = parseIpv4(address);
		ns.neighbours.delete(neighbourKey(device.index, number));
		const entry = createNeighbour(ns, device.index, number);
		entry.mac = parseMac(mac);
		entry.state = 'PERMANENT';
	}
}

/** `ip neigh del`, of a learnt entry too. False: there is none. */
export function removeStatic(k: Kernel, ns: Netns, { address, dev }: StaticNeighbour, cause: number): boolean {
	const device = ns.deviceByName.get(dev);
	return device !== undefined && removeNeighbour(k, ns, device, parseIpv4(address), cause);
}

/** `ip neigh replace ... nud permanent`: what waits for the address is sent. False: it stands already. */
export function setStatic(k: Kernel, ns: Netns, { address, mac, dev }: StaticNeighbour, cause: number): boolean {
	const device = ns.deviceByName.get(dev);
	return device !== undefined && makePermanent(k, ns, device, parseIpv4(address), parseMac(mac), cause);
}
