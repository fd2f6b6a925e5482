/** Nodes: added, removed, moved, changed, put inside others. */
import type { Lab, LabNode } from '../document.ts';
import { canHold } from '../kinds/registry.ts';
import { nextName } from '../names.ts';
import { devicesOf, netnsOf, nodeById, withDescendants } from '../topology.ts';
import { renameInterface, renameNode } from './rename.ts';
import { replaceNode } from './replace.ts';
import { keep, tidy } from './tidy.ts';
import { withoutLinks } from './without-links.ts';

type Point = { x: number; y: number };

/** @param node From `makeNode`. */
export function addNode(lab: Lab, node: LabNode): Lab {
	return { ...lab, nodes: [...lab.nodes, node] };
}

/** The nodes, all that is inside them, their links, the interfaces at the other ends, and what named those. */
export function removeNodes(lab: Lab, ids: readonly string[]): Lab {
	const gone = new Set(ids.flatMap((id) => withDescendants(lab, id)));
	const nodes = keep(lab.nodes, (node) => !gone.has(node.id));
	if (nodes === lab.nodes) return lab;
	const links = lab.links.filter((link) => link.ends.some((end) => gone.has(end.node))).map((link) => link.id);
	return tidy(lab, withoutLinks({ ...lab, nodes }, links));
}

/** Absolute positions by node id, for nodes inside others too. */
export function moveNodes(lab: Lab, positions: Readonly<Record<string, Point>>): Lab {
	let changed = false;
	const nodes = lab.nodes.map((node) => {
		const to = positions[node.id];
		if (to === undefined || (to.x === node.position.x && to.y === node.position.y)) return node;
		changed = true;
		return { ...node, position: { x: to.x, y: to.y } };
	});
	return changed ? { ...lab, nodes } : lab;
}

export type NodePatch = Partial<Omit<LabNode, 'id' | 'kind' | 'parent'>>;

/** Sets the given properties. A bridge's new name is followed by what named its device. */
export function updateNode(lab: Lab, id: string, { name, ...patch }: NodePatch): Lab {
	const renamed = name === undefined ? lab : renameNode(lab, id, name);
	if (Object.keys(patch).length === 0) return renamed;
	const updated = replaceNode(renamed, id, (node) => ({ ...node, ...patch }));
	return patch.interfaces === undefined ? updated : tidy(lab, withoutLooseEnds(updated, id));
}

/** Links whose interface at `id` is no longer there go. */
function withoutLooseEnds(lab: Lab, id: string): Lab {
	const names = new Set(nodeById(lab, id)?.interfaces.map(({ name }) => name));
	const links = lab.links.filter(({ ends }) => ends.some((end) => end.node === id && !names.has(end.interface)));
	if (links.length === 0) return lab;
	return withoutLinks(
		lab,
		links.map((link) => link.id)
	);
}

/** Renames the ports of a bridge, and it itself, where its new netns has devices of these names. */
function withFreeNames(lab: Lab, id: string, taken: ReadonlySet<string>): Lab {
	const node = nodeById(lab, id)!;
	const used = new Set(taken);
	const free = (name: string) => {
		const next = nextName(used, name, 15);
		used.add(next);
		return next;
	};
	let renamed = renameNode(lab, id, free(node.name));
	for (const { name } of node.interfaces) renamed = renameInterface(renamed, id, name, free(name));
	return renamed;
}

/** Puts a node into another, or (undefined) on the canvas itself. The same lab where that kind can't be there. */
export function reparentNode(lab: Lab, id: string, parent: string | undefined): Lab {
	const node = nodeById(lab, id);
	const holder = parent === undefined ? undefined : nodeById(lab, parent);
	if (node === undefined || node.parent === parent || (parent !== undefined && holder === undefined)) return lab;
	if (!canHold(node.kind, holder?.kind) || (parent !== undefined && withDescendants(lab, id).includes(parent)))
		return lab;
	const move = (from: Lab) => {
		return replaceNode(from, id, ({ parent: _, ...rest }) => (parent === undefined ? rest : { ...rest, parent }));
	};
	if (node.kind !== 'bridge' || parent === undefined) return move(lab);
	const taken = new Set(devicesOf(lab, netnsOf(lab, parent)).map(({ name }) => name));
	return tidy(lab, withFreeNames(move(lab), id, taken));
}
