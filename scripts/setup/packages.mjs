/** The npm packages, installed when they are missing or not the ones that the lock file names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say, SetupError } from './terminal.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null} null: there is none
 */
function lockedPackages(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return null;
	}
}

/**
 * Why the packages have to be installed, or "" when they are as the lock file wants them. npm itself notes
 * at the end of an installation what it has put into node_modules; an interrupted one leaves no note.
 * @param {string} [folder]
 */
export function whyInstall(folder = root) {
	const wanted = lockedPackages(join(folder, 'package-lock.json'));
	const installed = lockedPackages(join(folder, 'node_modules/.package-lock.json'));
	if (!wanted) throw new SetupError('package-lock.json is missing or damaged: is this a whole copy of Hopwise?');
	if (!installed) return 'they are not here yet';
	for (const [path, { version, optional, devOptional, peer, link }] of Object.entries(wanted)) {
		if (path === '' || optional || devOptional || peer || link) continue;
		if (installed[path]?.version !== version) return `${path.replace(/^.*node_modules\//, '')} ${version} is new`;
	}
	return '';
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EIDLETIMEOUT/;

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Asked once and at the beginning: npm itself asks again and again for each of some hundred packages. */
async function registryIsReached() {
	const { code, output } = await run(npm, ['ping', '--fetch-retries=0', '--fetch-timeout=15000'], {
		output: 'collect'
	});
	if (code === 127) throw new SetupError('npm was not found; it comes with Node (Debian has it in the package "npm").');
	return !NO_NETWORK.test(output);
}

/** Installs the packages if need be. */
export async function ensurePackages() {
	const why = whyInstall();
	if (!why) return;
	say(`installing packages with npm ci (${why}); this takes a minute the first time ...`);
	const online = await registryIsReached();
	// Without a network all may still be in npm's cache.
	const args = ['ci', '--no-audit', '--no-fund', ...(online ? [] : ['--offline'])];
	const { code, output } = await run(npm, args, { output: online ? 'stderr' : 'collect' });
	if (code === 0) return;
	throw new SetupError(
		online && !NO_NETWORK.test(output)
			? 'npm ci failed; its message is above.'
			: "the packages can't be fetched: this machine does not reach the npm registry. Check the network (or proxy) and try again."
	);
}
