/**
 * What is wrong with the lab: what the document's checks say at once, and advice about the network as a whole, which is
 * looked for when a person has stopped changing things.
 */
import { withAdvice, type Advice, type Mend } from '../../lab/advice/advice.ts';
import type { Lab } from '../../lab/document.ts';
import type { Problem } from '../../lab/problem.ts';
import { runsDifferently } from './running-part.ts';

/** A problem as it is listed. */
export type Listed = Problem & Partial<Pick<Advice, 'why' | 'mends'>>;

/** ms without another change before the network is looked at. */
const PAUSE_MS = 200;

export class Problems {
	#advice = $state.raw<Advice[]>([]);
	/** The document's checks come with the first look: a first visit sees the canvas before. */
	#check = $state.raw<(lab: Lab) => Problem[]>(() => []);
	#lab: () => Lab;
	readonly #checked: Problem[] = $derived.by(() => this.#check(this.#lab()));
	#seen: Lab | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Errors first. */
	readonly all: Listed[] = $derived.by(() =>
		withAdvice(this.#checked, this.#advice).sort(
			(a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error')
		)
	);

	constructor(lab: () => Lab) {
		this.#lab = lab;
	}

	/** The lab has changed. */
	look(lab: Lab): void {
		if (this.#seen !== null && !runsDifferently(this.#seen, lab)) return;
		this.#seen = lab;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#work(lab), PAUSE_MS);
	}

	async #work(lab: Lab): Promise<void> {
		const [{ checkLab }, { adviseOn }] = await Promise.all([
			import('../../lab/check.ts'),
			import('../../lab/advice/index.ts')
		]);
		this.#check = checkLab;
		if (lab !== this.#seen) return;
		// Advice reads a sound lab only: whatever is broken is said first.
		this.#advice = this.#checked.some(({ severity }) => severity === 'error') ? [] : adviseOn(lab);
	}
}

export type { Mend };
