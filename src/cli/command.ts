/** What a command of `hopwise` is. A new one is a file in commands/ and a line in its registry. */

/** Where a command writes. Text is written as it is: no newline is added. */
export interface Output {
	out(text: string): void;
	err(text: string): void;
}

export interface Option {
	type: 'string' | 'boolean';
	/** For people: "FILE". Only for a string. */
	value?: string;
	help: string;
}

export interface Call {
	/** What stands beside the options. */
	names: string[];
	/** By option's name; absent options are undefined. */
	options: Record<string, string | boolean | undefined>;
	output: Output;
}

export interface Command {
	name: string;
	/** "LAB.json [--until TIME]": what follows the command's name. */
	usage: string;
	/** One sentence. */
	summary: string;
	/** Further lines of its help, "" for none. */
	details: string;
	options: Record<string, Option>;
	/** Answers the exit code: 0 fine, 1 the lab or the run failed. Failures and wrong usage are thrown. */
	run(call: Call): number | Promise<number>;
}

/** The call was wrong: exit code 2. */
export class UsageError extends Error {}

/** The lab or the run failed: exit code 1. Each line names a place. */
export class Failure extends Error {
	readonly lines: readonly string[];

	constructor(...lines: string[]) {
		super(lines.join('\n'));
		this.lines = lines;
	}
}

/** The one name that a command takes. */
export function onlyName({ names }: Call, what: string): string {
	if (names.length === 0) throw new UsageError(`${what} is missing`);
	if (names.length > 1) throw new UsageError(`one ${what} at a time: ${names[1]} is too much`);
	return names[0];
}

export function textOption(call: Call, name: string): string | undefined {
	const value = call.options[name];
	return typeof value === 'string' ? value : undefined;
}
