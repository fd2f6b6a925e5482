/** One item of a lab replaced; all others stay the very same values. */
import type { Lab, LabNode } from '../document.ts';

export function replaceNode(lab: Lab, id: string, change: (node: LabNode) => LabNode): Lab {
	const at = lab.nodes.findIndex((node) => node.id === id);
	if (at < 0) return lab;
	const changed = change(lab.nodes[at]);
	return changed === lab.nodes[at] ? lab : { ...lab, nodes: lab.nodes.with(at, changed) };
}
