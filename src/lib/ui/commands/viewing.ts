/** How the page looks and what of it is seen. */
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Maximize from '@lucide/svelte/icons/maximize';
import Minus from '@lucide/svelte/icons/minus';
import Moon from '@lucide/svelte/icons/moon';
import PanelBottom from '@lucide/svelte/icons/panel-bottom';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Plus from '@lucide/svelte/icons/plus';
import Presentation from '@lucide/svelte/icons/presentation';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import Workflow from '@lucide/svelte/icons/workflow';
import type { App } from '../state/app.svelte.ts';
import type { ThemeChoice } from '../state/layout.svelte.ts';
import type { Command } from './registry.ts';

export function viewingCommands(app: App): Command[] {
	const { layout, selection } = app;
	const theme = (choice: ThemeChoice, title: string, icon: Command['icon']): Command => ({
		id: `theme-${choice}`,
		group: 'View',
		title,
		icon,
		checked: () => layout.theme === choice,
		run: () => void (layout.theme = choice)
	});
	return [
		{
			id: 'zoom-in',
			group: 'View',
			title: 'Zoom in',
			icon: Plus,
			keys: ['+', '='],
			run: () => app.canvas?.zoomBy(1.25)
		},
		{ id: 'zoom-out', group: 'View', title: 'Zoom out', icon: Minus, keys: ['-'], run: () => app.canvas?.zoomBy(0.8) },
		{
			id: 'fit',
			group: 'View',
			title: 'Fit the network',
			icon: Maximize,
			keys: ['F', '0'],
			run: () => app.canvas?.fit()
		},
		{
			id: 'fit-selection',
			group: 'View',
			title: 'Fit the selection',
			icon: Maximize,
			keys: ['Shift+F'],
			enabled: () => selection.items.nodes.length > 0,
			run: () => app.canvas?.fit(selection.items.nodes)
		},
		{
			id: 'auto-layout',
			group: 'View',
			title: 'Arrange the nodes',
			icon: Workflow,
			keys: ['Shift+L'],
			enabled: () => !app.lab.empty,
			run: () => app.edit((edits) => edits.arrange())
		},
		{
			id: 'presentation',
			group: 'View',
			title: 'Presentation',
			icon: Presentation,
			keys: ['Shift+P'],
			checked: () => layout.presentation,
			run: () => void (layout.presentation = !layout.presentation)
		},
		{
			id: 'toggle-palette',
			group: 'View',
			title: 'Palette',
			icon: PanelLeft,
			keys: ['Alt+1'],
			checked: () => layout.palette,
			run: () => void (layout.palette = !layout.palette)
		},
		{
			id: 'toggle-side',
			group: 'View',
			title: 'Step and inspector',
			icon: PanelRight,
			keys: ['Alt+2'],
			checked: () => layout.side,
			run: () => void (layout.side = !layout.side)
		},
		{
			id: 'toggle-dock',
			group: 'View',
			title: 'Steps, packets, tables, problems',
			icon: PanelBottom,
			keys: ['Alt+3'],
			checked: () => layout.dock,
			run: () => void (layout.dock = !layout.dock)
		},
		{
			id: 'packets',
			group: 'View',
			title: 'Packets',
			icon: Rows3,
			keys: ['Alt+K'],
			run: () => layout.showDock('packets')
		},
		{
			id: 'reach',
			group: 'View',
			title: 'Who reaches whom',
			icon: Grid3x3,
			keys: ['Alt+R'],
			enabled: () => !app.lab.empty,
			run: () => layout.showDock('reach')
		},
		{
			id: 'toggle-theme',
			group: 'View',
			title: 'Light or dark',
			get icon() {
				return layout.dark ? Sun : Moon;
			},
			keys: ['Shift+D'],
			run: () => void (layout.theme = layout.dark ? 'light' : 'dark')
		},
		theme('system', 'Theme of the system', SunMoon),
		theme('light', 'Light', Sun),
		theme('dark', 'Dark', Moon),
		{
			id: 'focus-canvas',
			group: 'View',
			title: 'Into the canvas',
			keys: ['G'],
			run: () => app.canvas?.focus(selection.node)
		}
	];
}
