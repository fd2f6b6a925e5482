/** What sends packets. */
import Play from '@lucide/svelte/icons/play';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Search from '@lucide/svelte/icons/search';
import Send from '@lucide/svelte/icons/send';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function sendingCommands(app: App): Command[] {
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
			id: 'dismiss',
			group: 'Send',
			title: 'Dismiss the dead packets',
			keys: ['X'],
			enabled: () => app.player.dead.length > 0,
			run: () => app.player.dismissAll()
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
