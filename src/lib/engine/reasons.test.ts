/**
 * The reading test over every lab of the tests against Linux, run by the engine alone: all that happens is told in whole
 * sentences, and no packet ends without a reason.
 */
import { describe, expect, it } from 'vitest';
import { kernelLabs } from '../../../tests/kernel/labs/index.ts';
import { explainStep, stepLabel } from '../trace/explanation.ts';
import type { StepRecord } from '../trace/record.ts';
import { HOLES } from '../trace/steps/holes.ts';
import type { StepKind } from '../trace/steps/types.ts';
import { runLab } from './run-lab.ts';
import { TraceReader } from './trace-reader.ts';

/** Records of one lab that are looked at: one of them sends datagrams as fast as it can. */
const MOST = 20_000;
/** Samples of each kind of step that are read aloud in each lab; a lab repeats itself. */
const SAMPLES = 40;

/** Steps after which nothing follows because the packet has come to where it was meant for. */
const arrivals: ReadonlySet<StepKind> = new Set<StepKind>([
	'arp-receive', // the neighbour table has heard it
	'neigh-flush',
	'neigh-state',
	'icmp-receive', // an error or a redirect that concerns no program
	'tcp-receive' // a segment without data
]);

/** A text that a program or a person wrote may look like anything. */
const quotes: ReadonlySet<StepKind> = new Set<StepKind>(['app-output', 'app-end', 'app-start', 'input', 'nf-log']);

function run(title: string) {
	const { lab, inputs, until } = kernelLabs.find((one) => one.title === title)!;
	const { sim, trace } = runLab(lab, inputs, { record: true, until: until || Infinity, limit: MOST });
	const reader = new TraceReader(trace!, () => sim.world);
	return { trace: trace!, reader, end: sim.world.now, cut: sim.world.queue.size > 0 };
}

/** Records that caused others. */
function causes({ trace }: ReturnType<typeof run>): Uint8Array {
	const found = new Uint8Array(trace.count);
	for (let id = 0; id < trace.count; id++) if (trace.causeOf(id) >= 0) found[trace.causeOf(id)] = 1;
	return found;
}

function whyMissing(step: StepRecord): string | null {
	const { facts, verdict } = step;
	if (facts.kind === 'route' && verdict === 'drop') return facts.errno === '' ? 'no errno' : null;
	if (facts.kind === 'drop' || verdict !== 'pass') return null;
	if (arrivals.has(facts.kind)) return null;
	// A flood that nobody hears says so.
	if (facts.kind === 'bridge-flood' && facts.ports.length === 0) return null;
	return `nothing follows "${step.label}"`;
}

describe.each(kernelLabs.map(({ title }) => title))('%s', (title) => {
	const world = run(title);
	const { trace, reader, end } = world;

	it('is told in whole sentences', () => {
		const seen = new Map<StepKind, number>();
		for (let id = 0; id < trace.count; id++) {
			if (trace.isHop(id)) continue;
			const { kind } = trace.factsOf(id)!;
			const times = seen.get(kind) ?? 0;
			if (times >= SAMPLES) continue;
			seen.set(kind, times + 1);
			const step = reader.step(id);
			const { sentence, paragraph, details, source } = explainStep(step, reader.names);
			const where = `record ${id}, ${step.label}`;
			expect(sentence, where).toMatch(/[.!?…]"?$/);
			expect(stepLabel(step.facts), where).not.toBe('');
			expect(JSON.stringify(details), where).not.toMatch(/undefined|NaN|\[object|\{[a-z]+\}/i);
			if (quotes.has(kind)) continue;
			// What stands in quotation marks is somebody's own words.
			for (const text of [sentence, paragraph, source])
				expect(text.replace(/"[^"]*"/g, '""'), where).not.toMatch(HOLES);
		}
	});

	it('has no packet that ends without a reason', () => {
		const caused = causes(world);
		const silent: string[] = [];
		for (let id = 0; id < trace.count; id++) {
			if (caused[id]) continue;
			if (trace.isHop(id)) {
				const { lost, arrive } = trace.readHop(id);
				if (!lost && arrive < end && !world.cut)
					silent.push(`record ${id}: "${reader.hop(id).label}" arrives and nothing follows`);
				continue;
			}
			const why = world.cut && trace.timeOf(id) === end ? null : whyMissing(reader.step(id));
			if (why !== null) silent.push(`record ${id}: ${why}`);
		}
		expect(silent).toEqual([]);
	});

	it('has a reason of its own for every loss', () => {
		for (let id = 0; id < trace.count; id++) {
			const facts = trace.factsOf(id);
			if (facts?.kind !== 'drop') continue;
			const { sentence, paragraph, source } = explainStep(reader.step(id), reader.names);
			for (const text of [sentence, paragraph, source]) expect(text, `record ${id}`).not.toBe('');
		}
	});
});
