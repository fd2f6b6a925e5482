/** Breakpoints on the canvas: an octagon with two bars, at a node's corner and in the middle of a link. */
import type { Core } from 'cytoscape';
import type { CanvasColours } from './colours.ts';
import { linkElement, nodeElement } from './elements/specs.ts';

/** CSS pixels. */
const RADIUS = 9;

export interface BreakpointPlaces {
	nodes: readonly string[];
	links: readonly string[];
}

export function drawBreakpoints(
	context: CanvasRenderingContext2D,
	cy: Core,
	{ nodes, links }: BreakpointPlaces,
	colours: CanvasColours
): void {
	for (const id of new Set(nodes)) {
		const node = cy.getElementById(nodeElement(id));
		if (node.empty()) continue;
		const { x, y } = node.renderedPosition();
		octagon(context, x - node.renderedWidth() / 2, y - node.renderedHeight() / 2, colours);
	}
	const zoom = cy.zoom();
	const pan = cy.pan();
	for (const id of links) {
		const link = cy.getElementById(linkElement(id));
		if (link.empty()) continue;
		const { x, y } = link.midpoint();
		octagon(context, x * zoom + pan.x, y * zoom + pan.y, colours);
	}
}

function octagon(context: CanvasRenderingContext2D, x: number, y: number, colours: CanvasColours): void {
	context.beginPath();
	for (let corner = 0; corner < 8; corner++) {
		const angle = (corner + 0.5) * (Math.PI / 4);
		context.lineTo(x + RADIUS * Math.cos(angle), y + RADIUS * Math.sin(angle));
	}
	context.closePath();
	context.fillStyle = colours.danger;
	context.fill();
	context.strokeStyle = colours.canvas;
	context.lineWidth = 2;
	context.stroke();
	context.fillStyle = colours.canvas;
	context.fillRect(x - 3.5, y - 3.5, 2.4, 7);
	context.fillRect(x + 1.1, y - 3.5, 2.4, 7);
}
