/** Play, steps, and the way back. */
import ChevronFirst from '@lucide/svelte/icons/chevron-first';
import ChevronLast from '@lucide/svelte/icons/chevron-last';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import SkipBack from '@lucide/svelte/icons/skip-back';
import SkipForward from '@lucide/svelte/icons/skip-forward';
import StepBack from '@lucide/svelte/icons/step-back';
import StepForward from '@lucide/svelte/icons/step-forward';
import { speeds } from '../player/pace.ts';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function runningCommands(app: App): Command[] {
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
