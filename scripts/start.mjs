#!/usr/bin/env node
/** `npm start`: sets up what is missing, builds, and serves the page. */
import { parseArgs } from 'node:util';
import { ensureBuild } from './setup/build.mjs';
import { checkNodeVersion } from './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { run, runMain, say, SetupError } from './setup/terminal.mjs';

const USAGE = `usage: npm start -- [--port N] [--host ADDRESS] [--open]
  --port N        first port to try (4173); the next free one is taken
  --host ADDRESS  address to listen on (127.0.0.1)
  --open          open the page in the browser`;

function options() {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string', default: '4173' },
				host: { type: 'string', default: '127.0.0.1' },
				open: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false }
			}
		});
		const port = Number(values.port);
		if (!Number.isInteger(port) || port < 0 || port > 65535)
			throw new Error(`${values.port} is not a port (0 to 65535)`);
		return { ...values, port };
	} catch (error) {
		throw new SetupError(`${/** @type {Error} */ (error).message}\n${USAGE}`);
	}
}

/** @param {string} address */
async function openInBrowser(address) {
	const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
	const { code } = await run(opener, [address], { output: 'collect' });
	if (code === 127) say(`there is no ${opener} here; open ${address} yourself.`);
}

async function main() {
	checkNodeVersion();
	const { port, host, open, help } = options();
	if (help) {
		console.log(USAGE);
		return 0;
	}
	await ensurePackages();
	if (!(await ensureBuild())) say('the build is up to date.');
	const { serve } = await import('./serve.mjs');
	const server = await serve({ port, host });
	if (port !== 0 && server.port !== port) say(`port ${port} is taken.`);
	console.log(`\n  Hopwise is at ${server.address}\n  Ctrl+C ends it.\n`);
	if (open) await openInBrowser(server.address);
	const signal = await new Promise((done) => {
		for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => done(name));
	});
	await server.close();
	say(`${signal === 'SIGINT' ? 'ended' : 'ended by SIGTERM'}.`);
	return 0;
}

await runMain(main);
