/**
 * The running network as the page knows it: the engine's client, how far it has come, and what was asked of it. An
 * edit or an input cuts the future at the shown moment, and whoever keeps records is told.
 */
import type { EngineClient, Progress } from '../../engine/protocol.ts';
import type { SessionDocument } from '../../engine/session-document.ts';
import type { Input, Lab } from '../../lab/document.ts';

const empty: Progress = {
	count: 0,
	time: 0,
	quiet: true,
	waiting: false,
	storm: null,
	loop: null,
	flows: [],
	events: 0,
	edits: [],
	branches: [],
	branch: 0
};

export interface SessionEvents {
	/** The trace is another one from record `at` on. */
	oncut(at: number, progress: Progress): void;
	/** What happened before record `at` can't be gone back into by an edit: it is past. */
	onpassed(at: number): Promise<void>;
	/** A new world. */
	onload(progress: Progress): void;
	onprogress(progress: Progress): void;
	/** What came after the moment of a change stays as branch `left`. */
	onbranch(left: number): void;
	onerror(what: string, error: unknown): void;
}

export class EngineSession {
	progress = $state.raw<Progress>(empty);
	/** Goes up whenever part of the trace was thrown away: what was asked before may be wrong. */
	generation = $state(0);
	/** A call that changes the world is on its way. */
	busy = $state(false);

	readonly client: EngineClient;
	#events: SessionEvents;
	/** Changes run one after another, in the order in which they were asked for. */
	#queue: Promise<unknown> = Promise.resolve();
	#waiting = 0;

	constructor(client: EngineClient, events: SessionEvents) {
		this.client = client;
		this.#events = events;
		client.onProgress((progress) => {
			// A push from before a change that is under way tells of a trace that is no more.
			if (this.#waiting > 0) return;
			this.#take(progress);
			events.onprogress(progress);
		});
	}

	/** A new world from the start. */
	load(lab: Lab): Promise<void> {
		return this.#change('The lab could not be started', async () => {
			const progress = await this.client.load(lab);
			this.#take(progress);
			this.generation++;
			this.#events.onload(progress);
		});
	}

	/** The world goes on with an edited lab; `at` is asked when its turn has come. */
	edit(lab: Lab, at: () => number, text: string): Promise<void> {
		return this.#change('The edit could not be taken over by the running network', async () => {
			// Nothing has happened and nothing was asked for: the network is built anew.
			if (this.progress.count === 0 && this.progress.flows.length === 0 && this.progress.branches.length < 2) {
				const progress = await this.client.load(lab);
				this.#take(progress);
				this.generation++;
				this.#events.onload(progress);
				return;
			}
			const moment = at();
			const progress = await this.client.edit(lab, moment, text);
			// What has begun is done by the old network: the new one goes on from there.
			const there = progress.edits.at(-1)?.at ?? moment;
			this.#cut(there, progress);
			await this.#events.onpassed(there);
		});
	}

	/** Sends packets, pulls cables: adds to the journal at the moment `at`. */
	input(inputs: Input[], at: () => number): Promise<void> {
		return this.#change('The packet could not be sent', async () => {
			const moment = at();
			this.#cut(moment, await this.client.input(inputs, moment));
		});
	}

	/** Takes an input back that is planned for later. */
	cancel(flow: number, at: () => number): Promise<void> {
		return this.#change('The packet could not be taken back', async () => {
			const moment = at();
			this.#cut(moment, await this.client.cancel(flow, moment));
		});
	}

	/** A saved session, from its start. Answers where its playhead was. */
	async restore(document: SessionDocument): Promise<number> {
		let at = 0;
		await this.#change('The session could not be opened', async () => {
			const restored = await this.client.restore(document);
			({ at } = restored);
			this.#take(restored.progress);
			this.generation++;
			this.#events.onload(restored.progress);
		});
		return at;
	}

	/** Goes over to another branch. Answers where its playhead was. */
	async toBranch(id: number): Promise<number> {
		let at = -1;
		await this.#change('The branch could not be returned to', async () => {
			const found = await this.client.toBranch(id);
			({ at } = found);
			this.#take(found.progress);
			this.generation++;
			this.#events.oncut(found.from, found.progress);
		});
		return at;
	}

	removeBranch(id: number): Promise<void> {
		return this.#change('The branch could not be deleted', async () => {
			const progress = await this.client.removeBranch(id);
			this.#take(progress);
			this.#events.onprogress(progress);
		});
	}

	storm(action: 'stop' | 'continue'): Promise<void> {
		return this.#change('The storm could not be stopped', async () => {
			const progress = await this.client.storm(action);
			this.#take(progress);
			this.#events.onprogress(progress);
		});
	}

	#cut(at: number, progress: Progress): void {
		const left = this.progress.branch;
		this.#take(progress);
		this.generation++;
		this.#events.oncut(at, progress);
		if (progress.branch !== left) this.#events.onbranch(left);
	}

	#take(progress: Progress): void {
		this.progress = progress;
	}

	#change(what: string, run: () => Promise<void>): Promise<void> {
		this.#waiting++;
		this.busy = true;
		const result = this.#queue.then(run).then(
			() => {},
			(error: unknown) => this.#events.onerror(what, error)
		);
		this.#queue = result.finally(() => {
			this.busy = --this.#waiting > 0;
		});
		return result;
	}
}
