/** Two branches side by side: the other one is computed again from where they part, and the steps that both have are put into one line. */
import { diffArrays } from 'diff';
import type { TraceRecord } from '../trace/record.ts';
import type { Found } from './history.ts';
import { applyEntry, type JournalEntry } from './journal.ts';
import { resume } from './run-lab.ts';
import { TraceReader } from './trace-reader.ts';

/** Records of each that are compared, from where they part. */
const MOST = 4000;
/** Differences after which aligning is given up: they have nothing in common. */
const MOST_EDITS = 3000;

export interface Side {
	id: number;
	/** ns */
	time: number;
	node: string;
	label: string;
}

/** One line: a step that both have, or only one of them. */
export interface ComparisonRow {
	/** Of the shown branch. */
	here: Side | null;
	there: Side | null;
}

export interface Comparison {
	/** Records that both have in common before they part, and ns. */
	at: number;
	time: number;
	/** First line that differs in what happens, -1: they do the same. */
	first: number;
	rows: ComparisonRow[];
	/** There is more than is compared here. */
	more: boolean;
}

/** @param past The world where they part; it is used up. */
export function compareTraces(reader: TraceReader, past: Found, journal: readonly JournalEntry[]): Comparison {
	const from = past.records;
	const time = past.world.now;
	const other = runOn(reader, past, journal);
	const here = linesOf(reader, from);
	const there = linesOf(other, from);
	const rows = align(here, there);
	return {
		at: from,
		time,
		first: rows.findIndex((row) => row.here === null || row.there === null),
		rows,
		more: reader.trace.count - from > MOST || other.trace.count - from > MOST
	};
}

/** The other branch, as far as it is compared. */
function runOn(reader: TraceReader, { world, records, applied }: Found, journal: readonly JournalEntry[]): TraceReader {
	const trace = reader.trace.prefix(records, world);
	const sim = resume(world, trace);
	trace.clock = sim;
	let next = applied;
	do {
		while (next < journal.length && journal[next].events === world.events) applyEntry(sim, journal[next++]);
	} while (trace.count <= records + MOST && sim.step());
	return new TraceReader(trace, () => sim.world);
}

interface Line extends Side {
	/** What happens, whenever it does. */
	key: string;
}

function linesOf(reader: TraceReader, from: number): Line[] {
	const lines: Line[] = [];
	for (let id = from; id < Math.min(reader.trace.count, from + MOST); id++)
		lines.push(lineOf(reader, reader.record(id)));
	return lines;
}

function lineOf(reader: TraceReader, record: TraceRecord): Line {
	const node = reader.nodeName(record.node);
	const label =
		record.type === 'step'
			? record.label
			: `${record.label} → ${reader.nodeName(record.to.node)}${record.lost ? ' (lost)' : ''}`;
	const place = record.type === 'step' ? record.stage : record.link;
	return { id: record.id, time: record.time, node, label, key: `${record.node}|${place}|${label}` };
}

function align(here: readonly Line[], there: readonly Line[]): ComparisonRow[] {
	const rows: ComparisonRow[] = [];
	const parts = diffArrays([...here], [...there], {
		comparator: (a, b) => a.key === b.key,
		maxEditLength: MOST_EDITS
	});
	if (parts === undefined) {
		for (const line of here) rows.push({ here: side(line), there: null });
		for (const line of there) rows.push({ here: null, there: side(line) });
		return rows;
	}
	let a = 0;
	let b = 0;
	for (const part of parts) {
		for (let i = 0; i < part.value.length; i++)
			rows.push({ here: part.added ? null : side(here[a++]), there: part.removed ? null : side(there[b++]) });
	}
	return rows;
}

function side({ id, time, node, label }: Line): Side {
	return { id, time, node, label };
}
