/** Static neighbours: permanent entries, which no answer changes. */
import type { LabNode } from '../../lab/document.ts';
import { parseIpv4, parseMac } from '../../net/text.ts';
import type { Kernel } from '../../kernel/context.ts';
import { isFixed, neighbourKey } from '../../kernel/neighbour/entry.ts';
import { addNeighbour, makeFixed, removeNeighbour } from '../../kernel/neighbour/table.ts';
import type { Netns } from '../../kernel/netns.ts';

type StaticNeighbour = LabNode['neighbours'][number];

const STATES = { permanent: 'PERMANENT', noarp: 'NOARP' } as const;

export function applyNeighbours(ns: Netns, node: LabNode): void {
	for (const [key, entry] of ns.neighbours) if (isFixed(entry.state)) ns.neighbours.delete(key);
	for (const device of ns.devices) if (device) device.recent = null;
	for (const { address, mac, dev, state = 'permanent' } of node.neighbours) {
		const device = ns.deviceByName.get(dev);
		if (device === undefined) continue;
		const number = parseIpv4(address);
		ns.neighbours.delete(neighbourKey(device.index, number));
		const entry = addNeighbour(ns, device.index, number);
		entry.mac = parseMac(mac);
		entry.state = STATES[state];
	}
}

/** `ip neigh del`, of a learnt entry too. False: there is none. */
export function removeStatic(k: Kernel, ns: Netns, { address, dev }: StaticNeighbour, cause: number): boolean {
	const device = ns.deviceByName.get(dev);
	return device !== undefined && removeNeighbour(k, ns, device, parseIpv4(address), cause);
}

/** `ip neigh add proxy`, all of them anew. */
export function applyProxies(ns: Netns, { proxies }: Pick<LabNode, 'proxies'>): void {
	ns.proxyNeighbours.clear();
	for (const { address, dev } of proxies) {
		const device = ns.deviceByName.get(dev);
		if (device !== undefined) ns.proxyNeighbours.add(neighbourKey(device.index, parseIpv4(address)));
	}
}

/** `ip neigh replace ... nud permanent`: what waits for the address is sent. False: it stands already. */
export function setStatic(
	k: Kernel,
	ns: Netns,
	{ address, mac, dev, state = 'permanent' }: StaticNeighbour,
	cause: number
): boolean {
	const device = ns.deviceByName.get(dev);
	return device !== undefined && makeFixed(k, ns, device, parseIpv4(address), parseMac(mac), STATES[state], cause);
}
