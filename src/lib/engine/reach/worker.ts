/** A worker of its own, so that neither the page nor the network that is shown waits for the matrix. A new world ends what was being worked out. */
import type { World } from '../../sim/world.ts';
import type { ReachCell, ReachReason } from './cell.ts';
import { ReachMatrix } from './matrix.ts';
import type { ReachTable } from './questions.ts';

export type ReachRequest =
	| { ask: number; world: World; routers: boolean }
	/** Of the matrix that was asked for last. */
	| { why: number; row: number; column: number };

export type ReachResponse =
	| { ask: number; table: ReachTable; cells: number }
	| { ask: number; known: ReachCell[]; done: boolean }
	| { why: number; reason: ReachReason | null };

/** ms of work between two looks at the mailbox. */
const BUSY = 60;

let matrix: ReachMatrix | null = null;
let asked = -1;
let running = false;

/** A message to oneself comes back after the messages that wait. */
const channel = new MessageChannel();
channel.port1.onmessage = slice;

function slice(): void {
	running = false;
	if (matrix === null) return;
	const known: ReachCell[] = [];
	const end = performance.now() + BUSY;
	let cell = matrix.next();
	while (cell !== null) {
		known.push(cell);
		if (performance.now() >= end) break;
		cell = matrix.next();
	}
	tell({ ask: asked, known, done: cell === null });
	if (cell !== null) run();
}

function run(): void {
	if (running) return;
	running = true;
	channel.port2.postMessage(null);
}

function tell(response: ReachResponse): void {
	postMessage(response);
}

onmessage = ({ data }: MessageEvent<ReachRequest>) => {
	if ('why' in data) return tell({ why: data.why, reason: matrix?.why(data.row, data.column) ?? null });
	asked = data.ask;
	matrix = new ReachMatrix(data.world, data.routers);
	tell({ ask: asked, table: matrix.table, cells: matrix.questions.length });
	run();
};
