/** The page's end of the matrix' worker. */
import type { World } from '../../sim/world.ts';
import type { ReachCell, ReachReason } from './cell.ts';
import type { ReachTable } from './questions.ts';
import type { ReachRequest, ReachResponse } from './worker.ts';

export interface ReachListener {
	/** Who is asked about whom; the cells follow, in any number of messages. */
	ontable(table: ReachTable, cells: number): void;
	oncells(known: ReachCell[], done: boolean): void;
	onerror(message: string): void;
}

export class ReachClient {
	readonly #worker: Worker;
	readonly #why = new Map<number, (reason: ReachReason | null) => void>();
	#asked = 0;
	#next = 0;

	constructor(listener: ReachListener) {
		this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'hopwise-reach' });
		this.#worker.onmessage = ({ data }: MessageEvent<ReachResponse>) => {
			if ('why' in data) {
				this.#why.get(data.why)?.(data.reason);
				this.#why.delete(data.why);
			} else if (data.ask !== this.#asked) return;
			else if ('table' in data) listener.ontable(data.table, data.cells);
			else listener.oncells(data.known, data.done);
		};
		this.#worker.onerror = ({ message }) => listener.onerror(message || 'its worker could not be started');
	}

	/** Ends what was being worked out. */
	ask(world: World, routers: boolean): void {
		this.#send({ ask: ++this.#asked, world, routers });
	}

	/** null: there is nothing to say. */
	why(row: number, column: number): Promise<ReachReason | null> {
		const why = this.#next++;
		return new Promise((resolve) => {
			this.#why.set(why, resolve);
			this.#send({ why, row, column });
		});
	}

	close(): void {
		this.#worker.terminate();
		for (const resolve of this.#why.values()) resolve(null);
		this.#why.clear();
	}

	#send(request: ReachRequest): void {
		this.#worker.postMessage(request);
	}
}
