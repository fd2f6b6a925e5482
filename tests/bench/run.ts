/**
 * `npm run bench -- NAME ...`: measures and prints one JSON object a line, on stdout. Nothing is asserted: figures are
 * for reading and comparing, and depend on the machine. Each bench runs in a process of its own, so that none
 * inherits another's memory or compiled code.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benches: Record<string, () => Promise<unknown>> = {
	chain: async () => (await import('./chain.ts')).chain(),
	build: async () => (await import('./build.ts')).build(),
	timetravel: async () => (await import('./timetravel.ts')).timetravel(),
	memory: async () => (await import('./memory.ts')).memory(),
	frames: async () => (await import('./frames/run.ts')).frames(),
	load: async () => (await import('./load.ts')).load(),
	lpm: async () => (await import('./lpm.ts')).lpm(),
	routes: async () => (await import('./routes.ts')).routes(),
	netfilter: async () => (await import('./netfilter.ts')).netfilter(),
	reach: async () => (await import('./reach.ts')).reach(),
	rows: async () => (await import('./rows.ts')).rows()
};

const USAGE = `usage: npm run bench -- ${Object.keys(benches).join('|')}|all`;

/** A bench of its own, in this process. */
const ALONE = '--alone';

async function alone(name: string): Promise<number> {
	console.log(JSON.stringify(await benches[name]()));
	return 0;
}

function each(names: string[]): number {
	let code = 0;
	for (const name of names) {
		const args = [
			...process.execArgv,
			'--expose-gc',
			'--max-old-space-size=6144',
			fileURLToPath(import.meta.url),
			ALONE,
			name
		];
		code ||= spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
	}
	return code;
}

async function main(args: string[]): Promise<number> {
	if (args[0] === ALONE) return alone(args[1]);
	const names = args.includes('all') ? Object.keys(benches) : args;
	const unknown = names.find((name) => !Object.hasOwn(benches, name));
	if (names.length === 0 || unknown !== undefined) {
		console.error(unknown === undefined ? USAGE : `${unknown} is not a bench. ${USAGE}`);
		return 2;
	}
	return each(names);
}

process.exitCode = await main(process.argv.slice(2));
