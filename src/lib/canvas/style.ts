/** Cytoscape's style sheet. Text is not in it: captions.ts writes that. */
import type { StylesheetJson } from 'cytoscape';
import { kindsOfNodes } from '../lab/kinds/registry.ts';
import { bodies, glyphUri } from './bodies.ts';
import { canvasColours } from './colours.ts';
import type { Theme } from './api.ts';

/** Model pixels between a box and what is in it: room for the title above and for captions below. */
export const BOX_PADDING = 46;

export function styleSheet(theme: Theme): StylesheetJson {
	const colour = canvasColours[theme];
	return [
		{
			selector: 'core',
			style: {
				'selection-box-color': colour.accent,
				'selection-box-opacity': 0.12,
				'selection-box-border-color': colour.accent,
				'selection-box-border-width': 1,
				'active-bg-opacity': 0,
				'active-bg-color': colour.accent,
				'active-bg-size': 0,
				'outside-texture-bg-color': colour.canvas,
				'outside-texture-bg-opacity': 1
			}
		},
		{
			selector: 'node',
			style: {
				'overlay-opacity': 0,
				'outline-width': 0,
				'outline-color': colour.accent,
				'outline-offset': 3,
				'underlay-color': colour.accent,
				'underlay-opacity': 0,
				'underlay-padding': 12,
				'underlay-corner-radius': '22px'
			}
		},
		{
			selector: '.node',
			style: {
				'background-color': colour.surface,
				'border-width': 1.5,
				'border-color': colour.edge,
				'corner-radius': '12px',
				'background-fit': 'none',
				'z-index': 10
			}
		},
		...kindsOfNodes.map(({ kind }) => ({
			selector: `.node[kind="${kind}"]`,
			style: {
				shape: bodies[kind].shape,
				'underlay-shape': bodies[kind].shape === 'round-rectangle' ? 'round-rectangle' : 'ellipse',
				width: bodies[kind].width,
				height: bodies[kind].height,
				'background-image': glyphUri(kind, colour.ink),
				'background-width': `${bodies[kind].glyphSize}px`,
				'background-height': `${bodies[kind].glyphSize}px`,
				'border-style': bodies[kind].dashed ? ('dashed' as const) : ('solid' as const)
			}
		})),
		{
			selector: '.box',
			style: {
				shape: 'round-rectangle',
				'corner-radius': '16px',
				'background-color': colour.box,
				'background-opacity': 0.72,
				'border-width': 1.5,
				'border-color': colour.boxLine,
				padding: `${BOX_PADDING}px`,
				'compound-sizing-wrt-labels': 'exclude',
				'underlay-padding': 8
			}
		},
		{ selector: '.box[kind="netns"]', style: { 'border-style': 'dashed' } },
		{
			selector: '.note',
			style: {
				shape: 'round-rectangle',
				'corner-radius': '6px',
				width: 'data(width)',
				height: 'data(height)',
				'background-color': colour.note,
				'border-width': 1,
				'border-color': colour.noteLine,
				'z-index': 1
			}
		},
		{
			selector: 'edge',
			style: {
				width: 2,
				'line-color': colour.line,
				'overlay-opacity': 0,
				'underlay-color': colour.accent,
				'underlay-opacity': 0,
				'underlay-padding': 5,
				'curve-style': 'straight',
				'arrow-scale': 0.9
			}
		},
		{
			selector: '.link[bend != 0]',
			style: {
				'curve-style': 'unbundled-bezier',
				'control-point-distances': 'data(bend)',
				'control-point-weights': 0.5,
				'edge-distances': 'node-position',
				'loop-direction': '-45deg',
				'loop-sweep': '-90deg'
			}
		},
		{
			selector: '.link[!up]',
			style: { 'line-style': 'dashed', 'line-dash-pattern': [7, 6], 'line-color': colour.danger }
		},
		{
			selector: '.link[!sourceUp]',
			style: { 'source-arrow-shape': 'tee', 'source-arrow-color': colour.danger, 'line-style': 'dotted' }
		},
		{
			selector: '.link[!targetUp]',
			style: { 'target-arrow-shape': 'tee', 'target-arrow-color': colour.danger, 'line-style': 'dotted' }
		},
		{
			selector: '.tie',
			style: {
				width: 2,
				'line-color': colour.line,
				'line-style': 'dotted',
				'line-opacity': 0.8,
				events: 'no',
				'z-index': 0
			}
		},
		{ selector: '.node.hover', style: { 'border-color': colour.ink } },
		{ selector: 'edge.hover', style: { width: 3, 'line-color': colour.ink } },
		{ selector: 'node.highlight', style: { 'underlay-opacity': 0.22, 'border-color': colour.accent } },
		{ selector: 'edge.highlight', style: { 'underlay-opacity': 0.22, width: 3 } },
		{ selector: 'node:selected, node.twin', style: { 'outline-width': 2.5, 'border-color': colour.accent } },
		{ selector: 'edge:selected', style: { width: 4, 'line-color': colour.accent } },
		{ selector: 'node.target', style: { 'outline-width': 3, 'outline-style': 'dashed', 'underlay-opacity': 0.22 } },
		{ selector: 'node.focused', style: { 'outline-width': 3, 'outline-offset': 6, 'outline-color': colour.ink } },
		{ selector: 'edge.focused', style: { width: 5, 'line-color': colour.ink } },
		{ selector: 'node.dim', style: { opacity: 0.35 } }
	] as StylesheetJson;
}
