/** What is still to come at the shown moment. The engine runs ahead: it knows how a planned input will end. */
import type { FlowSummary } from '../../engine/protocol.ts';
import { parseTime } from '../../net/time.ts';

/** It was asked for with a delay, and has not begun after `at` records. */
export function isPlanned(flow: FlowSummary, at: number): boolean {
	return flow.status !== 'cancelled' && flow.from >= at && parseTime(flow.input.at) > 0;
}
