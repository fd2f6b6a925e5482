import { expect, test } from 'vitest';
import { checkNodeVersion } from './node-version.mjs';

test('the oldest Node that works is accepted, and every newer one', () => {
	for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.0'])
		expect(() => checkNodeVersion(version)).not.toThrow();
});

test('an older Node is refused, with its version and the one that is needed', () => {
	expect(() => checkNodeVersion('20.18.3')).toThrow('Node 20.19 or newer is needed, this is 20.18.3');
	expect(() => checkNodeVersion('18.20.0')).toThrow('this is 18.20.0');
});
