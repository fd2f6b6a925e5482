/** What changes the lab. */
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Redo2 from '@lucide/svelte/icons/redo-2';
import Scissors from '@lucide/svelte/icons/scissors';
import Table2 from '@lucide/svelte/icons/table-2';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Unplug from '@lucide/svelte/icons/unplug';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function editingCommands(app: App): Command[] {
	const { lab, layout, selection } = app;
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
			run: () => app.edit((edits) => edits.cut())
		},
		{
			id: 'copy',
			group: 'Edit',
			title: 'Copy',
			icon: Copy,
			keys: ['Mod+C'],
			enabled: things,
			run: () => app.edit((edits) => edits.copy())
		},
		{
			id: 'paste',
			group: 'Edit',
			title: 'Paste',
			icon: ClipboardPaste,
			keys: ['Mod+V'],
			run: () => app.edit((edits) => edits.paste())
		},
		{
			id: 'duplicate',
			group: 'Edit',
			title: 'Duplicate',
			icon: CopyPlus,
			keys: ['Mod+D'],
			enabled: things,
			run: () => app.edit((edits) => edits.duplicate())
		},
		{
			id: 'delete',
			group: 'Edit',
			title: 'Delete',
			icon: Trash2,
			keys: ['Delete', 'Backspace'],
			enabled: some,
			run: () => app.edit((edits) => edits.remove())
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
				return lab.isUp(selection.link) ? 'Pull the cable' : 'Plug the cable in';
			},
			icon: Unplug,
			keys: ['P'],
			enabled: () => selection.link !== undefined,
			run: () => app.edit((edits) => edits.toggleLink())
		}
	];
}
