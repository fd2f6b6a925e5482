/** Ways to a moment that is named by what happens there: the next input, the one before, "run until". */
import type { Condition } from '../../engine/condition.ts';
import type { EngineClient, Progress } from '../../engine/protocol.ts';
import type { Player } from '../player/player.svelte.ts';

/** Records that are looked through before it gives up: a storm that was let go on never ends. */
const LOOKED_THROUGH = 2_000_000;

export interface TravelPage {
	player: Player;
	progress(): Progress;
	words(condition: Condition): string;
	say(text: string): void;
}

export class Travel {
	/** What it runs to, while the engine is not there yet. */
	looking = $state('');

	#client: Pick<EngineClient, 'find' | 'playhead' | 'onProgress'>;
	#page: TravelPage;
	/** Goes up with every wish: an answer to an earlier one moves nothing. */
	#wish = 0;

	constructor(client: Pick<EngineClient, 'find' | 'playhead' | 'onProgress'>, page: TravelPage) {
		this.#client = client;
		this.#page = page;
	}

	cancel(): void {
		this.#wish++;
		this.looking = '';
	}

	/** To the record before or after the shown moment that meets the condition. */
	async step(condition: Condition, dir: 1 | -1): Promise<void> {
		const wish = ++this.#wish;
		const { player } = this.#page;
		player.pause();
		// What is shown now is not what comes before it.
		const from = dir === 1 ? player.at : player.shown >= 0 ? Math.min(player.shown, player.at) : player.at;
		let found = await this.#client.find([condition], from, dir);
		while (!found.done && wish === this.#wish) found = await this.#client.find([condition], found.looked, dir);
		if (wish !== this.#wish) return;
		const { record } = found;
		if (record >= 0) await player.jump(record);
		else if (dir === 1) await player.toEnd();
		else await player.toStart();
	}

	/** On to the first record that meets the condition, however far the engine has to run for it. */
	async until(condition: Condition): Promise<void> {
		const wish = ++this.#wish;
		const { player, progress, words, say } = this.#page;
		player.pause();
		const start = player.at;
		let from = start;
		for (;;) {
			const { record, looked, done } = await this.#client.find([condition], from, 1);
			if (wish !== this.#wish) return;
			if (record >= 0) {
				this.looking = '';
				await player.jump(record);
				player.stopped = { record, condition, breakpoint: false };
				return;
			}
			from = Math.max(from, looked);
			if (!done) {
				this.looking = words(condition);
				continue;
			}
			const { count, quiet, storm } = progress();
			if (((quiet || storm !== null) && looked >= count) || from - start > LOOKED_THROUGH) break;
			this.looking = words(condition);
			await this.#more(count);
			if (wish !== this.#wish) return;
		}
		this.looking = '';
		this.#client.playhead(player.at);
		say(`From here on it does not come to this: ${words(condition)}.`);
	}

	/** The engine has gone on beyond `count` records. */
	#more(count: number): Promise<void> {
		return new Promise((done) => {
			const off = this.#client.onProgress((progress) => {
				if (progress.count <= count && !progress.quiet && progress.storm === null) return;
				off();
				done();
			});
			this.#client.playhead(count);
		});
	}
}
