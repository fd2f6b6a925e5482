/** Which part of a lab runs. Moving a node, a note, a title: the network goes on as it was. */
import type { Lab } from '../../lab/document.ts';

function runningPart(lab: Lab): unknown {
	return {
		seed: lab.seed,
		nodes: lab.nodes.map((node) => ({ ...node, position: null })),
		links: lab.links
	};
}

export function runsDifferently(before: Lab, after: Lab): boolean {
	if (before.nodes === after.nodes && before.links === after.links && before.seed === after.seed) return false;
	return JSON.stringify(runningPart(before)) !== JSON.stringify(runningPart(after));
}

/** `lab` as it runs, with the places and the words of `shown`: these are of the paper, not of the moment. */
export function placedAs(lab: Lab, shown: Lab): Lab {
	const places = new Map(shown.nodes.map(({ id, position }) => [id, position]));
	return {
		...shown,
		seed: lab.seed,
		nodes: lab.nodes.map((node) => ({ ...node, position: places.get(node.id) ?? node.position })),
		links: lab.links
	};
}
