/** Who reaches whom, for 36 hosts behind two routers: each host to each other one, in a copy of the world each. */
import { ReachMatrix } from '../../src/lib/engine/reach/matrix.ts';
import { createSimulation } from '../../src/lib/engine/run-lab.ts';
import { parseLab } from '../../src/lib/lab/parse.ts';
import { wideLab } from './labs/wide.ts';
import { milliseconds, time } from './measure.ts';

const NODES = 41;

export function reach() {
	const parsed = parseLab(wideLab(NODES));
	if (!parsed.ok) throw new Error(parsed.problems[0].message);
	const { world } = createSimulation(parsed.lab);
	const { rows } = new ReachMatrix(world, false).table;
	const whole = time(
		() => new ReachMatrix(world, false),
		(matrix) => {
			while (matrix.next() !== null);
		},
		{ warmUp: 1, runs: 5 }
	);
	return { name: 'reach', hosts: rows.length, cells: rows.length * (rows.length - 1), wholeMs: milliseconds(whole) };
}
