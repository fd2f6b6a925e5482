/**
 * An edit by hand: one that would make an error is not done, and the error is the answer. Apart from the lab's state,
 * since a first visit needs the lab and none of what checks it.
 */
import { checkLab } from '../../lab/check.ts';
import type { Lab } from '../../lab/document.ts';
import type { Problem } from '../../lab/problem.ts';
import type { LabState, Naming } from './lab.svelte.ts';

export function attempt(lab: LabState, naming: Naming, edit: (lab: Lab) => Lab): Problem | undefined {
	const known = new Set(checkLab(lab.lab).map(asText));
	const after = edit(lab.lab);
	const error = checkLab(after).find((problem) => problem.severity === 'error' && !known.has(asText(problem)));
	if (!error) lab.apply(naming, () => after);
	return error;
}

const asText = ({ path, message }: Problem) => `${path} ${message}`;
