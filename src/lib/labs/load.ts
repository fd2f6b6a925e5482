/** A shipped lab from its source. */
import type { Lab, LabSource } from '../lab/document.ts';
import { parseLab } from '../lab/parse.ts';
import { formatProblem } from '../lab/problem.ts';

/** Throws where it is no good lab, which a test sees before anybody else. */
export function loadLab(id: string, source: LabSource): Lab {
	const parsed = parseLab(source);
	if (!parsed.ok) throw new Error(`${id}: ${formatProblem(parsed.problems[0])}`);
	return parsed.lab;
}
