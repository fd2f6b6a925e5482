/** What the set-up scripts say, and how they run other programs. Plain Node: nothing is installed yet. */
import { spawn } from 'node:child_process';
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder, wherever the command was typed. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Network tools live in sbin, which is not in everybody's PATH. */
export const PATH_WITH_SBIN = [
	process.env.PATH ?? '',
	...(process.platform === 'win32' ? [] : ['/usr/sbin', '/sbin'])
].join(delimiter);

/** Something that the person has to mend; shown without a stack. */
export class SetupError extends Error {}

/**
 * Progress goes to stderr, so that a program's own output can be piped.
 * @param {string} text
 */
export function say(text) {
	process.stderr.write(`hopwise: ${text}\n`);
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{
 *   env?: Record<string, string | undefined>,
 *   output?: 'inherit' | 'collect' | 'stderr',
 *   timeout?: number
 * }} [options] `timeout` in ms. `collect` keeps the output back, `stderr` shows it there.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} code 127: there is no such program.
 */
export function run(command, args, { env = {}, output = 'inherit', timeout = 0 } = {}) {
	return new Promise((done) => {
		const child = spawn(command, args, {
			cwd: root,
			env: { ...process.env, PATH: PATH_WITH_SBIN, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env },
			stdio: output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
			// A group of its own: a part that runs over its time is ended with everything it started.
			detached: timeout > 0 && process.platform !== 'win32'
		});
		let text = '';
		let timedOut = false;
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8');
			stream?.on('data', (/** @type {string} */ piece) => {
				text += piece;
				if (output === 'stderr') process.stderr.write(piece);
			});
		}
		/** @param {NodeJS.Signals} signal */
		const end = (signal) => {
			try {
				if (child.pid !== undefined) process.kill(timeout > 0 ? -child.pid : child.pid, signal);
			} catch {
				// It has ended by itself meanwhile.
			}
		};
		const timer =
			timeout > 0
				? setTimeout(() => {
						timedOut = true;
						end('SIGTERM');
						setTimeout(end, 5000, 'SIGKILL').unref();
					}, timeout)
				: undefined;
		// A group of its own doesn't get the terminal's Ctrl+C.
		const interrupted = () => {
			end('SIGTERM');
			setTimeout(() => process.exit(130), 3000).unref();
		};
		if (timeout > 0) {
			process.once('SIGINT', interrupted);
			process.once('SIGTERM', interrupted);
		}
		/** @param {number} code */
		const finish = (code) => {
			clearTimeout(timer);
			process.off('SIGINT', interrupted);
			process.off('SIGTERM', interrupted);
			done({ code, output: text, timedOut });
		};
		child.once('error', (error) => {
			text += error.message;
			finish(127);
		});
		child.once('close', (code, signal) => finish(code ?? (signal ? 1 : 0)));
	});
}

/**
 * Runs a script's main function; a SetupError is one line, anything else is a bug and shows its stack.
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runMain(main) {
	try {
		process.exitCode = await main();
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		process.exitCode = 1;
	}
}
