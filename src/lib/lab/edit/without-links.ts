/** The first half of removing a link; `tidy` is the other. */
import type { Lab } from '../document.ts';
import { kindOf } from '../kinds/registry.ts';
import { keep } from './tidy.ts';

/** Links and the interfaces that they joined, where these are not the node's own; nothing else is tidied. */
export function withoutLinks(lab: Lab, ids: readonly string[]): Lab {
	const gone = new Set(ids);
	const ends = new Set<string>();
	for (const link of lab.links)
		if (gone.has(link.id)) for (const end of link.ends) ends.add(`${end.node}/${end.interface}`);
	const nodes = lab.nodes.map((node) => {
		const { fixed } = kindOf(node.kind);
		const interfaces = keep(node.interfaces, ({ name }) => !ends.has(`${node.id}/${name}`) || fixed.includes(name));
		return interfaces === node.interfaces ? node : { ...node, interfaces };
	});
	return { ...lab, nodes, links: keep(lab.links, (link) => !gone.has(link.id)) };
}
