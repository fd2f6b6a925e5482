/** What a run stops at, in words. */
import type { Condition } from '../../engine/condition.ts';
import type { Names } from '../../trace/view.ts';

type Known = Pick<Names, 'node' | 'link'>;

/** "a frame comes to r1": after "stop when" and "run until". */
export function describeCondition(condition: Condition, names: Known): string {
	switch (condition.on) {
		case 'delivery':
			return 'a packet is delivered';
		case 'drop':
			return 'a packet is lost';
		case 'change':
			return 'a table changes';
		case 'input':
			return 'the next input begins';
		case 'flow':
			return 'something more happens to this flow';
		case 'node':
			return `a frame comes to ${names.node(condition.node)}`;
		case 'link':
			return `a frame is sent on ${names.link(condition.link)}`;
		case 'filter':
			return `a frame fits ${condition.filter}`;
		case 'rule': {
			const rule = condition.number === 0 ? 'the policy' : `rule ${condition.number}`;
			return `${rule} of ${condition.table} ${condition.chain} decides at ${names.node(condition.node)}`;
		}
	}
}

export function sameCondition(a: Condition, b: Condition): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
