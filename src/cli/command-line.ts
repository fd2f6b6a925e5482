/** From the words of a command line to an exit code. */
import { parseArgs } from 'node:util';
import { type Command, Failure, type Option, type Output, UsageError } from './command.ts';
import { commands } from './commands/index.ts';

export const FINE = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;

const PROGRAM = 'hopwise';

/** @param words Those after the program's name. */
export async function runCommandLine(words: readonly string[], output: Output): Promise<number> {
	try {
		return await dispatch(words, output);
	} catch (error) {
		if (error instanceof UsageError) {
			output.err(`${PROGRAM}: ${error.message}\n`);
			return WRONG_USAGE;
		}
		if (error instanceof Failure) {
			for (const line of error.lines) output.err(`${PROGRAM}: ${line}\n`);
			return FAILED;
		}
		throw error;
	}
}

async function dispatch([name, ...rest]: readonly string[], output: Output): Promise<number> {
	if (name === undefined) {
		output.err(overview());
		return WRONG_USAGE;
	}
	if (name === '--help' || name === '-h' || name === 'help') {
		output.out(rest.length > 0 ? helpOf(commandOf(rest[0])) : overview());
		return FINE;
	}
	const command = commandOf(name);
	const { values, positionals } = parse(command, rest);
	if (values.help === true) {
		output.out(helpOf(command));
		return FINE;
	}
	return command.run({ names: positionals, options: values, output });
}

function commandOf(name: string): Command {
	const command = commands.find((one) => one.name === name);
	if (command !== undefined) return command;
	const known = commands.map((one) => one.name).join(', ');
	throw new UsageError(`there is no command ${name}; there are ${known} (${PROGRAM} --help)`);
}

function parse(command: Command, args: string[]) {
	const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
	try {
		return parseArgs({
			args,
			options: { ...options, help: { type: 'boolean', short: 'h' } },
			allowPositionals: true,
			strict: true
		});
	} catch (error) {
		// Node's own words name the option; the first sentence is enough for one line.
		const message = error instanceof Error ? error.message.split('. ')[0].replaceAll('\n', ' ') : String(error);
		throw new UsageError(`${message} (${PROGRAM} ${command.name} --help)`);
	}
}

function overview(): string {
	const width = Math.max(...commands.map(({ name }) => name.length));
	return [
		`Usage: ${PROGRAM} COMMAND ...`,
		'',
		...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
		'',
		`${PROGRAM} COMMAND --help says more. Exit codes: 0 fine, 1 the lab or the run failed, 2 wrong usage.`,
		''
	].join('\n');
}

function helpOf({ name, usage, summary, details, options }: Command): string {
	const all: Record<string, Option> = { ...options, help: { type: 'boolean', help: 'shows this' } };
	const rows = Object.entries(all);
	const left = rows.map(([option, { value }]) => `--${option}${value === undefined ? '' : ` ${value}`}`);
	const width = Math.max(...left.map((text) => text.length));
	return [
		`Usage: ${PROGRAM} ${name} ${usage}`,
		'',
		summary,
		...(details === '' ? [] : ['', details]),
		'',
		...rows.map(([, { help }], i) => `  ${left[i].padEnd(width)}  ${help}`),
		''
	].join('\n');
}
