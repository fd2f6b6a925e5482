/** What a first visit has to load before the canvas can be grabbed, and how much of it there may be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** kB of 1000 bytes, gzipped; the largest part is cytoscape with 137. */
const BUDGET = 320;

/** @param {string} folder the built page */
export function firstLoad(folder) {
	const html = readFileSync(join(folder, 'index.html'), 'utf8');
	const files = new Set([...html.matchAll(/href="\.\/([^"]+\.js)" rel="modulepreload"/g)].map(([, file]) => file));
	const sizes = [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(folder, file))).length }));
	return { sizes, kilobytes: Math.round(sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 100) / 10 };
}

/**
 * @param {string} folder
 * @param {number} [budget]
 * @returns {{ ok: boolean, note: string }}
 */
export function checkFirstLoad(folder, budget = BUDGET) {
	const { kilobytes, sizes } = firstLoad(folder);
	if (sizes.length === 0) return { ok: false, note: 'index.html preloads no script: the first load is not known' };
	if (kilobytes <= budget) return { ok: true, note: `first load ${kilobytes} kB of ${budget}` };
	const note = `the first load is ${kilobytes} kB of script, gzipped; ${budget} is the most: import what the first look doesn't need when it is opened`;
	return { ok: false, note };
}
