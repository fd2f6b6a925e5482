/** Finding all the others. */
import CommandIcon from '@lucide/svelte/icons/command';
import Keyboard from '@lucide/svelte/icons/keyboard';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function helpCommands({ layout }: App): Command[] {
	return [
		{
			id: 'command-palette',
			group: 'Help',
			title: 'Find a command',
			icon: CommandIcon,
			keys: ['Mod+K'],
			inFields: true,
			run: () => {
				layout.search = '';
				layout.overlay = layout.overlay === 'palette' ? null : 'palette';
			}
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
