/** The end of a test run, for a person and for a machine. */

/** @param {import('../test.mjs').PartResult[]} results */
export function summary(results) {
	const rows = results.map(({ name, ok, skippedWhy, seconds, counts, note }) => [
		name,
		ok ? (skippedWhy ? 'skipped' : 'ok') : 'FAILED',
		`${seconds.toFixed(1)} s`,
		[counts && countsText(counts), skippedWhy, note].filter(Boolean).join('; ')
	]);
	const all = [['part', 'result', 'time', ''], ...rows];
	const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column].length)));
	return all
		.map(([name, result, time, text]) =>
			`${name.padEnd(widths[0])}  ${result.padEnd(widths[1])}  ${time.padStart(widths[2])}  ${text}`.trimEnd()
		)
		.join('\n');
}

/** @param {import('./counts.mjs').Counts} counts */
function countsText({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Tests of all parts together. A part that failed without a failed test (lint, types, a build) is one failure: a run
 * that ends with an error never says "0 failed".
 * @param {import('../test.mjs').PartResult[]} results
 */
export function closingLine(results) {
	const total = { passed: 0, failed: 0, skipped: 0 };
	for (const { ok, counts } of results) {
		total.passed += counts?.passed ?? 0;
		total.skipped += counts?.skipped ?? 0;
		total.failed += Math.max(counts?.failed ?? 0, ok ? 0 : 1);
	}
	return countsText(total);
}
