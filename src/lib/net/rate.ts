/** Rates as text at the edges, as tc(8) writes them; inside, a rate is bits per second. */

/** Unit -> bits per second, largest first. */
const UNITS: readonly (readonly [string, number])[] = [
	['gbit', 1_000_000_000],
	['mbit', 1_000_000],
	['kbit', 1_000],
	['bit', 1]
];
const RATE = /^(\d+(?:\.\d+)?)(bit|kbit|mbit|gbit)$/i;

/** A number, decimals allowed, and a unit: bit, kbit, mbit or gbit (a second). More than 0. */
export function isRate(text: string): boolean {
	return bits(text) > 0;
}

/** Bits per second, whole ones. Throws an Error that names the text when it is not a rate. */
export function parseRate(text: string): number {
	const rate = bits(text);
	if (rate <= 0) throw new Error(`${text} is not a rate with a unit, such as 500kbit, 10mbit or 1gbit`);
	return rate;
}

/** -1: not a rate. */
function bits(text: string): number {
	const match = RATE.exec(text);
	if (match === null) return -1;
	const size = UNITS.find(([unit]) => unit === match[2].toLowerCase())![1];
	const rate = Math.round(Number(match[1]) * size);
	return Number.isSafeInteger(rate) ? rate : -1;
}
