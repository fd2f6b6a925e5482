/** Durations as text at the edges; inside, a time is an integer of nanoseconds. */

/** Unit -> ns, largest first. */
const UNITS: readonly (readonly [string, number])[] = [
	['h', 3_600_000_000_000],
	['min', 60_000_000_000],
	['s', 1_000_000_000],
	['ms', 1_000_000],
	['us', 1_000],
	['ns', 1]
];
const SECOND = 1_000_000_000;
const TIME = /^(\d+(?:\.\d+)?)(h|min|s|ms|us|ns)$/;

/** A number, decimals allowed, and a unit: ns, us, ms, s, min or h. At most 2^53 ns (104 days). */
export function isTime(text: string): boolean {
	return nanoseconds(text) >= 0;
}

/** ns, rounded to whole ones. Throws an Error that names the text when it is not a time. */
export function parseTime(text: string): number {
	const ns = nanoseconds(text);
	if (ns < 0) throw new Error(`${text} is not a time with a unit, such as 100us, 1.5ms or 30s`);
	return ns;
}

/** Exact and short: "100us", "1.5s", "5min". `parseTime` reads it back to the same number. */
export function formatTime(ns: number): string {
	if (ns === 0) return '0s';
	for (const [unit, size] of UNITS) {
		if (ns < size) continue;
		// Whole hours and minutes only: "1.5s" reads well, "1.5min" doesn't.
		const decimals = size > SECOND || size === 1 ? 0 : 3;
		const value = (ns / size).toFixed(decimals).replace(/\.?0+$/, decimals === 0 ? '$&' : '');
		if (Math.round(Number(value) * size) === ns) return value + unit;
	}
	return `${ns}ns`;
}

/** For people: "412 ns", "0.412 ms", "1.000 s", "5 min". Rounded to three decimals. */
export function formatDuration(ns: number): string {
	if (ns < 1_000) return `${ns} ns`;
	if (ns < SECOND) return `${(ns / 1_000_000).toFixed(3)} ms`;
	for (const [unit, size] of UNITS) {
		if (size > SECOND && ns >= size && ns % size === 0) return `${ns / size} ${unit}`;
	}
	return `${(ns / SECOND).toFixed(3)} s`;
}

/** A moment on the clock, to the microsecond, so that moments below each other can be compared: "0.000600 s". */
export function formatClock(ns: number): string {
	return `${(ns / SECOND).toFixed(6)} s`;
}

/** -1: not a time. */
function nanoseconds(text: string): number {
	const match = TIME.exec(text);
	if (match === null) return -1;
	const size = UNITS.find(([unit]) => unit === match[2])![1];
	const ns = Math.round(Number(match[1]) * size);
	return Number.isSafeInteger(ns) ? ns : -1;
}
