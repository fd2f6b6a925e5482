import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './counts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'hopwise-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown) {
	const file = join(folder, 'report.json');
	writeFileSync(file, JSON.stringify(content));
	return file;
}

test("a test file that can't be loaded counts as a failure", () => {
	const file = report({
		numPassedTests: 3,
		numFailedTests: 1,
		numPendingTests: 2,
		numTodoTests: 0,
		testResults: [
			{ status: 'failed', assertionResults: [{}, {}, {}, {}, {}, {}] },
			{ status: 'failed', assertionResults: [] }
		]
	});
	expect(vitestCounts(file)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test('a browser test that passed at the second try has passed', () => {
	const file = report({ stats: { expected: 8, flaky: 1, unexpected: 2, skipped: 3 } });
	expect(playwrightCounts(file)).toEqual({ passed: 9, failed: 2, skipped: 3 });
});

test('no report: the program ended before it wrote one', () => {
	expect(vitestCounts(join(folder, 'absent.json'))).toBeNull();
});
