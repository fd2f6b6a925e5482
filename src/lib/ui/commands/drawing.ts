/** Tools of the canvas and the palette. */
import Cable from '@lucide/svelte/icons/cable';
import MousePointer2 from '@lucide/svelte/icons/mouse-pointer-2';
import Plus from '@lucide/svelte/icons/plus';
import { placeable } from '../palette/placeable.ts';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function drawingCommands(app: App): Command[] {
	return [
		{
			id: 'tool-select',
			group: 'Draw',
			title: 'Select',
			icon: MousePointer2,
			keys: ['V'],
			checked: () => app.tool.kind === 'select',
			run: () => app.setTool({ kind: 'select' })
		},
		{
			id: 'tool-connect',
			group: 'Draw',
			title: 'Draw links',
			icon: Cable,
			keys: ['C'],
			checked: () => app.tool.kind === 'connect',
			run: () => app.toggleTool({ kind: 'connect' })
		},
		...placeable.map((item): Command => ({
			id: `place-${item.kind}`,
			group: 'Draw',
			title: `Place: ${item.title}`,
			icon: Plus,
			keys: [item.keys],
			run: () => app.toggleTool({ kind: 'place', node: item.kind })
		}))
	];
}
