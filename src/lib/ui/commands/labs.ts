/** Labs opened, saved and exported. */
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import LibraryBig from '@lucide/svelte/icons/library-big';
import SquareTerminal from '@lucide/svelte/icons/square-terminal';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function labCommands(app: App): Command[] {
	const { engine, files, layout } = app;
	return [
		{
			id: 'gallery',
			group: 'Lab',
			title: 'Labs to open',
			icon: LibraryBig,
			keys: ['O'],
			run: () => void (layout.overlay = 'gallery')
		},
		{ id: 'new', group: 'Lab', title: 'New lab', icon: FilePlus, keys: ['Alt+N'], run: () => app.newLab() },
		{
			id: 'open-file',
			group: 'Lab',
			title: 'Open a file',
			icon: FolderOpen,
			keys: ['Mod+O'],
			inFields: true,
			run: () => files.choose()
		},
		{
			id: 'save-file',
			group: 'Lab',
			title: 'Save as a file',
			icon: ArrowDownToLine,
			keys: ['Mod+S'],
			inFields: true,
			run: () => files.save()
		},
		{
			id: 'export-bash',
			group: 'Lab',
			title: 'Export as a bash script',
			icon: SquareTerminal,
			keys: ['Mod+Shift+E'],
			enabled: () => !app.lab.empty,
			run: () => files.exportBash()
		},
		{
			id: 'export',
			group: 'Lab',
			title: 'Export: captures, trace, pictures',
			icon: ArrowDownToLine,
			keys: ['Alt+E'],
			run: () => void (layout.overlay = 'export')
		},
		{
			id: 'export-pcap',
			group: 'Lab',
			title: 'Export a capture (pcapng)',
			icon: ArrowDownToLine,
			enabled: () => engine.progress.count > 0,
			run: () => files.exportPcap(null)
		},
		{
			id: 'export-trace',
			group: 'Lab',
			title: 'Export the trace as text',
			icon: ArrowDownToLine,
			enabled: () => engine.progress.count > 0,
			run: () => files.exportTrace('text')
		},
		{
			id: 'export-png',
			group: 'Lab',
			title: 'Export the canvas as a picture (PNG)',
			icon: ArrowDownToLine,
			enabled: () => !app.lab.empty,
			run: () => files.exportPng()
		},
		{
			id: 'export-svg',
			group: 'Lab',
			title: 'Export the network as a drawing (SVG)',
			icon: ArrowDownToLine,
			enabled: () => !app.lab.empty,
			run: () => files.exportSvg()
		}
	];
}
