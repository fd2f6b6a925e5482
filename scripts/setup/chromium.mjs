/** A Chromium for the browser tests: the system's, else Debian's, else Playwright's own. */
import { existsSync } from 'node:fs';
import { aptInstall, canInstall, whereIs } from './debian.mjs';
import { run, say, SetupError } from './terminal.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PATHS = [
	'/usr/lib/chromium/chromium',
	'/opt/google/chrome/chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** It has to start too: Ubuntu's chromium-browser may be a script that only asks for a snap. */
async function starts(/** @type {string} */ path) {
	const { code, output } = await run(path, ['--version', '--no-sandbox'], { output: 'collect', timeout: 20_000 });
	return code === 0 && /chrom/i.test(output);
}

/** @returns {Promise<string>} path of the system's Chromium, "" for none */
async function systemChromium() {
	for (const path of [...NAMES.map(whereIs), ...PATHS]) {
		if (path && existsSync(path) && (await starts(path))) return path;
	}
	return '';
}

/** @returns {Promise<string>} path of Playwright's own Chromium, "" when it has not been downloaded */
async function playwrightChromium() {
	const { chromium } = await import('@playwright/test');
	const path = chromium.executablePath();
	return existsSync(path) ? path : '';
}

/**
 * @returns {Promise<string>} path of a Chromium that Playwright can drive
 * @throws {SetupError} when there is none and none can be had
 */
export async function ensureChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (await starts(named)) return named;
		throw new SetupError(`CHROMIUM_PATH is ${named}, which does not start as a Chromium.`);
	}
	const found = (await systemChromium()) || (await playwrightChromium());
	if (found) return found;
	if (canInstall() && (await aptInstall(['chromium']))) {
		const installed = await systemChromium();
		if (installed) return installed;
	}
	say("fetching Playwright's own Chromium with npx playwright install chromium ...");
	// Ubuntu's package is a snap, which not every machine can run; then its libraries are still needed.
	const deps = canInstall() ? ['--with-deps'] : [];
	const cli = ['node_modules/@playwright/test/cli.js', 'install', ...deps, 'chromium'];
	const { code } = await run(process.execPath, cli, { output: 'stderr', timeout: 300_000 });
	const fetched = code === 0 ? await playwrightChromium() : '';
	if (fetched && (await starts(fetched))) return fetched;
	throw new SetupError(
		'the browser tests need a Chromium and none could be installed: ' +
			'install one (Debian: apt-get install chromium) or name one in CHROMIUM_PATH.'
	);
}
