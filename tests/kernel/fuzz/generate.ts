/** The random lab of a seed and an index. */
import { type Input, type Lab, LAB_FORMAT, LAB_VERSION, type LabSource } from '../../../src/lib/lab/document.ts';
import { parseInputs, parseLab } from '../../../src/lib/lab/parse.ts';
import { type Problem, formatProblem } from '../../../src/lib/lab/problem.ts';
import { parseTime } from '../../../src/lib/net/text.ts';
import { drawAddresses } from './addressing.ts';
import { avoid } from './avoided.ts';
import { Chance } from './chance.ts';
import { Draft } from './draft.ts';
import { features } from './features/registry.ts';
import { ping } from './features/traffic.ts';
import { drawRoutes } from './reach.ts';
import { drawSchedule } from './schedule.ts';
import { drawTopology } from './topology.ts';

export interface RandomLab {
	lab: Lab;
	inputs: Input[];
	/** ns */
	until: number;
	/** Names of the features that were drawn. */
	features: string[];
}

/** Some drafts break a rule of the document (a MAC or a route twice): the next one is taken. */
const ATTEMPTS = 50;

/** @param only Features to draw, in every lab; the others are not. None named: each as often as its share says. */
export function generate(seed: number, index: number, only: readonly string[] = []): RandomLab {
	let problems: Problem[] = [];
	for (let i = 0; i < ATTEMPTS; i++) {
		const draft = new Draft(new Chance(seed, index, `base ${i}`));
		drawTopology(draft);
		drawAddresses(draft);
		drawRoutes(draft);
		// Each with choices of its own, so that a new feature leaves alone what the others draw.
		const drawn: string[] = [];
		for (const { name, share, draw } of features) {
			draft.chance = new Chance(seed, index, `${name} ${i}`);
			if (only.length > 0 ? !only.includes(name) : !draft.chance.in100(share)) continue;
			draw(draft);
			drawn.push(name);
		}
		avoid(draft);
		draft.chance = new Chance(seed, index, `schedule ${i}`);
		if (draft.happenings.length === 0) ping.draw(draft);
		const schedule = drawSchedule(draft);
		const source: LabSource = {
			format: LAB_FORMAT,
			version: LAB_VERSION,
			title: `Random lab ${seed}/${index}`,
			nodes: draft.nodes,
			links: draft.links
		};
		const lab = parseLab(source);
		if (!lab.ok) {
			({ problems } = lab);
			continue;
		}
		const inputs = parseInputs(schedule.inputs, lab.lab);
		if (inputs.ok) {
			return { lab: lab.lab, inputs: inputs.inputs, until: parseTime(schedule.until), features: drawn };
		}
		({ problems } = inputs);
	}
	throw new Error(`no lab of seed ${seed}, index ${index} is sound: ${problems.map(formatProblem).join('; ')}`);
}
