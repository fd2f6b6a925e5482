/** What the lower panel can show, in the order of its tabs. Each is loaded when it is first opened. */
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import ChartGantt from '@lucide/svelte/icons/chart-gantt';
import GitBranch from '@lucide/svelte/icons/git-branch';
import ListTree from '@lucide/svelte/icons/list-tree';
import Route from '@lucide/svelte/icons/route';
import OctagonPause from '@lucide/svelte/icons/octagon-pause';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Send from '@lucide/svelte/icons/send';
import Table2 from '@lucide/svelte/icons/table-2';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Component } from 'svelte';
import type { DockTab } from '../state/layout.svelte.ts';

interface DockView {
	id: DockTab;
	title: string;
	icon: typeof ListTree;
	load: () => Promise<{ default: Component }>;
}

export const views: readonly DockView[] = [
	{ id: 'steps', title: 'Steps', icon: ListTree, load: () => import('../steps/Steps.svelte') },
	{ id: 'packets', title: 'Packets', icon: Rows3, load: () => import('../packets/Packets.svelte') },
	{ id: 'flows', title: 'Flows', icon: Send, load: () => import('../flows/Flows.svelte') },
	{ id: 'path', title: 'Path', icon: Route, load: () => import('../path/Path.svelte') },
	{ id: 'timeline', title: 'Timeline', icon: ChartGantt, load: () => import('../timeline/Lanes.svelte') },
	{ id: 'tables', title: 'Tables', icon: Table2, load: () => import('../tables/Tables.svelte') },
	{ id: 'problems', title: 'Problems', icon: TriangleAlert, load: () => import('../problems/Problems.svelte') },
	{ id: 'reach', title: 'Reach', icon: Grid3x3, load: () => import('../reach/Reach.svelte') },
	{ id: 'branches', title: 'Branches', icon: GitBranch, load: () => import('../branches/BranchList.svelte') },
	{
		id: 'breakpoints',
		title: 'Breakpoints',
		icon: OctagonPause,
		load: () => import('../breakpoints/BreakpointList.svelte')
	}
];
