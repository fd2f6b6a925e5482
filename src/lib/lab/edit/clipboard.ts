/** Nodes as text for the clipboard, and back into a lab where ids, names, MACs and addresses are taken already. */
import * as v from 'valibot';
import { completeLab } from '../complete.ts';
import { type Lab, LAB_FORMAT, LAB_VERSION, type LabLink, type LabNode, labSchema } from '../document.ts';
import { canHold } from '../kinds/registry.ts';
import { migrate } from '../migrations.ts';
import { freeId, freeLinkId, idsOf, nextName } from '../names.ts';
import { devicesOf, netnsOf, nodeById, withDescendants } from '../topology.ts';
import { createRenumbering, type Renumbering } from './renumber.ts';

/** A clipboard's text is a piece of a lab under another format name. */
const CLIPBOARD_FORMAT = 'hopwise-nodes';

export interface PasteOptions {
	/** How far the copies are from the originals. */
	by?: { x: number; y: number };
	/** The node that they go into, where their kind can be in it and their own parent isn't among them. */
	into?: string;
}

/** These nodes with all that is inside them and the links among them. */
export function copyNodes(lab: Lab, ids: readonly string[]): string {
	const copied = new Set(ids.flatMap((id) => withDescendants(lab, id)));
	const nodes = lab.nodes.filter((node) => copied.has(node.id));
	const links = lab.links.filter((link) => link.ends.every((end) => copied.has(end.node)));
	return JSON.stringify({ format: CLIPBOARD_FORMAT, version: LAB_VERSION, nodes, links });
}

/** null: it is no JSON. */
function valueOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** What `copyNodes` wrote, of this or an older version; null: the text is something else. */
function readClipboard(text: string): Pick<Lab, 'nodes' | 'links'> | null {
	const value = valueOf(text);
	if (typeof value !== 'object' || value === null) return null;
	const document = value as Record<string, unknown>;
	if (document.format !== CLIPBOARD_FORMAT) return null;
	const migrated = migrate({ ...document, format: LAB_FORMAT });
	const parsed = migrated.ok ? v.safeParse(labSchema, migrated.document) : undefined;
	return parsed?.success === true ? completeLab(parsed.output) : null;
}

/** Where a copy goes: undefined: on the canvas; null: there is no place for it. */
function parentFor(
	lab: Lab,
	node: LabNode,
	ids: ReadonlyMap<string, string>,
	into?: string
): string | undefined | null {
	if (node.parent === undefined) return undefined;
	const copied = ids.get(node.parent);
	if (copied !== undefined) return copied;
	for (const candidate of [into, node.parent]) {
		const holder = candidate === undefined ? undefined : nodeById(lab, candidate);
		if (holder !== undefined && canHold(node.kind, holder.kind)) return holder.id;
	}
	return null;
}

/** Outer nodes before those inside them, so that a copy's parent has its new id already. */
function outerFirst(nodes: readonly LabNode[]): LabNode[] {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const depth = (node: LabNode): number => {
		const parent = node.parent === undefined ? undefined : byId.get(node.parent);
		return parent === undefined ? 0 : 1 + depth(parent);
	};
	return [...nodes].sort((a, b) => depth(a) - depth(b));
}

/**
 * The names of a node's interfaces in its new netns: a bridge that joins a netns which is there already may meet
 * devices of the same names. Notes them in `taken`.
 */
function portNames(node: LabNode, taken: Set<string>): Map<string, string> {
	return new Map(
		node.interfaces.map(({ name }) => {
			const free = nextName(taken, name, 15);
			taken.add(free);
			return [name, free];
		})
	);
}

interface Copies {
	nodes: LabNode[];
	/** Old id -> new id */
	ids: Map<string, string>;
	/** Old id -> old interface name -> new one */
	names: Map<string, Map<string, string>>;
}

function copiesOf(
	lab: Lab,
	clip: Pick<Lab, 'nodes' | 'links'>,
	renumbering: Renumbering,
	options: PasteOptions
): Copies {
	const copies: Copies = { nodes: [], ids: new Map(), names: new Map() };
	const takenIds = idsOf(lab.nodes);
	const takenNames = new Set(lab.nodes.map(({ name }) => name));
	const linked = new Set(clip.links.flatMap(({ ends }) => ends.map((end) => `${end.node}/${end.interface}`)));
	const { x, y } = options.by ?? { x: 0, y: 0 };
	for (const node of outerFirst(clip.nodes)) {
		const parent = parentFor(lab, node, copies.ids, options.into);
		if (parent === null) continue;
		const joins = node.kind === 'bridge' && parent !== undefined && nodeById(lab, parent) !== undefined;
		const devices = new Set(joins ? devicesOf(lab, netnsOf(lab, parent)).map((one) => one.name) : []);
		// Two bridges that join the same netns at once must not take the same names.
		for (const other of copies.nodes) if (joins && other.parent === parent) devices.add(other.name);
		const name = node.kind === 'bridge' ? nextName(devices, node.name, 15) : nextName(takenNames, node.name);
		const id = freeId(takenIds, name);
		for (const other of copies.nodes)
			if (joins && other.parent === parent) for (const one of other.interfaces) devices.add(one.name);
		const names = portNames(node, devices.add(name));
		// A port without its link leads nowhere.
		const ports = node.interfaces.filter((one) => node.bridge === undefined || linked.has(`${node.id}/${one.name}`));
		const interfaces = ports.map((one) => ({ ...one, name: names.get(one.name)! }));
		const { parent: _, ...rest } = node;
		const placed = { ...rest, id, name, position: { x: node.position.x + x, y: node.position.y + y }, interfaces };
		copies.nodes.push(renumbering.fresh(parent === undefined ? placed : { ...placed, parent }));
		copies.ids.set(node.id, id);
		copies.names.set(node.id, names);
		takenIds.add(id);
		takenNames.add(name);
	}
	return copies;
}

/**
 * Adds what `copyNodes` wrote, with ids, names, MACs and addresses of their own where the lab has them already.
 * The same lab where the text is something else. `newNodes` tells which nodes came.
 */
export function pasteNodes(lab: Lab, text: string, options: PasteOptions = {}): Lab {
	const clip = readClipboard(text);
	if (clip === null || clip.nodes.length === 0) return lab;
	const renumbering = createRenumbering(lab);
	const { nodes, ids, names } = copiesOf(lab, clip, renumbering, options);
	if (nodes.length === 0) return lab;
	const takenLinks = idsOf(lab.links);
	const links: LabLink[] = [];
	for (const link of clip.links) {
		const ends = link.ends.map((end) => ({
			node: ids.get(end.node) ?? '',
			interface: names.get(end.node)?.get(end.interface) ?? ''
		}));
		if (ends.some((end) => end.node === '' || end.interface === '')) continue;
		const id = freeLinkId(takenLinks);
		takenLinks.add(id);
		links.push({ ...link, id, ends: [ends[0], ends[1]] });
	}
	return { ...lab, nodes: [...lab.nodes, ...nodes.map(renumbering.follow)], links: [...lab.links, ...links] };
}

/** Copies beside the originals, with all that is inside them and the links among them. */
export function duplicateNodes(lab: Lab, ids: readonly string[], by = { x: 40, y: 40 }): Lab {
	return pasteNodes(lab, copyNodes(lab, ids), { by });
}

/** Ids of the nodes that `after` has and `before` has not, such as those that were pasted. */
export function newNodes(before: Lab, after: Lab): string[] {
	const old = idsOf(before.nodes);
	return after.nodes.filter(({ id }) => !old.has(id)).map(({ id }) => id);
}
