/**
 * The rows of one flow's ladder, as places in the trace. Found when somebody looks at the flow, and from then on only for
 * the records that are new; a row is made for a person when it comes into view.
 */
import type { Ladder, LadderNode, LadderRow } from '../trace/ladder/ladder.ts';
import { gapRow, isTold, maybeTold, rowOf, SHORTEST_GAP } from '../trace/ladder/rows.ts';
import type { TraceReader } from './trace-reader.ts';

/** Columns; the nodes beyond share one more. */
const MOST_NODES = 24;

export interface LadderPage extends Ladder {
	flow: number;
	/** Rows in all, and the first of `rows`. */
	total: number;
	from: number;
	/** The last row that has happened at the moment that was asked for, or -1. */
	current: number;
}

export class LadderIndex {
	readonly flow: number;
	/** Records that are address rewrites. */
	readonly rewrites: number[] = [];
	readonly #reader: TraceReader;
	/** By row: a record, or, with all bits turned, the one before which time is folded. */
	#rows: number[] = [];
	/** ns, by gap. */
	#gaps = new Map<number, number>();
	#scanned = 0;
	/** Nodes in the order in which a frame comes to them; those that only ARP comes to last. */
	#nodes = new Set<string>();
	#others = new Set<string>();
	/** Ends of links whose nodes are known: with other frames than ARP, and at all. */
	#ways = new Set<number>();
	#arpWays = new Set<number>();
	/** ns at which the last frame so far arrives, and the last record happened. */
	#busy = 0;

	constructor(reader: TraceReader, flow: number) {
		this.#reader = reader;
		this.flow = flow;
	}

	page(from: number, count: number, at: number): LadderPage {
		this.#catchUp();
		const first = Math.max(0, Math.min(from, this.#rows.length));
		return {
			flow: this.flow,
			total: this.#rows.length,
			from: first,
			current: this.#rowBefore(at),
			nodes: this.#columns(),
			rows: this.#rows.slice(first, first + count).map((row) => this.#row(row))
		};
	}

	/** Rewrites of addresses so far. */
	translated(): readonly number[] {
		this.#catchUp();
		return this.rewrites;
	}

	#row(row: number): LadderRow {
		if (row < 0) return gapRow(~row, this.#reader.trace.timeOf(~row), this.#gaps.get(~row)!);
		return rowOf(this.#reader.record(row));
	}

	#rowBefore(at: number): number {
		let low = 0;
		let high = this.#rows.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			const row = this.#rows[middle];
			if ((row < 0 ? ~row : row) < at) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	#columns(): LadderNode[] {
		const all = [...this.#nodes, ...[...this.#others].filter((node) => !this.#nodes.has(node))];
		const shown = all.length > MOST_NODES + 1 ? all.slice(0, MOST_NODES) : all;
		const nodes = shown.map((id) => ({ id, name: this.#reader.nodeName(id) }));
		if (shown.length < all.length) nodes.push({ id: '', name: `${all.length - shown.length} more nodes` });
		return nodes;
	}

	#catchUp(): void {
		const { trace } = this.#reader;
		for (; this.#scanned < trace.count; this.#scanned++)
			if (trace.flowOf(this.#scanned) === this.flow) this.#add(this.#scanned);
	}

	#add(id: number): void {
		const { trace } = this.#reader;
		if (trace.isHop(id)) {
			this.#gapBefore(id);
			this.#rows.push(id);
			const { link, end, arrive } = trace.readHop(id);
			this.#busy = Math.max(this.#busy, arrive);
			this.#meet(id, link * 2 + end);
			return;
		}
		const { kind } = trace.factsOf(id)!;
		if (kind === 'nat-rewrite') this.rewrites.push(id);
		if (!maybeTold(kind)) return;
		const step = this.#reader.step(id);
		if (!isTold(step)) return;
		this.#gapBefore(id);
		this.#rows.push(id);
		this.#others.add(step.node);
		this.#busy = Math.max(this.#busy, trace.timeOf(id));
	}

	#gapBefore(id: number): void {
		const idle = this.#reader.trace.timeOf(id) - this.#busy;
		if (this.#rows.length === 0 || idle < SHORTEST_GAP) return;
		this.#gaps.set(id, idle);
		this.#rows.push(~id);
	}

	/** Reading a frame costs: only where its way is new. */
	#meet(id: number, way: number): void {
		if (this.#ways.has(way)) return;
		const known = this.#arpWays.has(way);
		if (known && this.#arpWays.size > MOST_NODES * 4) return;
		const hop = this.#reader.hop(id);
		const arp = hop.class === 'arp';
		(arp ? this.#arpWays : this.#ways).add(way);
		for (const node of [hop.node, hop.to.node]) (arp ? this.#others : this.#nodes).add(node);
	}
}
