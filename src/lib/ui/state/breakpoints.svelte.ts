/** Where Play stops. Of the session, not of the lab: kept and shared with what was done, and nothing of them runs. */
import type { Condition } from '../../engine/condition.ts';
import type { SavedBreakpoint } from '../../engine/session-document.ts';
import type { Lab } from '../../lab/document.ts';
import { sameCondition } from '../breakpoints/words.ts';

export interface Breakpoint extends SavedBreakpoint {
	id: number;
}

export class Breakpoints {
	list = $state.raw<readonly Breakpoint[]>([]);
	/** What the form offers to stop at. */
	kind = $state<Condition['on']>('node');
	/** Somebody wants to write a filter: the form takes the focus. */
	writing = $state(false);
	#next = 1;
	readonly #onchange: () => void;

	/** `onchange`: after whatever a person did to them. */
	constructor(onchange: () => void) {
		this.#onchange = onchange;
	}

	/** As they are saved. */
	get saved(): SavedBreakpoint[] {
		return this.list.map(({ condition, enabled }) => ({ condition, enabled }));
	}

	/** Those of another session. */
	restore(saved: readonly SavedBreakpoint[] = []): void {
		this.list = saved.map(({ condition, enabled }) => ({ id: this.#next++, condition, enabled }));
	}

	/** What Play stops at. */
	readonly conditions = $derived(this.list.filter(({ enabled }) => enabled).map(({ condition }) => condition));

	/** The nodes and links that carry one, for the canvas. */
	readonly places = $derived({
		nodes: this.list.flatMap(({ condition, enabled }) =>
			enabled && (condition.on === 'node' || condition.on === 'rule') ? [condition.node] : []
		),
		links: this.list.flatMap(({ condition, enabled }) => (enabled && condition.on === 'link' ? [condition.link] : []))
	});

	has(condition: Condition): boolean {
		return this.list.some((one) => sameCondition(one.condition, condition));
	}

	add(condition: Condition): void {
		if (!this.has(condition)) this.#change([...this.list, { id: this.#next++, condition, enabled: true }]);
	}

	toggle(condition: Condition): void {
		if (this.has(condition)) this.#change(this.list.filter((one) => !sameCondition(one.condition, condition)));
		else this.add(condition);
	}

	enable(id: number, enabled: boolean): void {
		this.#change(this.list.map((one) => (one.id === id ? { ...one, enabled } : one)));
	}

	remove(id: number): void {
		this.#change(this.list.filter((one) => one.id !== id));
	}

	/** What is no longer in the lab stops nothing. */
	keep(lab: Lab): void {
		const there = ({ condition }: Breakpoint) =>
			condition.on === 'link'
				? lab.links.some(({ id }) => id === condition.link)
				: !('node' in condition) || lab.nodes.some(({ id }) => id === condition.node);
		if (!this.list.every(there)) this.#change(this.list.filter(there));
	}

	#change(list: readonly Breakpoint[]): void {
		this.list = list;
		this.#onchange();
	}
}
