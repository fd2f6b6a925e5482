/** The built page, made again only when what it is made of has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say, SetupError } from './terminal.mjs';

const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
/** Beside the packages, so that a fresh installation builds again too. */
const STAMP = join(root, 'node_modules/.cache/hopwise/build.sha256');

/** @param {string} path relative to the root */
function* filesUnder(path) {
	if (!existsSync(join(root, path))) return;
	/** @type {string[]} */
	const waiting = [path];
	for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
		try {
			for (const name of readdirSync(join(root, at))) waiting.push(`${at}/${name}`);
		} catch {
			yield at;
		}
	}
}

/** One number for everything that the build is made of. Unit tests are not. */
function sourcesHash() {
	const hash = createHash('sha256');
	const files = SOURCES.flatMap((path) => [...filesUnder(path)]).filter((path) => !path.endsWith('.test.ts'));
	for (const path of files.sort()) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
	return hash.digest('hex');
}

/** @param {string} hash */
function isBuilt(hash) {
	return existsSync(join(root, 'build/index.html')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;
}

/**
 * Builds the page into build/ if need be.
 * @returns {Promise<boolean>} whether it had to
 */
export async function ensureBuild() {
	const hash = sourcesHash();
	if (isBuilt(hash)) return false;
	say('building the page ...');
	const { code, output } = await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
		output: 'collect',
		timeout: 300_000
	});
	if (code !== 0) {
		process.stderr.write(output);
		throw new SetupError('the build failed; its message is above.');
	}
	mkdirSync(join(STAMP, '..'), { recursive: true });
	writeFileSync(STAMP, hash);
	return true;
}
