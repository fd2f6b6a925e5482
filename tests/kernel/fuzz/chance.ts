/** Seeded choices. The same seed, index and purpose make the same choices on every machine. */

/** splitmix32: two numbers to a state that differs in half its bits from its neighbours'. */
function mix(seed: number, index: number): number {
	let z = (Math.imul(seed, 0x9e3779b9) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
	z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
	z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
	return (z ^ (z >>> 15)) >>> 0;
}

export class Chance {
	#state: number;

	constructor(seed: number, index: number, purpose: string) {
		this.#state = mix(seed, index);
		for (let i = 0; i < purpose.length; i++) this.#state = mix(this.#state, purpose.charCodeAt(i));
	}

	/** mulberry32: 32 bits. */
	#next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return (t ^ (t >>> 14)) >>> 0;
	}

	/** 0 to n - 1 */
	below(n: number): number {
		return this.#next() % n;
	}

	/** Both ends may come. */
	between(low: number, high: number): number {
		return low + this.below(high - low + 1);
	}

	/** True in `percent` of a hundred. */
	in100(percent: number): boolean {
		return this.below(100) < percent;
	}

	pick<T>(list: readonly T[]): T {
		return list[this.below(list.length)];
	}

	/** `count` of them, or all, in any order. */
	some<T>(list: readonly T[], count: number): T[] {
		const left = [...list];
		const taken: T[] = [];
		while (taken.length < count && left.length > 0) taken.push(...left.splice(this.below(left.length), 1));
		return taken;
	}

	/** One of the keys, as often as its weight says. */
	weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
		const entries = Object.entries(weights) as [K, number][];
		let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
		for (const [key, weight] of entries) if ((left -= weight) < 0) return key;
		return entries[0][0];
	}
}
