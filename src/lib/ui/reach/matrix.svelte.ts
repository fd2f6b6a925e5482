/** The matrix as it is shown: what is known of it, and what is out of date since an edit. */
import { SvelteMap } from 'svelte/reactivity';
import { ReachClient } from '../../engine/reach/client.ts';
import type { ReachCell, ReachReason } from '../../engine/reach/cell.ts';
import type { ReachTable } from '../../engine/reach/questions.ts';
import type { World } from '../../sim/world.ts';

/** A cell, named by its row and its column: an edit may have moved both. */
function keyOf(node: string, column: string): string {
	return `${node} → ${column}`;
}

export interface ShownCell extends ReachCell {
	/** It was worked out for another lab or another moment than the one that is asked about now. */
	stale: boolean;
}

const empty: ReachTable = { rows: [], columns: [], left: 0 };

export class Matrix {
	table = $state.raw<ReachTable>(empty);
	/** Cells known for what was asked last, and how many there will be. */
	known = $state(0);
	cells = $state(0);
	/** ns of virtual time that it is of. */
	time = $state(0);
	/** Nothing has been worked out yet. */
	fresh = $state(true);
	working = $state(false);
	error = $state('');
	/** Cells that are not reached. */
	failed = $state(0);

	/** Each cell is looked at by itself: only those that change are drawn anew. null: not known. */
	#cells = new SvelteMap<string, ShownCell | null>();
	/** Where a node's row and the column of its pings are. */
	#places = new Map<string, { row: number; column: number }>();
	readonly #client: ReachClient;

	constructor() {
		this.#client = new ReachClient({
			ontable: (table, cells) => {
				this.table = table;
				this.cells = cells;
				this.known = 0;
				this.fresh = false;
				this.#prepare();
			},
			oncells: (known, done) => {
				for (const cell of known) this.#cells.set(this.#keyAt(cell.row, cell.column), { ...cell, stale: false });
				this.known += known.length;
				this.working = !done;
				if (done) this.#forgetStale();
				this.failed = 0;
				for (const cell of this.#cells.values()) if (cell?.reached === false) this.failed++;
			},
			onerror: (message) => {
				this.error = message;
				this.working = false;
			}
		});
	}

	/** What is known so far is out of date until it has been worked out for this world. */
	ask(world: World, routers: boolean): void {
		for (const [key, cell] of this.#cells) if (cell !== null) this.#cells.set(key, { ...cell, stale: true });
		this.time = world.now;
		this.working = true;
		this.error = '';
		this.#client.ask(world, routers);
	}

	cell(row: number, column: number): ShownCell | undefined {
		return this.#cells.get(this.#keyAt(row, column)) ?? undefined;
	}

	/** Who is asked is reached, and does not reach the one who asks: only where both ways are pings, and known. */
	oneSided(row: number, column: number): boolean {
		const { rows, columns } = this.table;
		if (columns[column].port !== null || this.cell(row, column)?.reached !== true) return false;
		const there = this.#places.get(columns[column].node);
		const here = this.#places.get(rows[row].node);
		return there !== undefined && here !== undefined && this.cell(there.row, here.column)?.reached === false;
	}

	why(row: number, column: number): Promise<ReachReason | null> {
		return this.#client.why(row, column);
	}

	close(): void {
		this.#client.close();
	}

	#keyAt(row: number, column: number): string {
		return keyOf(this.table.rows[row].node, this.table.columns[column].key);
	}

	#prepare(): void {
		const { rows, columns } = this.table;
		this.#places = new Map(
			rows.map(({ node }, row) => [
				node,
				{ row, column: columns.findIndex((column) => column.node === node && column.port === null) }
			])
		);
		for (let row = 0; row < rows.length; row++)
			for (let column = 0; column < columns.length; column++) {
				const key = this.#keyAt(row, column);
				if (!this.#cells.has(key)) this.#cells.set(key, null);
			}
	}

	#forgetStale(): void {
		for (const [key, cell] of this.#cells) if (cell?.stale) this.#cells.set(key, null);
	}
}
