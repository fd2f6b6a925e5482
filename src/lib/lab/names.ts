/** Free ids and names: the first number that nobody has. */
import type { Lab, LabNode, NodeKind } from './document.ts';
import { kindOf } from './kinds/registry.ts';
import { devicesOf, netnsOf } from './topology.ts';

/** `nameOf(1)`, `nameOf(2)`, ...: the first that is not taken. */
export function firstFree(taken: ReadonlySet<string>, nameOf: (n: number) => string): string {
	for (let n = 1; ; n++) {
		const name = nameOf(n);
		if (!taken.has(name)) return name;
	}
}

/** `wanted`, or with a number behind it where that is taken. Characters that an id can't have become "-". */
export function freeId(taken: ReadonlySet<string>, wanted: string): string {
	const stem = wanted.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 56) || 'node';
	return firstFree(taken, (n) => (n === 1 ? stem : `${stem}-${n}`));
}

export function freeLinkId(taken: ReadonlySet<string>): string {
	return firstFree(taken, (n) => `link${n}`);
}

export function idsOf(items: readonly { id: string }[]): Set<string> {
	return new Set(items.map(({ id }) => id));
}

/** `name` where it is free, else with the next free number behind it: "host1" becomes "host2". At most 64 characters. */
export function nextName(taken: ReadonlySet<string>, name: string, most = 64): string {
	if (!taken.has(name)) return name;
	const [, stem, number] = /^(.*?)(\d*)$/.exec(name)!;
	const from = number === '' ? 2 : Number(number) + 1;
	return firstFree(taken, (n) => {
		const suffix = String(from + n - 1);
		return stem.slice(0, most - suffix.length) + suffix;
	});
}

/** Names of all nodes, and of the devices of `netns`: a bridge's name is a device's. */
export function freeNodeName(lab: Lab, kind: NodeKind, parent: string | undefined): string {
	const devices = kind === 'bridge' && parent !== undefined ? devicesOf(lab, netnsOf(lab, parent)) : [];
	const nodes = kind === 'bridge' ? [] : lab.nodes;
	return firstFree(new Set([...nodes, ...devices].map(({ name }) => name)), kindOf(kind).name);
}

/** A name for a further interface of a node: "eth0" and on, or "veth1" and on, free in its netns. */
export function freeInterfaceName(lab: Lab, node: LabNode, stem: 'eth' | 'veth'): string {
	const taken = new Set(devicesOf(lab, netnsOf(lab, node.id)).map(({ name }) => name));
	return firstFree(taken, (n) => (stem === 'eth' ? `eth${n - 1}` : `veth${n}`));
}
