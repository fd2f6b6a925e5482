/** From a lab document of 1,000 nodes as text to a world that can run: reading and checking it, then building it. */
import { createSimulation } from '../../src/lib/engine/run-lab.ts';
import { parseLab } from '../../src/lib/lab/parse.ts';
import { wideLab } from './labs/wide.ts';
import { milliseconds, time } from './measure.ts';
import { labFrom } from './simulations.ts';

const NODES = 1000;

export function build() {
	const text = JSON.stringify(wideLab(NODES));
	const read = time(
		() => text,
		(source) => parseLab(source)
	);
	const lab = labFrom(wideLab(NODES));
	const world = time(
		() => lab,
		(one) => createSimulation(one)
	);
	return {
		name: 'build',
		nodes: lab.nodes.length,
		links: lab.links.length,
		readMs: milliseconds(read),
		worldMs: milliseconds(world)
	};
}
