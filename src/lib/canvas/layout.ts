/**
 * Positions for a whole lab, by fcose on a cytoscape of its own without a screen. The same lab always gets the same
 * positions: fcose starts from a layout by distance from the middle of the network, not from a random one.
 */
import cytoscape, { type ElementDefinition, type LayoutOptions } from 'cytoscape';
import type { Point } from './api.ts';
import { bodies } from './bodies.ts';
import type { LinkSpec, NodeSpec, Spec, TieSpec } from './elements/specs.ts';
import { startPositions } from './geometry/start-positions.ts';
import { BOX_PADDING } from './style.ts';

/** Model pixels that a caption adds to a node: below, and to both sides. */
const CAPTION_HEIGHT = 40;
const CAPTION_WIDTH = 110;
/** Model pixels between linked nodes: room for two interface names and a packet between them. */
const LINK_LENGTH = 190;

let registered = false;

export async function layOut(specs: readonly Spec[]): Promise<Record<string, Point>> {
	const nodes = specs.filter((spec): spec is NodeSpec => spec.type === 'node');
	if (nodes.length === 0) return {};
	const { default: fcose } = await import('cytoscape-fcose');
	if (!registered) cytoscape.use(fcose);
	registered = true;

	// Ties too: a bridge lies beside the node that it is in.
	const edges = specs
		.filter((spec): spec is LinkSpec | TieSpec => spec.type === 'link' || spec.type === 'tie')
		.filter(({ data }) => data.source !== data.target)
		.map(({ data }) => [data.source, data.target] as const);
	const start = startPositions(
		nodes.map((node) => node.id),
		edges,
		LINK_LENGTH
	);
	const elements: ElementDefinition[] = [];
	for (const spec of specs)
		if (spec.type === 'box') elements.push({ data: { id: spec.id, parent: spec.parent ?? undefined } });
	for (const { id, parent, data } of nodes)
		elements.push({
			data: {
				id,
				parent: parent ?? undefined,
				width: Math.max(bodies[data.kind].width, CAPTION_WIDTH),
				height: bodies[data.kind].height + CAPTION_HEIGHT
			},
			position: { ...start.get(id)! }
		});
	for (const [source, target] of edges) elements.push({ data: { source, target } });

	const cy = cytoscape({
		headless: true,
		styleEnabled: true,
		layout: { name: 'preset' },
		elements,
		style: [
			{ selector: 'node', style: { shape: 'rectangle' } },
			{ selector: 'node[width]', style: { width: 'data(width)', height: 'data(height)' } },
			{ selector: ':parent', style: { padding: `${BOX_PADDING - 20}px` } }
		]
	});
	cy.layout({
		name: 'fcose',
		quality: nodes.length > 300 ? 'default' : 'proof',
		randomize: false,
		animate: false,
		fit: false,
		nodeRepulsion: () => 9000,
		idealEdgeLength: () => LINK_LENGTH,
		edgeElasticity: () => 0.45,
		nestingFactor: 0.6,
		gravity: 0.05,
		numIter: nodes.length > 400 ? 300 : 2500,
		tile: true,
		tilingPaddingVertical: 40,
		tilingPaddingHorizontal: 40,
		packComponents: false
	} as LayoutOptions).run();

	const positions: Record<string, Point> = {};
	for (const { id, data } of nodes) {
		const at = cy.getElementById(id).position();
		positions[data.key] = { x: Math.round(at.x), y: Math.round(at.y) };
	}
	cy.destroy();
	return positions;
}
