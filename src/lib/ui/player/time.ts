/** Virtual time as text. */

const UNITS: [number, string][] = [
	[1e9, 's'],
	[1e6, 'ms'],
	[1e3, 'µs']
];

/** A length of time with three decimals of its unit: 1500000 -> "1.500 ms". */
export function duration(ns: number): string {
	for (const [size, unit] of UNITS) if (ns >= size) return `${(ns / size).toFixed(3)} ${unit}`;
	return `${Math.round(ns)} ns`;
}

/** A moment on the clock, always in the same width of unit: "0.001 204 s" -> seconds with microseconds. */
export function clock(ns: number): string {
	return `${(ns / 1e9).toFixed(6)} s`;
}
