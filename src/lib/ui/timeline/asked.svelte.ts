/** A stretch of the timeline, asked again when the trace has grown or the stretch is another one; never faster than it can be seen. */
import type { EngineClient, TimelineRange, TimelineSummary } from '../../engine/protocol.ts';
import { Question } from '../state/question.svelte.ts';

/** ms between two looks at a trace that grows. */
const GROWS = 120;

export class AskedTimeline {
	readonly #question: Question<TimelineRange, TimelineSummary>;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#next: TimelineRange | null = null;

	constructor(client: Pick<EngineClient, 'timeline'>) {
		this.#question = new Question((range) => client.timeline(range));
	}

	get answer(): TimelineSummary | undefined {
		return this.#question.answer;
	}

	/** The trace has grown: when there is time. */
	later(range: TimelineRange): void {
		this.#next = range;
		this.#timer ??= setTimeout(() => this.now(this.#next!), GROWS);
	}

	now(range: TimelineRange): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#question.want(range);
	}

	close(): void {
		clearTimeout(this.#timer);
	}
}
