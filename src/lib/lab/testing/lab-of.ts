/** Labs for tests, as short as they can be said. */
import { type Lab, LAB_FORMAT, type LabSource } from '../document.ts';
import { parseLab } from '../parse.ts';
import { formatProblem } from '../problem.ts';

export type NodeSource = Omit<LabSource['nodes'][number], 'position' | 'name'> & { name?: string };
export type LinkSource = [string, string];

/** Nodes named by their ids, all at one place; links as "node/interface" pairs, named a, b, c, ..., z, l27, ... */
export function sourceOf(nodes: NodeSource[], links: LinkSource[] = []): LabSource {
	const end = (text: string) => ({ node: text.split('/')[0], interface: text.split('/')[1] });
	return {
		format: LAB_FORMAT,
		version: 1,
		nodes: nodes.map((node) => ({ name: node.id, position: { x: 0, y: 0 }, ...node })),
		links: links.map(([a, b], i) => ({
			id: i < 26 ? String.fromCharCode(97 + i) : `l${i + 1}`,
			ends: [end(a), end(b)]
		}))
	};
}

/** Throws where the lab has an error. */
export function labOf(nodes: NodeSource[], links: LinkSource[] = []): Lab {
	const parsed = parseLab(sourceOf(nodes, links));
	if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
	return parsed.lab;
}
