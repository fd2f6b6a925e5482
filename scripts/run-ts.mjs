#!/usr/bin/env node
/** Runs one of the project's TypeScript programs: `node scripts/run-ts.mjs src/cli/main.ts ARGS`. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { checkNodeVersion } from './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root, runMain } from './setup/terminal.mjs';

await runMain(async () => {
	checkNodeVersion();
	await ensurePackages();
	const [program, ...args] = process.argv.slice(2);
	const loader = resolve(root, 'node_modules/tsx/dist/loader.mjs');
	// The program stays in the folder that the person is in (npm notes it), so that paths mean what they should.
	const child = spawn(
		process.execPath,
		[...process.execArgv, '--import', `file://${loader}`, resolve(root, program), ...args],
		{
			cwd: process.env.INIT_CWD ?? process.cwd(),
			stdio: 'inherit'
		}
	);
	// Ctrl+C reaches the child by itself; it decides how to end.
	process.on('SIGINT', () => {});
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	return new Promise((done) => {
		child.once('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)));
	});
});
