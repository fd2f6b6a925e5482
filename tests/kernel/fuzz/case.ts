/** A lab with what happens in it and how long both sides run: what is compared, shrunk and kept. */
import type { Input, Lab } from '../../../src/lib/lab/document.ts';
import { parseInputs, parseLab, type Problem } from '../../../src/lib/lab/parse.ts';

export interface Case {
	lab: Lab;
	inputs: Input[];
	/** ns */
	until: number;
}

export type Parsed =
	| { ok: true; lab: Lab; inputs: Input[] }
	/** Their places are in the lab or in the inputs. */
	| { ok: false; in: 'lab' | 'inputs'; problems: Problem[] };

export function parseCase(lab: unknown, inputs: unknown): Parsed {
	const parsed = parseLab(lab);
	const errors = (problems: Problem[]) => problems.filter(({ severity }) => severity === 'error');
	if (!parsed.ok) return { ok: false, in: 'lab', problems: errors(parsed.problems) };
	const asked = parseInputs(inputs, parsed.lab);
	if (!asked.ok) return { ok: false, in: 'inputs', problems: errors(asked.problems) };
	return { ok: true, lab: parsed.lab, inputs: asked.inputs };
}
