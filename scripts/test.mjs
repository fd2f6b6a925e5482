#!/usr/bin/env node
/**
 * `npm test`: sets up what is missing and runs every part; `npm test -- unit kernel` runs some.
 * What stands after a single part's name goes to its program: `npm run test:unit -- src/lib/net`.
 */
import { ensurePackages } from './setup/packages.mjs';
import { checkNodeVersion } from './setup/node-version.mjs';
import { runMain, say, SetupError } from './setup/terminal.mjs';
import { parts } from './test/parts.mjs';
import { closingLine, summary } from './test/summary.mjs';

/** @typedef {import('./test/parts.mjs').Result & { name: string, seconds: number }} PartResult */

/** @param {string[]} args */
function choose(args) {
	const names = args.filter((arg) => Object.hasOwn(parts, arg));
	if (names.length === 0 && args.length > 0) {
		throw new SetupError(`${args[0]} is not a part of the tests: ${Object.keys(parts).join(', ')}.`);
	}
	const rest = args.filter((arg) => !names.includes(arg));
	if (names.length > 1 && rest.length > 0) throw new SetupError(`${rest[0]} is not a part of the tests.`);
	return { names: names.length > 0 ? names : Object.keys(parts), rest };
}

/**
 * What a part lacks is said, and fails this part only.
 * @param {import('./test/parts.mjs').Part} part
 * @param {string[]} args
 */
async function attempt(part, args) {
	try {
		return await part.run(args);
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		return { ok: false, note: error.message };
	}
}

async function main() {
	checkNodeVersion();
	const { names, rest } = choose(process.argv.slice(2));
	await ensurePackages();
	/** @type {PartResult[]} */
	const results = [];
	for (const name of names) {
		say(`--- ${name}: ${parts[name].title}`);
		const start = performance.now();
		const result = await attempt(parts[name], rest);
		results.push({ ...result, name, seconds: (performance.now() - start) / 1000 });
	}
	console.log(`\n${summary(results)}\n\n${closingLine(results)}`);
	return results.every((result) => result.ok) ? 0 : 1;
}

await runMain(main);
