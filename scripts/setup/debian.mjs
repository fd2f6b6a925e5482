/** Debian's and Ubuntu's packages, where they can be installed. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PATH_WITH_SBIN, run, say } from './terminal.mjs';

/**
 * @param {string} program
 * @returns {string} its path, or "" when it isn't on this machine
 */
export function whereIs(program) {
	const folders = PATH_WITH_SBIN.split(delimiter);
	return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? '';
}

export const isRoot = () => process.getuid?.() === 0;

export const canInstall = () => isRoot() && whereIs('apt-get') !== '';

/**
 * @param {string[]} packages
 * @returns {Promise<boolean>} whether they are there now
 */
export async function aptInstall(packages) {
	const options = {
		output: /** @type {const} */ ('collect'),
		env: { DEBIAN_FRONTEND: 'noninteractive' },
		timeout: 300_000
	};
	say(`installing ${packages.join(' ')} with apt-get ...`);
	const install = ['install', '-y', '--no-install-recommends', ...packages];
	if ((await run('apt-get', install, options)).code === 0) return true;
	// The package lists may be missing or old.
	await run('apt-get', ['update'], options);
	const { code, output } = await run('apt-get', install, options);
	if (code !== 0) say(`apt-get failed: ${output.trim().split('\n').at(-1)}`);
	return code === 0;
}
