/** Node's version, looked at before anything else can fail because of it. */
import { SetupError } from './terminal.mjs';

/** @type {readonly [number, number]} Major and minor; as `engines` in package.json. */
const FLOOR = [20, 19];

/**
 * @param {string} version such as "20.19.0"
 * @throws {SetupError} when it is older than the floor
 */
export function checkNodeVersion(version = process.versions.node) {
	const [major, minor] = version.split('.').map(Number);
	if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
	throw new SetupError(
		`Node ${FLOOR.join('.')} or newer is needed, this is ${version}. Get a newer one from https://nodejs.org or your system's packages.`
	);
}
