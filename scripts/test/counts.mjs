/** How many tests passed, failed and were skipped, as the test programs' JSON reports say. */
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {string} file
 * @returns {any} null when the program ended before it wrote one
 */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}

/**
 * @param {string} file
 * @returns {Counts | null}
 */
export function vitestCounts(file) {
	const report = readReport(file);
	if (!report) return null;
	// A file that can't even be loaded has no tests to fail: it counts as one.
	const broken = report.testResults.filter(
		(/** @type {{ status: string, assertionResults: unknown[] }} */ suite) =>
			suite.status === 'failed' && suite.assertionResults.length === 0
	).length;
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + broken,
		skipped: report.numPendingTests + report.numTodoTests
	};
}

/**
 * @param {string} file
 * @returns {Counts | null}
 */
export function playwrightCounts(file) {
	const report = readReport(file);
	if (!report) return null;
	const { expected, flaky, unexpected, skipped } = report.stats;
	return { passed: expected + flaky, failed: unexpected, skipped };
}
