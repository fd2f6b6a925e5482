/** The parts of `npm test`, in the order in which they run: the quick ones that find the most come first. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from '../setup/build.mjs';
import { ensureChromium } from '../setup/chromium.mjs';
import { ensureKernelTools, ensureTshark } from '../setup/kernel-tools.mjs';
import { root, run, say } from '../setup/terminal.mjs';
import { playwrightCounts, vitestCounts } from './counts.mjs';
import { checkFirstLoad } from './first-load.mjs';

/**
 * @typedef {{ ok: boolean, counts?: import('./counts.mjs').Counts | null, skippedWhy?: string, note?: string }} Result
 * @typedef {{ title: string, run: (args: string[]) => Promise<Result> }} Part
 */

const MINUTE = 60_000;
const REPORTS = join(root, 'node_modules/.cache/hopwise/reports');

/**
 * A program of a package, run by this very Node.
 * @param {string} file below node_modules
 * @param {string[]} args
 * @param {number} timeout ms
 * @param {Record<string, string | undefined>} [env]
 */
async function tool(file, args, timeout, env) {
	const { code, timedOut } = await run(process.execPath, [join(root, 'node_modules', file), ...args], { timeout, env });
	return { ok: code === 0, note: timedOut ? `ended after ${timeout / MINUTE} minutes` : undefined };
}

/** @param {string} name */
function reportFile(name) {
	mkdirSync(REPORTS, { recursive: true });
	const file = join(REPORTS, `${name}.json`);
	rmSync(file, { force: true });
	return file;
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {number} timeout ms
 */
async function vitest(name, args, timeout) {
	const file = reportFile(name);
	const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
	const result = await tool('vitest/vitest.mjs', ['run', ...reporters, ...args], timeout);
	return { ...result, counts: vitestCounts(file) };
}

/** @param {(() => Promise<Result>)[]} steps All are run, so that one run shows everything there is to mend. */
async function all(steps) {
	let ok = true;
	/** @type {string[]} */
	const notes = [];
	for (const step of steps) {
		const result = await step();
		ok &&= result.ok;
		if (result.note) notes.push(result.note);
	}
	return { ok, note: notes.join('; ') };
}

/** The generated types that svelte-check, eslint and tsc read. */
const sync = () => tool('@sveltejs/kit/svelte-kit.js', ['sync'], MINUTE);

/** @type {Record<string, Part>} */
export const parts = {
	lint: {
		title: 'style, import directions, unused code',
		run: () =>
			all([
				sync,
				() => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '--cache', '.'], 4 * MINUTE),
				() => tool('eslint/bin/eslint.js', ['--max-warnings=0', '.'], 6 * MINUTE),
				() => tool('dependency-cruiser/bin/dependency-cruise.mjs', ['src', 'tests', 'scripts'], 4 * MINUTE),
				() => tool('knip/bin/knip.js', [], 4 * MINUTE)
			])
	},
	check: {
		title: 'types and Svelte accessibility',
		run: () =>
			all([
				sync,
				() => tool('svelte-check/bin/svelte-check', ['--fail-on-warnings', '--output=human'], 6 * MINUTE),
				() => tool('typescript/bin/tsc', ['--project', 'tsconfig.node.json'], 4 * MINUTE)
			])
	},
	unit: {
		title: 'unit and property tests',
		run: async (args) => {
			await ensureTshark();
			return vitest('unit', args, 8 * MINUTE);
		}
	},
	kernel: {
		title: "Hopwise's frames against the Linux kernel's",
		run: kernel
	},
	build: {
		title: 'the page',
		run: async () => {
			await ensureBuild();
			return checkFirstLoad(join(root, 'build'));
		}
	},
	e2e: {
		title: 'the page in a browser',
		run: browser
	}
};

const KERNEL_CONFIG = ['--config', 'tests/kernel/vitest.config.ts'];

/** @param {string[]} args */
async function kernel(args) {
	const skippedWhy = await ensureKernelTools();
	if (!skippedWhy) {
		const result = await vitest('kernel', [...KERNEL_CONFIG, ...args], 8 * MINUTE);
		const skipped = process.env.CI && result.counts?.skipped ? 'a skipped test is a failure in CI' : '';
		return { ...result, ok: result.ok && !skipped, note: skipped || result.note };
	}
	say(`the kernel tests are skipped: ${skippedWhy}.`);
	const counts = { passed: 0, failed: 0, skipped: await countKernelTests() };
	// A machine that is there to run the tests must be able to run them all.
	return { ok: !process.env.CI, skippedWhy, counts };
}

async function countKernelTests() {
	const list = ['node_modules/vitest/vitest.mjs', 'list', ...KERNEL_CONFIG];
	const { code, output } = await run(process.execPath, list, { output: 'collect', timeout: MINUTE });
	return code === 0 ? output.split('\n').filter((line) => line.includes(' > ')).length : 1;
}

/** @param {string[]} args */
async function browser(args) {
	const chromium = await ensureChromium();
	await ensureBuild();
	const file = reportFile('e2e');
	const result = await tool('@playwright/test/cli.js', ['test', '--reporter=list,json', ...args], 12 * MINUTE, {
		CHROMIUM_PATH: chromium,
		// Playwright decides about colours itself.
		NO_COLOR: undefined,
		PLAYWRIGHT_JSON_OUTPUT_FILE: file
	});
	return { ...result, counts: playwrightCounts(file), note: existsSync(file) ? result.note : 'no report' };
}
