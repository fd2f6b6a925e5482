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

const NO_NETWORK =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network (request|connectivity)/;

/** Installs the packages if need be. */
export async function ensurePackages() {
	const why = whyInstall();
	if (!why) return;
	say(`installing packages with npm ci (${why}); this takes a minute the first time ...`);
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const { code, output } = await run(
		npm,
		['ci', '--no-audit', '--no-fund', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
		{
			output: 'stderr'
		}
	);
	if (code === 0) return;
	if (code === 127) throw new SetupError('npm was not found; it comes with Node (Debian has it in the package "npm").');
	throw new SetupError(
		NO_NETWORK.test(output)
			? "the packages can't be fetched: this machine does not reach the npm registry. Check the network (or proxy) and try again."
			: 'npm ci failed; its message is above.'
	);
}
