/** What a kind of node is: a preset and the words for it, never a behaviour. */
import type { LabNode, NodeKind } from '../document.ts';

/** What a new node of a kind has beyond its id, name and place. */
export type Preset = Partial<Omit<LabNode, 'id' | 'kind' | 'name' | 'parent' | 'position'>>;

export interface KindOfNode {
	kind: NodeKind;
	/** On the palette: "NAT gateway". */
	label: string;
	/** In a sentence, with its article: "a NAT gateway". */
	noun: string;
	/** One sentence for who has never heard of it. */
	description: string;
	/** Name in lucide's set. */
	icon: string;
	/** Kinds that it may be inside. Empty: it stands on the canvas itself, and only there. */
	parents: readonly NodeKind[];
	/** Name of the nth one, counted from 1; for a bridge the name of its device. */
	name(n: number): string;
	/** Start of new interfaces' names, counted from 0: "eth". */
	interfaces: 'eth' | 'veth';
	/** Interfaces that are the node's own: they stay when their link is removed. */
	fixed: readonly string[];
	/** @param mac Gives a new MAC with each call. */
	preset(mac: () => string): Preset;
}
