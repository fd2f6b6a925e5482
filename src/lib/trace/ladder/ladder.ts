/** A flow as a ladder (sequence) diagram: nodes across, time downwards, one row for each frame, note and idle gap. */
import type { FrameClass } from '../record.ts';

/** What a row is about: the class of a frame, or how a decision went. */
export type Tone = FrameClass | 'drop' | 'ok' | 'wait' | 'change' | 'note';

export interface LadderRow {
	kind: 'hop' | 'note' | 'gap';
	/** The record; of a gap: the first one after it. */
	id: number;
	/** ns */
	time: number;
	/** Node that sends, or where it happened; "" for a gap. */
	node: string;
	/** Node that receives; "" for others. */
	to: string;
	text: string;
	tone: Tone;
	/** The frame will not arrive. */
	lost: boolean;
}

export interface LadderNode {
	id: string;
	name: string;
}

export interface Ladder {
	/** Columns, from left to right. Nodes that are too many share the last one, whose id is "". */
	nodes: LadderNode[];
	rows: LadderRow[];
}
