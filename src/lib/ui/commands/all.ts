/** Every command of the page, with its keys. */
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import Cable from '@lucide/svelte/icons/cable';
import ChevronFirst from '@lucide/svelte/icons/chevron-first';
import ChevronLast from '@lucide/svelte/icons/chevron-last';
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Command from '@lucide/svelte/icons/command';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Keyboard from '@lucide/svelte/icons/keyboard';
import LibraryBig from '@lucide/svelte/icons/library-big';
import Maximize from '@lucide/svelte/icons/maximize';
import Minus from '@lucide/svelte/icons/minus';
import Moon from '@lucide/svelte/icons/moon';
import MousePointer2 from '@lucide/svelte/icons/mouse-pointer-2';
import PanelBottom from '@lucide/svelte/icons/panel-bottom';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import Plus from '@lucide/svelte/icons/plus';
import Presentation from '@lucide/svelte/icons/presentation';
import Redo2 from '@lucide/svelte/icons/redo-2';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Scissors from '@lucide/svelte/icons/scissors';
import Search from '@lucide/svelte/icons/search';
import Send from '@lucide/svelte/icons/send';
import SkipBack from '@lucide/svelte/icons/skip-back';
import SkipForward from '@lucide/svelte/icons/skip-forward';
import SquareTerminal from '@lucide/svelte/icons/square-terminal';
import StepBack from '@lucide/svelte/icons/step-back';
import StepForward from '@lucide/svelte/icons/step-forward';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import Table2 from '@lucide/svelte/icons/table-2';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Unplug from '@lucide/svelte/icons/unplug';
import Workflow from '@lucide/svelte/icons/workflow';
import { placeable } from '../palette/placeable.ts';
import { speeds } from '../player/pace.ts';
import type { App } from '../state/app.svelte.ts';
import type { ThemeChoice } from '../state/layout.svelte.ts';
import type { Command as Entry } from './registry.ts';

export function allCommands(app: App): Entry[] {
	return [...run(app), ...send(app), ...edit(app), ...drawing(app), ...view(app), ...labs(app), ...help(app)];
}

function run(app: App): Entry[] {
	const { engine, lab, player } = app;
	/** Nothing was sent yet: Play sends the lab's first packet. */
	const first = () => engine.progress.count === 0 && lab.lab.suggested.length > 0;
	const later = () => player.at < engine.progress.count || player.playing || player.stepping;
	const earlier = () => player.at > 0;
	const faster = (by: number) => {
		const at = speeds.findIndex((speed) => speed === player.speed) + by;
		player.speed = speeds[Math.max(0, Math.min(speeds.length - 1, at))];
	};
	return [
		{
			id: 'play',
			group: 'Run',
			get title() {
				return player.playing ? 'Pause' : 'Play';
			},
			get icon() {
				return player.playing ? Pause : Play;
			},
			keys: ['Space'],
			enabled: () => player.playing || later() || first(),
			run: () => (player.playing ? player.pause() : first() ? app.runSuggested() : player.play())
		},
		{
			id: 'step-hop',
			group: 'Run',
			title: 'Step hop',
			icon: SkipForward,
			keys: ['ArrowRight', 'L'],
			enabled: later,
			run: () => player.stepHop(1)
		},
		{
			id: 'back-hop',
			group: 'Run',
			title: 'Back by a hop',
			icon: SkipBack,
			keys: ['ArrowLeft', 'J'],
			enabled: earlier,
			run: () => player.stepHop(-1)
		},
		{
			id: 'step-decision',
			group: 'Run',
			title: 'Step decision',
			icon: StepForward,
			keys: ['.'],
			enabled: later,
			run: () => player.stepDecision(1)
		},
		{
			id: 'back-decision',
			group: 'Run',
			title: 'Back by a decision',
			icon: StepBack,
			keys: [','],
			enabled: earlier,
			run: () => player.stepDecision(-1)
		},
		{
			id: 'to-start',
			group: 'Run',
			title: 'To the start',
			icon: ChevronFirst,
			keys: ['Home'],
			enabled: earlier,
			run: () => player.toStart()
		},
		{
			id: 'to-end',
			group: 'Run',
			title: 'To the end',
			icon: ChevronLast,
			keys: ['End'],
			enabled: later,
			run: () => player.toEnd()
		},
		{ id: 'faster', group: 'Run', title: 'Faster', keys: ['>'], enabled: () => player.speed < 8, run: () => faster(1) },
		{
			id: 'slower',
			group: 'Run',
			title: 'Slower',
			keys: ['<'],
			enabled: () => player.speed > 0.25,
			run: () => faster(-1)
		}
	];
}

function send(app: App): Entry[] {
	const { engine, lab, layout, selection, send } = app;
	const some = () => !lab.empty;
	const node = () => lab.lab.nodes.find((one) => one.id === selection.node);
	const pick = () => {
		app.setTool({ kind: 'select' });
		layout.sheet = 'none';
		send.pick(node());
	};
	return [
		{ id: 'send', group: 'Send', title: 'Send a packet', icon: Send, keys: ['S'], enabled: some, run: pick },
		{
			id: 'send-form',
			group: 'Send',
			title: 'Send a packet by a form',
			icon: Send,
			keys: ['Shift+S'],
			enabled: some,
			run: () => void (layout.overlay = 'send')
		},
		{
			id: 'send-from',
			group: 'Send',
			title: 'Send from here',
			icon: Send,
			enabled: () => node() !== undefined,
			run: pick
		},
		{
			id: 'suggested',
			group: 'Send',
			title: "Send the lab's first packet",
			icon: Play,
			keys: ['Shift+Space'],
			enabled: () => lab.lab.suggested.length > 0,
			run: () => app.runSuggested()
		},
		{
			id: 'restart',
			group: 'Send',
			title: 'Start the network anew',
			icon: RotateCcw,
			enabled: () => engine.progress.count > 0,
			run: () => app.restart()
		},
		{
			id: 'show-step',
			group: 'Send',
			title: 'Show its step',
			icon: Search,
			enabled: () => selection.packet !== -1,
			run: () => app.showPacket(selection.packet)
		}
	];
}

function edit(app: App): Entry[] {
	const { edits, lab, layout, selection } = app;
	const some = () => selection.count > 0;
	const things = () => selection.items.nodes.length + selection.items.notes.length > 0;
	return [
		{
			id: 'undo',
			group: 'Edit',
			get title() {
				return lab.undoText ? `Undo: ${lab.undoText}` : 'Undo';
			},
			icon: Undo2,
			keys: ['Mod+Z'],
			enabled: () => lab.undoText !== undefined,
			run: () => lab.undo()
		},
		{
			id: 'redo',
			group: 'Edit',
			get title() {
				return lab.redoText ? `Redo: ${lab.redoText}` : 'Redo';
			},
			icon: Redo2,
			keys: ['Mod+Shift+Z', 'Mod+Y'],
			enabled: () => lab.redoText !== undefined,
			run: () => lab.redo()
		},
		{
			id: 'cut',
			group: 'Edit',
			title: 'Cut',
			icon: Scissors,
			keys: ['Mod+X'],
			enabled: things,
			run: () => edits.cut()
		},
		{ id: 'copy', group: 'Edit', title: 'Copy', icon: Copy, keys: ['Mod+C'], enabled: things, run: () => edits.copy() },
		{ id: 'paste', group: 'Edit', title: 'Paste', icon: ClipboardPaste, keys: ['Mod+V'], run: () => edits.paste() },
		{
			id: 'duplicate',
			group: 'Edit',
			title: 'Duplicate',
			icon: CopyPlus,
			keys: ['Mod+D'],
			enabled: things,
			run: () => edits.duplicate()
		},
		{
			id: 'delete',
			group: 'Edit',
			title: 'Delete',
			icon: Trash2,
			keys: ['Delete', 'Backspace'],
			enabled: some,
			run: () => edits.remove()
		},
		{
			id: 'select-all',
			group: 'Edit',
			title: 'Select all',
			keys: ['Mod+A'],
			enabled: () => !lab.empty,
			run: () => selection.all(lab.lab)
		},
		{
			id: 'inspect',
			group: 'Edit',
			title: 'Edit in the inspector',
			icon: PanelRight,
			keys: ['E'],
			enabled: some,
			run: () => app.inspect()
		},
		{
			id: 'show-tables',
			group: 'Edit',
			title: 'Show its tables',
			icon: Table2,
			keys: ['T'],
			run: () => layout.showDock('tables')
		},
		{
			id: 'toggle-link',
			group: 'Edit',
			get title() {
				return edits.linkIsUp() ? 'Pull the cable' : 'Plug the cable in';
			},
			icon: Unplug,
			keys: ['P'],
			enabled: () => selection.link !== undefined,
			run: () => edits.toggleLink()
		}
	];
}

function drawing(app: App): Entry[] {
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
		...placeable.map((item): Entry => ({
			id: `place-${item.kind}`,
			group: 'Draw',
			title: `Place: ${item.title}`,
			icon: Plus,
			keys: [item.keys],
			run: () => app.toggleTool({ kind: 'place', node: item.kind })
		}))
	];
}

function view(app: App): Entry[] {
	const { layout, selection } = app;
	const theme = (choice: ThemeChoice, title: string, icon: Entry['icon']): Entry => ({
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
			run: () => app.edits.arrange()
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

function labs(app: App): Entry[] {
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
			id: 'export-pcap',
			group: 'Lab',
			title: 'Export a capture (pcapng)',
			icon: ArrowDownToLine,
			enabled: () => engine.progress.count > 0,
			run: () => files.exportPcap()
		}
	];
}

function help({ layout }: App): Entry[] {
	return [
		{
			id: 'command-palette',
			group: 'Help',
			title: 'Find a command',
			icon: Command,
			keys: ['Mod+K'],
			inFields: true,
			run: () => void (layout.overlay = layout.overlay === 'palette' ? null : 'palette')
		},
		{
			id: 'help',
			group: 'Help',
			title: 'Keys',
			icon: Keyboard,
			keys: ['?', 'F1'],
			run: () => void (layout.overlay = 'help')
		}
	];
}
