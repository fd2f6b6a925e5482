/**
 * What the canvas shows of a lab, as plain values: one spec an element. A node that holds others is drawn as a box
 * around them and itself: the box `b:h1` holds the icon `n:h1`, so that the node's own links, position and packets
 * stay those of an ordinary icon.
 */
import type { Lab, LabLink, LabNode, NodeKind } from '../../lab/document.ts';
import type { Point } from '../api.ts';

export const nodeElement = (id: string) => `n:${id}`;
export const boxElement = (id: string) => `b:${id}`;
export const linkElement = (id: string) => `l:${id}`;
const tieElement = (bridge: string) => `i:${bridge}`;
export const noteElement = (id: string) => `t:${id}`;

export interface NodeSpec {
	id: string;
	type: 'node';
	/** Element id of the box that it is in. */
	parent: string | null;
	position: Point;
	data: { key: string; kind: NodeKind; name: string; address: string; boxed: boolean };
}

export interface BoxSpec {
	id: string;
	type: 'box';
	parent: string | null;
	data: { key: string; kind: NodeKind; name: string };
}

export interface LinkSpec {
	id: string;
	type: 'link';
	data: {
		key: string;
		source: string;
		target: string;
		/** Not pulled. */
		up: boolean;
		/** Both interfaces are up. */
		sourceUp: boolean;
		targetUp: boolean;
		/** Text near each end: the interface, and its address where the node has several. */
		sourceText: string;
		targetText: string;
		/** Distance of the bend from the straight line, model pixels: links side by side. */
		bend: number;
	};
}

/** A bridge is a device of the node that it is in: a thin line joins the two, where frames go up to the node and come down. */
export interface TieSpec {
	id: string;
	type: 'tie';
	data: { key: string; source: string; target: string };
}

export interface NoteSpec {
	id: string;
	type: 'note';
	position: Point;
	/** Width and height of its paper, model pixels. */
	data: { key: string; text: string; width: number; height: number };
}

export type Spec = NodeSpec | BoxSpec | LinkSpec | TieSpec | NoteSpec;

/** What the icon of a node is called inside its own box, whose title says the name already. */
const ownNames: Partial<Record<NodeKind, string>> = {
	host: 'root netns',
	netns: 'netns',
	router: 'router',
	nat: 'NAT gateway'
};

/** Model pixels between links that join the same two nodes. */
const SIDE_BY_SIDE = 44;

/** How large a note's paper is, from its text: measured where there is a screen. */
export type NoteSize = (text: string) => { width: number; height: number };

export function specsOf(lab: Lab, noteSize: NoteSize): Spec[] {
	const nodes = new Map(lab.nodes.map((node) => [node.id, node]));
	const holders = new Set<string>();
	for (const node of lab.nodes) if (parentOf(node, nodes) !== null) holders.add(node.parent!);

	const specs: Spec[] = [];
	for (const node of lab.nodes) {
		const parent = parentOf(node, nodes);
		const around = parent === null ? null : boxElement(parent);
		const boxed = holders.has(node.id);
		if (boxed)
			specs.push({
				id: boxElement(node.id),
				type: 'box',
				parent: around,
				data: { key: node.id, kind: node.kind, name: node.name }
			});
		specs.push({
			id: nodeElement(node.id),
			type: 'node',
			parent: boxed ? boxElement(node.id) : around,
			position: { x: node.position.x, y: node.position.y },
			data: {
				key: node.id,
				kind: node.kind,
				name: boxed ? (ownNames[node.kind] ?? node.name) : node.name,
				address: addressText(node),
				boxed
			}
		});
	}
	for (const { id, kind, parent } of lab.nodes) {
		if (kind === 'bridge' && parent !== undefined && nodes.has(parent))
			specs.push({
				id: tieElement(id),
				type: 'tie',
				data: { key: id, source: nodeElement(id), target: nodeElement(parent) }
			});
	}
	specs.push(...linkSpecs(lab, nodes));
	for (const note of lab.notes) {
		const { width, height } = noteSize(note.text);
		specs.push({
			id: noteElement(note.id),
			type: 'note',
			position: { x: note.position.x, y: note.position.y },
			data: { key: note.id, text: note.text, width, height }
		});
	}
	return specs;
}

/** The node that this one is drawn in. A parent that is missing or goes round in a circle is none. */
function parentOf(node: LabNode, nodes: Map<string, LabNode>): string | null {
	const seen = new Set([node.id]);
	for (let at = node; at.parent !== undefined;) {
		const next = nodes.get(at.parent);
		if (next === undefined) break;
		if (seen.has(next.id)) return null;
		seen.add(next.id);
		at = next;
	}
	return node.parent !== undefined && nodes.has(node.parent) ? node.parent : null;
}

function linkSpecs(lab: Lab, nodes: Map<string, LabNode>): LinkSpec[] {
	const between = new Map<string, LabLink[]>();
	for (const link of lab.links) {
		const [a, b] = [link.ends[0].node, link.ends[1].node];
		if (!nodes.has(a) || !nodes.has(b)) continue;
		const pair = a < b ? `${a}\n${b}` : `${b}\n${a}`;
		const group = between.get(pair);
		if (group === undefined) between.set(pair, [link]);
		else group.push(link);
	}
	const specs: LinkSpec[] = [];
	for (const group of between.values())
		group.forEach((link, i) => {
			const [a, b] = link.ends;
			const self = a.node === b.node;
			// The sign is towards one side of the pair, whichever way round a link was drawn.
			const side = (i - (group.length - 1) / 2) * SIDE_BY_SIDE * 2;
			const source = endOf(nodes.get(a.node)!, a.interface);
			const target = endOf(nodes.get(b.node)!, b.interface);
			specs.push({
				id: linkElement(link.id),
				type: 'link',
				data: {
					key: link.id,
					source: nodeElement(a.node),
					target: nodeElement(b.node),
					up: link.up,
					sourceUp: source.up,
					targetUp: target.up,
					sourceText: source.text,
					targetText: target.text,
					bend: self ? 60 + i * 30 : a.node < b.node ? side : -side
				}
			});
		});
	return specs;
}

function endOf(node: LabNode, name: string): { up: boolean; text: string } {
	const found = node.interfaces.find((candidate) => candidate.name === name);
	if (found === undefined) return { up: true, text: name };
	const several = allAddresses(node).length > 1;
	const address = several ? found.addresses[0] : undefined;
	return { up: found.up, text: address === undefined ? name : `${name} ${address}` };
}

function allAddresses(node: LabNode): string[] {
	const own = node.interfaces.filter((one) => one.name !== 'lo').flatMap((one) => one.addresses);
	return node.bridge === undefined ? own : [...node.bridge.addresses, ...own];
}

/** "10.0.0.1/24", "10.0.0.1/24 +1", or "". */
function addressText(node: LabNode): string {
	const all = allAddresses(node);
	if (all.length === 0) return '';
	return all.length === 1 ? all[0] : `${all[0]} +${all.length - 1}`;
}
