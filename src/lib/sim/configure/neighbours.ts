/** Static neighbours: permanent entries, which no answer changes. */
import type { LabNode } from '../../lab/document.ts';
import { parseIpv4, parseMac } from '../../net/text.ts';
import { neighbourKey } from '../../kernel/neighbour/entry.ts';
import { createNeighbour } from '../../kernel/neighbour/table.ts';
import type { Netns } from '../../kernel/netns.ts';

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
