/** What the netns of a lab are called on Linux, where all share one list. */
import type { Lab } from '../document.ts';
import { firstFree } from '../names.ts';
import { netnsNodes } from '../topology.ts';

/** Node id -> name for `ip netns`: the prefix and the node's name, with "-" for what a file name should not have. */
export function netnsNames(lab: Lab, prefix: string): Map<string, string> {
	const names = new Map<string, string>();
	const taken = new Set([unpluggedName(prefix)]);
	for (const { id, name } of netnsNodes(lab)) {
		const safe = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+|-+$/g, '') || 'node';
		const free = firstFree(taken, (n) => prefix + (n === 1 ? safe : `${safe}-${n}`));
		taken.add(free);
		names.set(id, free);
	}
	return names;
}

/** The netns that holds the far ends of cables which are not plugged in. */
export function unpluggedName(prefix: string): string {
	return `${prefix}unplugged`;
}
