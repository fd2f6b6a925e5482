/** The matrix of a world: asked for cell by cell, so that whoever asks can stop and do something else between two. */
import type { World } from '../../sim/world.ts';
import { reachCell, reachReason, type ReachCell, type ReachReason } from './cell.ts';
import { questionOf, reachTable, type ReachQuestion, type ReachTable } from './questions.ts';

export class ReachMatrix {
	readonly table: ReachTable;
	readonly questions: ReachQuestion[] = [];
	readonly #world: World;
	#next = 0;

	constructor(world: World, routers: boolean) {
		this.#world = world;
		this.table = reachTable(world, routers);
		for (let row = 0; row < this.table.rows.length; row++)
			for (let column = 0; column < this.table.columns.length; column++) {
				const question = questionOf(world, this.table, row, column);
				if (question !== null) this.questions.push(question);
			}
	}

	/** The next cell; null: all are known. */
	next(): ReachCell | null {
		const question = this.questions.at(this.#next++);
		return question === undefined ? null : reachCell(this.#world, question, this.table.columns[question.column]);
	}

	why(row: number, column: number): ReachReason {
		const question = this.questions.find((one) => one.row === row && one.column === column);
		if (question === undefined) return { place: '', sentence: '', paragraph: '', mends: [] };
		return reachReason(this.#world, question);
	}
}
