/** Ids and names are unique, and every node is inside a node that can hold it. */
import type { Lab } from '../document.ts';
import { canHold, kindOf } from '../kinds/registry.ts';
import { hasNetns } from '../topology.ts';
import { eachRepeated, type Report } from './report.ts';

export function checkIdentity(lab: Lab, report: Report): void {
	for (const list of ['nodes', 'links', 'notes'] as const) {
		eachRepeated(
			(lab[list] as { id: string }[]).entries(),
			([, item]) => item.id,
			([i, item], [first]) => report.error([list, i, 'id'], `the id "${item.id}" is taken by ${list}[${first}]`)
		);
	}
	eachRepeated(
		lab.nodes.entries(),
		([, node]) => (hasNetns(node) ? node.name : undefined),
		([i, node], [first]) => report.error(['nodes', i, 'name'], `the name "${node.name}" is taken by nodes[${first}]`)
	);
	const byId = new Map(lab.nodes.map((node) => [node.id, node]));
	for (const [i, node] of lab.nodes.entries()) {
		const { noun, parents } = kindOf(node.kind);
		const holders = `the id of ${parents.map((kind) => kindOf(kind).noun).join(', or of ')}`;
		if (node.parent === undefined) {
			if (parents.length > 0) report.error(['nodes', i], `${noun} needs a parent`, holders);
			continue;
		}
		const parent = byId.get(node.parent);
		if (parent === undefined) {
			report.error(['nodes', i, 'parent'], `there is no node "${node.parent}"`);
		} else if (!canHold(node.kind, parent.kind)) {
			const mend = parents.length === 0 ? 'leave parent out' : holders;
			report.error(['nodes', i, 'parent'], `${kindOf(parent.kind).noun} can't hold ${noun}`, mend);
		}
	}
}
