/** A flow's ladder as an SVG file. */
import { ladderSvg } from '../../trace/ladder/svg.ts';
import { ladderInks } from '../path/inks.ts';
import type { App } from '../state/app.svelte.ts';

/** Rows at the most: a drawing of more is no drawing. */
const MOST = 2000;

export async function ladderFile({ engine, lab, layout }: App, flow: number): Promise<string> {
	const ladder = await engine.client.ladder(flow, 0, MOST, engine.progress.count);
	const { text } = engine.progress.flows[flow];
	return ladderSvg(ladder, ladderInks(layout.dark ? 'dark' : 'light'), `${lab.lab.title}: ${text}`);
}
