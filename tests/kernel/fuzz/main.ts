/** `npm run fuzz:kernel`: random labs, run by Linux and by the engine, until one differs; then the smallest that still does. */
import { parseArgs } from 'node:util';
import { whyNoKernel } from '../../../src/cli/verify/able.ts';
import { features } from './features/registry.ts';
import type { Case } from './case.ts';
import { writeFound, FOUND } from './found.ts';
import { generate } from './generate.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { shrink } from './shrink.ts';

const USAGE = `npm run fuzz:kernel -- [options]
  --count N     labs to run (100)
  --seed S      1 to 4294967295; drawn where it is not given, and said
  --from I      index of the first lab (0): a lab is determined by its seed and its index
  --jobs J      labs that run side by side (1)
  --shrink      makes each lab that differs smaller, and keeps it
  --most N      runs that making one lab smaller may take (250)
  --keep DIR    where to (tests/kernel/found)
  --only A,B    draws these features in every lab, and no others: ${features.map(({ name }) => name).join(', ')}
`;

const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '100' },
		seed: { type: 'string' },
		from: { type: 'string', default: '0' },
		jobs: { type: 'string', default: '1' },
		shrink: { type: 'boolean', default: false },
		most: { type: 'string', default: '250' },
		keep: { type: 'string', default: FOUND },
		only: { type: 'string', default: '' },
		help: { type: 'boolean', default: false }
	}
});

function fail(text: string): never {
	process.stderr.write(`${text}\n`);
	process.exit(2);
}

function number(text: string, name: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0) fail(`--${name} ${text} is no whole number`);
	return value;
}

/** What a smaller lab must show as well, to be a smaller case of the same. */
function sortOf(outcome: Outcome): string {
	return outcome.kind === 'different' ? outcome.about : outcome.kind;
}

async function main(): Promise<number> {
	if (values.help) {
		process.stdout.write(USAGE);
		return 0;
	}
	const reason = whyNoKernel();
	if (reason !== '') fail(`random labs can't be compared here: ${reason}`);
	const seed = values.seed === undefined ? Date.now() % 1_000_000 : number(values.seed, 'seed');
	const [count, from, jobs] = (['count', 'from', 'jobs'] as const).map((name) => number(values[name], name));
	const only = values.only.split(',').filter((name) => name !== '');
	const unknown = only.find((name) => !features.some((feature) => feature.name === name));
	if (unknown !== undefined) fail(`there is no feature ${unknown}: ${features.map(({ name }) => name).join(', ')}`);
	const say = (text: string) => process.stdout.write(`${text}\n`);
	say(`seed ${seed}, labs ${from} to ${from + count - 1}`);

	const began = performance.now();
	const counts = { equal: 0, different: 0, refused: 0, crashed: 0, flaky: 0 };
	let frames = 0;
	let next = from;
	const worker = async () => {
		while (next < from + count) {
			const index = next++;
			const random = generate(seed, index, only);
			const outcome = await outcomeOf(random);
			counts[outcome.kind]++;
			if (outcome.kind === 'equal') {
				frames += outcome.frames;
				continue;
			}
			const title = `lab ${seed}/${index}: ${outcome.kind} (${random.features.join(', ')})`;
			say(`\n${title}\n${outcome.text}`);
			if (outcome.kind === 'flaky' || !values.shrink) continue;
			const isSame = async (candidate: Case) => {
				const now = await outcomeOf(candidate, 2);
				return sortOf(now) === sortOf(outcome);
			};
			const began = performance.now();
			const { smallest: small, runs, done } = await shrink(random, isSame, number(values.most, 'most'));
			const took = ((performance.now() - began) / 1000).toFixed(0);
			say(`${done ? 'made as small as it gets' : `stopped (--most ${values.most})`}: ${runs} runs in ${took} s`);
			const shown = await outcomeOf(small, 1);
			if (shown.kind === 'equal') say('shrunk, it does not differ each time: not kept');
			else
				say(
					`shrunk:\n${shown.text}\n${writeFound(values.keep, `lab-${seed}-${index}`, shown.text.split('\n')[0], small)}`
				);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
	const seconds = (performance.now() - began) / 1000;
	const told = Object.entries(counts).map(([kind, number]) => `${number} ${kind}`);
	say(
		`\n${count} labs, ${frames} frames in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(2)} labs/s): ${told.join(', ')}`
	);
	return counts.different + counts.refused + counts.crashed > 0 ? 1 : 0;
}

process.exitCode = await main();
