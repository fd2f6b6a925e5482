/** `npm run fuzz:packets -- --count 1000000 --seed 1`: mutated frames until one makes the engine throw, hang or grow. `--batch B` runs one batch again. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BatchFailed, framesPerBatch, runBatch, scenes } from './fuzz.ts';

interface Job {
	seed: number;
	first: number;
	batches: number;
}

type Report = { batch: number; heap: number } | { failed: string } | { done: true };

/** ms that a batch may take; a batch is a hundred frames. */
const PATIENCE = 20_000;
/** Batches between two looks at the heap. */
const EVERY = 200;
/** Bytes that the heap may grow from the first look to the last. */
const GROWTH = 32 * 2 ** 20;

function heap(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}

function work({ seed, first, batches }: Job): void {
	const say = (report: Report) => process.send!(report);
	const all = scenes();
	for (let batch = first; batch < first + batches; batch++) {
		if ((batch - first) % EVERY === 0) say({ batch, heap: heap() });
		try {
			runBatch(all, seed, batch);
		} catch (error) {
			if (!(error instanceof BatchFailed)) throw error;
			say({ failed: error.message });
			return;
		}
	}
	say({ batch: first + batches, heap: heap() });
	say({ done: true });
}

function watch(): void {
	const { values } = parseArgs({
		options: {
			count: { type: 'string', default: '100000' },
			seed: { type: 'string', default: '1' },
			batch: { type: 'string' }
		}
	});
	const seed = Number(values.seed);
	const batches = values.batch === undefined ? Math.ceil(Number(values.count) / framesPerBatch) : 1;
	const job: Job = { seed, first: Number(values.batch ?? 0), batches };
	// A process of its own: one that hangs can still be told of.
	const worker = fork(fileURLToPath(import.meta.url), { execArgv: process.execArgv });
	worker.send(job);
	const began = performance.now();
	const heaps: number[] = [];
	let last = 0;
	const end = (ok: boolean, text: string) => {
		console.log(text);
		worker.kill();
		process.exit(ok ? 0 : 1);
	};
	const hung = () => end(false, `hangs in the ${EVERY} batches after ${last} (seed ${seed})`);
	let timer = setTimeout(hung, PATIENCE * EVERY);
	worker.on('message', (report: Report) => {
		clearTimeout(timer);
		timer = setTimeout(hung, PATIENCE * EVERY);
		if ('failed' in report) return end(false, `seed ${seed}, ${report.failed}`);
		if ('batch' in report) {
			last = report.batch;
			heaps.push(report.heap);
			const megabytes = (report.heap / 2 ** 20).toFixed(1);
			console.log(`${(report.batch - job.first) * framesPerBatch} frames, ${megabytes} MB`);
			return;
		}
		const seconds = (performance.now() - began) / 1000;
		const grown = heaps[heaps.length - 1] - heaps[0];
		const frames = batches * framesPerBatch;
		const figures = `${frames} frames in ${seconds.toFixed(0)} s, heap grown by ${(grown / 2 ** 20).toFixed(1)} MB`;
		end(grown < GROWTH, grown < GROWTH ? `nothing found: ${figures}` : `the heap grows: ${figures}`);
	});
	worker.on('exit', (code) => end(false, `ended with ${code} in the batches after ${last} (seed ${seed})`));
}

if (process.send === undefined) watch();
else process.once('message', (job) => work(job as Job));
