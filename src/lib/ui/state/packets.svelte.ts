/** What the packet list shows: whose frames, which of them, and how far the worker is with it. Rows are fetched as they come into view. */
import type { EngineClient } from '../../engine/protocol.ts';
import type { PacketProgress, PacketRow, PacketScope } from '../../engine/packets/query.ts';
import { RecordWindow } from '../player/window.ts';

/** Rows fetched at once: each is a frame that is taken apart. */
const PAGE = 64;

const nothing: PacketProgress = { rows: 0, looked: 0, frames: 0, done: true, problem: null };

export class PacketsState {
	/** In Wireshark's language, as it is typed. */
	filter = $state('');
	/** "lab"; "node": the selected one; or the name of an interface of it. */
	scope = $state('lab');
	/** Only what this flow caused; -1: everything. */
	flow = $state(-1);
	progress = $state.raw<PacketProgress>(nothing);
	/** Goes up whenever rows that were fetched may be other ones. */
	version = $state(0);

	readonly window: RecordWindow<PacketRow>;
	#client: EngineClient;
	#asked = '';
	/** Goes up with every question, so that only the last one goes on. */
	#turn = 0;

	constructor(client: EngineClient) {
		this.#client = client;
		this.window = new RecordWindow((from, count) => client.packetRows(from, count), PAGE);
	}

	/** Has the list made, or made longer, slice by slice. */
	async look(scope: PacketScope, generation: number): Promise<void> {
		const query = { scope, filter: this.filter, flow: this.flow, generation };
		const turn = ++this.#turn;
		const key = JSON.stringify(query);
		const another = key !== this.#asked;
		this.#asked = key;
		let coming = this.#client.packets(query);
		for (let first = true; ; first = false) {
			const progress = await coming;
			if (turn !== this.#turn) return;
			// The worker goes on while this slice is drawn.
			if (!progress.done) coming = this.#client.packets(query);
			if (first && another && progress.problem === null) this.#forget();
			this.progress = progress;
			if (progress.done) break;
		}
		// A later frame may have answered one that was read before.
		if (!another) this.#forget();
	}

	#forget(): void {
		this.window.cut(0);
		this.version++;
	}
}
