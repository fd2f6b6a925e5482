/** Repeated measurements and what they come to. */

export interface Spread {
	median: number;
	min: number;
	max: number;
	runs: number;
}

export interface Repeat {
	/** Runs that are not counted: the compiler needs them. */
	warmUp: number;
	/** At least 5, so that one disturbed run doesn't decide. */
	runs: number;
}

const USUAL: Repeat = { warmUp: 2, runs: 7 };

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function spread(values: readonly number[]): Spread {
	return { median: median(values), min: Math.min(...values), max: Math.max(...values), runs: values.length };
}

/** Milliseconds that `work` takes. `prepare` makes what it works on and is not counted. */
export function time<T>(prepare: () => T, work: (prepared: T) => unknown, { warmUp, runs }: Repeat = USUAL): Spread {
	const values: number[] = [];
	for (let run = -warmUp; run < runs; run++) {
		const prepared = prepare();
		collectGarbage();
		const start = performance.now();
		work(prepared);
		const took = performance.now() - start;
		if (run >= 0) values.push(took);
	}
	return spread(values);
}

/** Rounded for reading: milliseconds to three decimals. */
export function milliseconds({ median, min, max, runs }: Spread) {
	const round = (value: number) => Math.round(value * 1000) / 1000;
	return { median: round(median), min: round(min), max: round(max), runs };
}

/** What earlier runs left behind is not this run's cost. Needs node --expose-gc, which run.ts sees to. */
export function collectGarbage(): void {
	globalThis.gc?.();
}
