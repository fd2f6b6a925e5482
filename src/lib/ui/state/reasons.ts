/** Why packets died, one sentence a record, asked once and then remembered. */
import type { EngineClient } from '../../engine/protocol.ts';

export class Reasons {
	#texts = new Map<number, string>();
	#generation = 0;
	#client: Pick<EngineClient, 'explain'>;
	#came: () => void;

	/** `came`: a reason has arrived, and what shows it should be drawn again. */
	constructor(client: Pick<EngineClient, 'explain'>, came: () => void) {
		this.#client = client;
		this.#came = came;
	}

	/** "" until it has arrived. */
	of(record: number, generation: number): string {
		if (generation !== this.#generation) {
			this.#generation = generation;
			this.#texts.clear();
		}
		const known = this.#texts.get(record);
		if (known !== undefined) return known;
		this.#texts.set(record, '');
		void this.#client.explain(record).then(
			({ sentence }) => {
				if (generation !== this.#generation) return;
				this.#texts.set(record, sentence);
				this.#came();
			},
			() => {}
		);
		return '';
	}
}
