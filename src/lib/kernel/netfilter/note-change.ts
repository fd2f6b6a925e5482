/** A step about what a target has changed of a packet. */
import type { ActionParam } from './action-param.ts';

/** Nothing is said where nothing has changed. */
export function noteChange(at: ActionParam, target: string, field: string, before: string, after: string): void {
	const { k } = at;
	if (!k.rec.on || before === after) return;
	k.rec.step(at.ns, at.stage, 'rewrite', at.packet, { kind: 'target-change', target, field, before, after });
}
