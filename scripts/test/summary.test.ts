import { expect, test } from 'vitest';
import { closingLine, summary } from './summary.mjs';

const unit = { name: 'unit', ok: true, seconds: 12.34, counts: { passed: 200, failed: 0, skipped: 1 } };
const e2e = { name: 'e2e', ok: true, seconds: 60, counts: { passed: 30, failed: 0, skipped: 0 } };

test('the closing line counts the tests of all parts', () => {
	expect(closingLine([unit, e2e])).toBe('230 passed, 0 failed, 1 skipped');
	expect(closingLine([e2e])).toBe('30 passed, 0 failed');
});

test('a part that fails without a failed test is never "0 failed"', () => {
	expect(closingLine([{ name: 'lint', ok: false, seconds: 1 }, e2e])).toBe('30 passed, 1 failed');
	expect(closingLine([{ ...unit, ok: false, counts: null }])).toBe('0 passed, 1 failed');
});

test('failed tests are counted once, not once more for their part', () => {
	expect(closingLine([{ ...e2e, ok: false, counts: { passed: 28, failed: 2, skipped: 0 } }])).toBe(
		'28 passed, 2 failed'
	);
});

test('the table says of each part what came of it, how long it took and why it was skipped', () => {
	const kernel = { name: 'kernel', ok: true, seconds: 0.1, skippedWhy: 'they need Linux, this is darwin' };
	expect(summary([unit, kernel]).split('\n')).toEqual([
		'part    result     time',
		'unit    ok       12.3 s  200 passed, 0 failed, 1 skipped',
		'kernel  skipped   0.1 s  they need Linux, this is darwin'
	]);
});
