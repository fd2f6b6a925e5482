/** Where Play stops. Of the page, not of the lab: they are not saved with it. */
import type { Condition } from '../../engine/condition.ts';
import type { Lab } from '../../lab/document.ts';
import { sameCondition } from '../breakpoints/words.ts';

export interface Breakpoint {
	id: number;
	condition: Condition;
	enabled: boolean;
}

export class Breakpoints {
	list = $state.raw<readonly Breakpoint[]>([]);
	#next = 1;

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
		if (!this.has(condition)) this.list = [...this.list, { id: this.#next++, condition, enabled: true }];
	}

	toggle(condition: Condition): void {
		if (this.has(condition)) this.list = this.list.filter((one) => !sameCondition(one.condition, condition));
		else this.add(condition);
	}

	enable(id: number, enabled: boolean): void {
		this.list = this.list.map((one) => (one.id === id ? { ...one, enabled } : one));
	}

	remove(id: number): void {
		this.list = this.list.filter((one) => one.id !== id);
	}

	clear(): void {
		this.list = [];
	}

	/** What is no longer in the lab stops nothing. */
	keep(lab: Lab): void {
		const there = ({ condition }: Breakpoint) =>
			condition.on === 'link'
				? lab.links.some(({ id }) => id === condition.link)
				: !('node' in condition) || lab.nodes.some(({ id }) => id === condition.node);
		if (!this.list.every(there)) this.list = this.list.filter(there);
	}
}
