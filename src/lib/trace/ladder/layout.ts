/** Where everything of a ladder goes: rows of one height, columns of one width. Shapes are data; CSS pixels. */
import { formatDuration } from '../../net/text.ts';
import type { LadderNode, LadderRow, Tone } from './ladder.ts';

/** Height of a row, and of the names above. */
export const ROW = 34;
export const HEAD = 34;
/** Width of the times at the left. */
export const TIMES = 92;
/** Narrowest and widest column. */
export const LEAST_COLUMN = 132;
export const MOST_COLUMN = 260;

export type Ink = Tone | 'ink' | 'muted' | 'line' | 'surface';

export type Shape =
	| { type: 'line'; x1: number; y1: number; x2: number; y2: number; ink: Ink; dash: boolean }
	| { type: 'dot'; x: number; y: number; ink: Ink }
	| { type: 'path'; d: string; ink: Ink; filled: boolean }
	| { type: 'pill'; x: number; y: number; width: number; ink: Ink }
	| {
			type: 'text';
			x: number;
			y: number;
			text: string;
			ink: Ink;
			anchor: 'start' | 'middle' | 'end';
			strong: boolean;
			halo: boolean;
	  };

/** Height of a note's pill, and CSS pixels that a letter takes about: wide enough for every face. */
export const PILL = 20;
const LETTER = 6.3;
const PILL_LETTER = 5.9;
const ARROW = 7;
const CROSS = 5;

export interface Columns {
	/** Middle of each node's column. */
	x: Map<string, number>;
	width: number;
}

/** @param room CSS pixels that there are; the ladder may be wider. */
export function columnsFor(nodes: readonly LadderNode[], room: number): Columns {
	const count = Math.max(1, nodes.length);
	const column = Math.max(LEAST_COLUMN, Math.min(MOST_COLUMN, (room - TIMES) / count));
	const x = new Map(nodes.map(({ id }, i) => [id, TIMES + column * (i + 0.5)]));
	return { x, width: Math.ceil(TIMES + column * count) };
}

/** A node without a column of its own is in the last one. */
function place(columns: Columns, node: string): number {
	return columns.x.get(node) ?? columns.x.get('') ?? columns.width - LEAST_COLUMN / 2;
}

function shortened(text: string, room: number): string {
	const letters = Math.floor(room / LETTER);
	return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}

function text(
	x: number,
	y: number,
	words: string,
	ink: Ink,
	anchor: 'middle' | 'end'
): Extract<Shape, { type: 'text' }> {
	return { type: 'text', x, y, text: words, ink, anchor, strong: false, halo: false };
}

/** The lines of the nodes, broken where time is folded. `top`: of the first row. */
export function lifelines(rows: readonly LadderRow[], columns: Columns, top: number): Shape[] {
	const shapes: Shape[] = [];
	let from = 0;
	for (let i = 1; i <= rows.length; i++) {
		if (i < rows.length && (rows[i].kind === 'gap') === (rows[from].kind === 'gap')) continue;
		const dash = rows[from].kind === 'gap';
		for (const x of columns.x.values())
			shapes.push({ type: 'line', x1: x, y1: top + from * ROW, x2: x, y2: top + i * ROW, ink: 'line', dash });
		from = i;
	}
	return shapes;
}

/** @param top of the row */
export function rowShapes(row: LadderRow, columns: Columns, top: number): Shape[] {
	if (row.kind === 'gap') {
		const middle = (TIMES + columns.width) / 2;
		return pill(middle, top, row.text, 'note', 'muted', 'middle');
	}
	const time = text(TIMES - 14, top + 21, formatDuration(row.time), 'muted', 'end');
	return [time, ...(row.kind === 'hop' ? hopShapes(row, columns, top) : noteShapes(row, columns, top))];
}

/** Words in a pill that begins, ends or has its middle at `x`. */
function pill(x: number, top: number, words: string, edge: Ink, ink: Ink, anchor: 'start' | 'middle' | 'end'): Shape[] {
	const width = Math.ceil(words.length * PILL_LETTER) + 18;
	const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
	return [
		{ type: 'pill', x: left, y: top + (ROW - PILL) / 2, width, ink: edge },
		text(left + width / 2, top + 21, words, ink, 'middle')
	];
}

function noteShapes(row: LadderRow, columns: Columns, top: number): Shape[] {
	const x = place(columns, row.node);
	const right = columns.width - x > x - TIMES;
	const words = shortened(row.text, (right ? columns.width - x : x - TIMES) - 34);
	const sign: Shape[] =
		row.tone === 'drop' ? cross(x, top + ROW / 2) : [{ type: 'dot', x, y: top + ROW / 2, ink: row.tone }];
	const ink = row.tone === 'note' ? 'ink' : row.tone;
	return [...pill(right ? x + 11 : x - 11, top, words, row.tone, ink, right ? 'start' : 'end'), ...sign];
}

function hopShapes(row: LadderRow, columns: Columns, top: number): Shape[] {
	const from = place(columns, row.node);
	const end = place(columns, row.to);
	// Both ends in the column of those that are too many.
	if (from === end) return noteShapes(row, columns, top);
	const to = row.lost ? (from + end) / 2 : end;
	const direction = Math.sign(end - from);
	const [y1, y2] = [top + 21, top + 27];
	const words = row.lost ? `${row.text} (lost)` : row.text;
	const half = (words.length * LETTER) / 2;
	const middle = Math.max(TIMES + half, Math.min((from + end) / 2, columns.width - half));
	const head: Shape[] = row.lost
		? cross(to, y2)
		: [
				{
					type: 'path',
					d: `M${to} ${y2}L${to - direction * ARROW} ${y2 - 4.5}L${to - direction * ARROW} ${y2 + 3.5}Z`,
					ink: row.tone,
					filled: true
				}
			];
	return [
		{
			type: 'line',
			x1: from,
			y1,
			x2: to - direction * (row.lost ? 0 : ARROW - 1),
			y2,
			ink: row.tone,
			dash: row.tone === 'arp'
		},
		...head,
		{ ...text(middle, top + 14, words, row.tone, 'middle'), halo: true }
	];
}

function cross(x: number, y: number): Shape[] {
	const d = `M${x - CROSS} ${y - CROSS}L${x + CROSS} ${y + CROSS}M${x + CROSS} ${y - CROSS}L${x - CROSS} ${y + CROSS}`;
	return [{ type: 'path', d, ink: 'drop', filled: false }];
}
