import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { whyInstall } from './packages.mjs';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

type Packages = Record<string, { version: string; optional?: boolean }>;

function project(wanted: Packages, installed?: Packages) {
	const folder = mkdtempSync(join(tmpdir(), 'hopwise-packages-'));
	folders.push(folder);
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
	if (installed) {
		mkdirSync(join(folder, 'node_modules'));
		writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
	}
	return folder;
}

test('a fresh clone needs an installation', () => {
	expect(whyInstall(project({ 'node_modules/svelte': { version: '5.0.0' } }))).toBe('they are not here yet');
});

test('a package that the lock file has moved on from needs one, and is named', () => {
	const folder = project(
		{ 'node_modules/svelte': { version: '5.1.0' } },
		{ 'node_modules/svelte': { version: '5.0.0' } }
	);
	expect(whyInstall(folder)).toBe('svelte 5.1.0 is new');
});

test('what is installed as locked needs none, with the packages of other systems left out', () => {
	const folder = project(
		{
			'node_modules/svelte': { version: '5.0.0' },
			'node_modules/@esbuild/darwin-arm64': { version: '1.0.0', optional: true }
		},
		{ 'node_modules/svelte': { version: '5.0.0' } }
	);
	expect(whyInstall(folder)).toBe('');
});
