/** Ways through time: by flow, by input, run until, breakpoints, branches. */
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import GitBranch from '@lucide/svelte/icons/git-branch';
import Link from '@lucide/svelte/icons/link';
import OctagonPause from '@lucide/svelte/icons/octagon-pause';
import type { Condition } from '../../engine/condition.ts';
import type { App } from '../state/app.svelte.ts';
import type { Command } from './registry.ts';

export function timeCommands(app: App): Command[] {
	const { breakpoints, engine, explanation, files, layout, player, selection, travel } = app;
	const some = () => engine.progress.count > 0;
	const earlier = () => player.at > 0;
	const later = () => player.at < engine.progress.count;
	const goesOn = () => some() && (later() || !engine.progress.quiet);
	const flow = () => explanation.answer?.record.flow ?? -1;
	const step = (id: string, title: string, keys: string[], condition: () => Condition, dir: 1 | -1): Command => ({
		id,
		group: 'Run',
		title,
		keys,
		enabled: dir === 1 ? later : earlier,
		run: () => travel.step(condition(), dir)
	});
	const until = (id: string, title: string, keys: string[], condition: () => Condition | undefined): Command => ({
		id,
		group: 'Run',
		title,
		keys,
		enabled: () => goesOn() && condition() !== undefined,
		run: () => travel.until(condition()!)
	});
	const place = (): Condition | undefined =>
		selection.node
			? { on: 'node', node: selection.node }
			: selection.link
				? { on: 'link', link: selection.link }
				: undefined;
	/** The rule that the shown step is about. */
	const rule = (): Condition | undefined => {
		const record = explanation.answer?.record;
		if (record?.type !== 'step' || record.facts.kind !== 'chain') return undefined;
		const { table, chain, by, number } = record.facts;
		return { on: 'rule', node: record.node, table, chain: number === 0 ? chain : by, number };
	};
	const toggle = (condition: Condition | undefined) => {
		if (!condition) return;
		breakpoints.toggle(condition);
		if (breakpoints.has(condition)) app.toasts.note(`Play stops when ${app.describe(condition)}.`);
	};
	return [
		step('next-of-flow', 'On within this flow', ['Shift+ArrowRight'], () => ({ on: 'flow', flow: flow() }), 1),
		step('previous-of-flow', 'Back within this flow', ['Shift+ArrowLeft'], () => ({ on: 'flow', flow: flow() }), -1),
		step('next-input', 'To the next input', [']'], () => ({ on: 'input' }), 1),
		step('previous-input', 'Back to an input', ['['], () => ({ on: 'input' }), -1),
		step('previous-drop', 'Back to a lost packet', ['Shift+K'], () => ({ on: 'drop' }), -1),
		step('previous-change', 'Back to a table change', ['Shift+M'], () => ({ on: 'change' }), -1),
		until('until-delivery', 'Run until a packet is delivered', ['U'], () => ({ on: 'delivery' })),
		until('until-drop', 'Run until a packet is lost', ['K'], () => ({ on: 'drop' })),
		until('until-change', 'Run until a table changes', ['M'], () => ({ on: 'change' })),
		until('until-here', 'Run until it comes to the selection', ['Shift+U'], place),
		{
			id: 'until-filter',
			group: 'Run',
			title: 'Run until a filter fits …',
			keys: ['Shift+R'],
			enabled: goesOn,
			run: () => {
				breakpoints.kind = 'filter';
				breakpoints.writing = true;
				layout.showDock('breakpoints');
			}
		},
		{
			id: 'breakpoint',
			group: 'Run',
			title: 'Breakpoint here',
			icon: OctagonPause,
			keys: ['B'],
			enabled: () => place() !== undefined,
			checked: () => place() !== undefined && breakpoints.has(place()!),
			run: () => toggle(place())
		},
		{
			id: 'breakpoint-rule',
			group: 'Run',
			title: "Breakpoint on this step's rule",
			icon: OctagonPause,
			keys: ['Shift+B'],
			enabled: () => rule() !== undefined,
			checked: () => rule() !== undefined && breakpoints.has(rule()!),
			run: () => toggle(rule())
		},
		{
			id: 'branches',
			group: 'Run',
			title: 'Branches',
			icon: GitBranch,
			run: () => layout.showDock('branches')
		},
		{
			id: 'save-session',
			group: 'Lab',
			title: 'Save the session as a file',
			icon: ArrowDownToLine,
			keys: ['Mod+Shift+S'],
			inFields: true,
			run: () => files.saveSession()
		},
		{
			id: 'share',
			group: 'Lab',
			title: 'Share the session by a link',
			icon: Link,
			enabled: () => !app.lab.empty,
			run: () => void (layout.overlay = 'share')
		}
	];
}
