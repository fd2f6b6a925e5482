/** How a cell reads and what picture it has, so that colour is never the only sign. */
import ArrowRightToLine from '@lucide/svelte/icons/arrow-right-to-line';
import Check from '@lucide/svelte/icons/check';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import X from '@lucide/svelte/icons/x';
import type { ReachColumn } from '../../engine/reach/questions.ts';
import type { ReachCell } from '../../engine/reach/cell.ts';

export const outcomes = {
	reached: { word: 'reached', icon: Check },
	arrived: { word: 'arrives, the answer does not', icon: ArrowRightToLine },
	lost: { word: 'not reached', icon: X },
	undecided: { word: 'not known, too much else goes on', icon: CircleQuestionMark }
};

export function outcomeOf({ reached, state }: Pick<ReachCell, 'reached' | 'state'>): keyof typeof outcomes {
	return reached || state === 'answered' ? 'reached' : state;
}

/** "server", "server, http on tcp port 80" */
export function targetName({ name, port }: ReachColumn): string {
	return port === null ? name : `${name}, ${port.program} on ${port.protocol} port ${port.number}`;
}
