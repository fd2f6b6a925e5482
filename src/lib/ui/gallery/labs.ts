import type { Lab } from '../../lab/document.ts';
import { addNode, connect } from '../../lab/edit.ts';
import { makeNode } from '../../lab/presets.ts';
import { emptyLab } from '../state/lab.svelte.ts';

export async function firstLab(): Promise<Lab> {
	let lab: Lab = { ...emptyLab, title: 'Hosts on a bridge', description: 'Three hosts share one Linux bridge.' };
	lab = addNode(lab, makeNode(lab, 'switch', { x: 0, y: 0 }));
	const sw = lab.nodes[0].id;
	for (const [x, y] of [
		[-200, 130],
		[0, 180],
		[200, 130]
	]) {
		const host = makeNode(lab, 'host', { x, y });
		lab = connect(addNode(lab, host), host.id, sw);
	}
	return {
		...lab,
		suggested: [
			{
				at: '0s',
				node: lab.nodes[1].id,
				action: {
					do: 'ping',
					to: lab.nodes[2].interfaces[0].addresses[0].split('/')[0],
					count: 1,
					interval: '1s',
					size: 56,
					ttl: 64
				}
			}
		]
	};
}

export async function allLabs(): Promise<Lab[]> {
	return [await firstLab()];
}
