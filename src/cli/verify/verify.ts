/** One lab on both sides: what Linux does, what Hopwise does, and where they first differ. */
import { parseTime } from '../../lib/net/text.ts';
import type { Input, Lab } from '../../lib/lab/document.ts';
import { type Difference, compareCaptures } from './compare.ts';
import { handledLinks, withoutDelays } from './comparable.ts';
import { type EngineRun, runEngine } from './engine-run.ts';
import { type KernelRun, runKernel } from './kernel-run.ts';
import { namedPorts } from './named-ports.ts';
import { softirqDeferrals } from './softirq.ts';
import { compareTables, type TableDifference } from './tables.ts';

export interface VerifyOptions {
	/** ns of time for both; 0: until it is quiet on Linux. */
	until?: number;
	/** Frames compared on each interface: for labs that never get quiet. */
	limit?: number;
	/** Compare the tables at the end too. */
	tables?: boolean;
}

export interface Verified {
	differences: Difference[];
	tableDifferences: TableDifference[];
	linux: KernelRun;
	ours: EngineRun;
	/** Frames compared in all. */
	frames: number;
}

/** How far the engine goes beyond Linux's last frame: less than the silence that ended the run there. ns */
const MARGIN = parseTime('100ms');
/** For a storm: frames held of each side, for each interface that is compared. */
const STORM_FACTOR = 16;

/** Captures taken at the most, while the machine was too busy for them to be worth something. */
const CAPTURES = 4;

/**
 * Compares the two sides. A difference counts only when Linux did its network work at once: a capture of a machine that put
 * work off while it was taken is thrown away and taken again.
 */
export async function verify(source: Lab, inputs: readonly Input[], options: VerifyOptions = {}): Promise<Verified> {
	for (let taken = 1; ; taken++) {
		const before = softirqDeferrals();
		const verified = await measure(source, inputs, options);
		const equal = verified.differences.length + verified.tableDifferences.length === 0;
		if (equal || taken === CAPTURES || softirqDeferrals() === before) return verified;
	}
}

async function measure(
	source: Lab,
	inputs: readonly Input[],
	{ until = 0, limit, tables = false }: VerifyOptions
): Promise<Verified> {
	const lab = withoutDelays(source);
	const named = namedPorts(lab, inputs);
	const interfaces = lab.nodes.reduce((sum, node) => sum + node.interfaces.length + 1, 0);
	const held = limit === undefined ? undefined : limit * interfaces * STORM_FACTOR;
	const linux = await runKernel(lab, inputs, { until, limit: held, tables });
	const end = linux.reason === 'until' ? until : linux.lastActivity + MARGIN;
	const ours = runEngine(lab, inputs, { until: end, limit: held, jointed: handledLinks(inputs) });
	const differences = compareCaptures(linux.captures, ours.captures, named, limit);
	const frames = linux.captures.reduce((sum, { frames }) => sum + Math.min(frames.length, limit ?? Infinity), 0);
	const tableDifferences = tables ? compareTables(lab, linux.tables, ours.sim.world, named) : [];
	return { differences, tableDifferences, linux, ours, frames };
}
