import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFirstLoad } from './first-load.mjs';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'first-load-'));
	const link = (name: string) => `<link href="./${name}" rel="modulepreload">`;
	writeFileSync(join(folder, 'index.html'), `<head>${link('a.js')}${link('b.js')}</head>`);
	// Noise stays as long as it is when it is packed.
	for (const name of ['a.js', 'b.js', 'later.js']) writeFileSync(join(folder, name), randomBytes(10_000));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('counts what the page preloads, and nothing that comes later', () => {
	expect(checkFirstLoad(folder, 25)).toEqual({
		ok: true,
		note: expect.stringMatching(/^first load 20(\.\d)? kB of 25$/)
	});
});

it('fails over the budget and says by what it is kept', () => {
	expect(checkFirstLoad(folder, 15)).toEqual({
		ok: false,
		note: expect.stringMatching(/^the first load is 20(\.\d)? kB of script, gzipped; 15 is the most/)
	});
});

it('fails where nothing is preloaded', () => {
	writeFileSync(join(folder, 'index.html'), '<head></head>');
	expect(checkFirstLoad(folder).ok).toBe(false);
});
