/** How a record's outcome is shown: a word and a picture, so that colour is never the only sign. */
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Clock from '@lucide/svelte/icons/clock';
import CornerDownRight from '@lucide/svelte/icons/corner-down-right';
import Pencil from '@lucide/svelte/icons/pencil';
import Reply from '@lucide/svelte/icons/reply';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import type { TraceRecord } from '../../trace/record.ts';

const verdicts = {
	pass: { word: 'passes', icon: CornerDownRight },
	drop: { word: 'dropped', icon: Ban },
	queue: { word: 'waits', icon: Clock },
	rewrite: { word: 'rewritten', icon: Pencil },
	deliver: { word: 'delivered', icon: CircleCheck },
	reply: { word: 'answered', icon: Reply },
	note: { word: 'noted', icon: StickyNote },
	hop: { word: 'on the link', icon: ArrowRight }
};

export type Outcome = keyof typeof verdicts;

export function outcome(record: TraceRecord): Outcome {
	return record.type === 'hop' ? 'hop' : record.verdict;
}

export function verdictOf(record: TraceRecord): (typeof verdicts)[Outcome] {
	return verdicts[outcome(record)];
}

export function wordOf(outcome: Outcome): string {
	return verdicts[outcome].word;
}
