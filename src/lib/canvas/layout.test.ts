import { describe, expect, it } from 'vitest';
import type { Lab } from '../lab/document.ts';
import { bodies } from './bodies.ts';
import { specsOf } from './elements/specs.ts';
import { aLab, aLink, aNode, noteSize } from './elements/testing.ts';
import { layOut } from './layout.ts';

const lab = aLab(
	[
		aNode('docker'),
		aNode('br0', 'bridge', { parent: 'docker' }),
		aNode('web', 'netns', { parent: 'docker' }),
		aNode('db', 'netns', { parent: 'docker' }),
		aNode('home', 'nat'),
		aNode('net', 'internet'),
		aNode('laptop')
	],
	[
		aLink('l1', 'br0:v1', 'web'),
		aLink('l2', 'br0:v2', 'db'),
		aLink('l3', 'docker', 'home:eth0'),
		aLink('l4', 'home:eth1', 'net'),
		aLink('l5', 'laptop', 'home:eth2')
	]
);
const positions = (of: Lab) => layOut(specsOf(of, noteSize));

describe('the automatic layout', () => {
	it('gives every node a place, and always the same', async () => {
		const first = await positions(lab);
		expect(Object.keys(first).sort()).toEqual(lab.nodes.map(({ id }) => id).sort());
		expect(await positions(lab)).toEqual(first);
	});

	it('does not depend on where the nodes were', async () => {
		const elsewhere = { ...lab, nodes: lab.nodes.map((node, i) => ({ ...node, position: { x: i * 77, y: -i * 31 } })) };
		expect(await positions(elsewhere)).toEqual(await positions(lab));
	});

	it('lets no two nodes overlap', async () => {
		const found = await positions(lab);
		for (const [i, a] of lab.nodes.entries())
			for (const b of lab.nodes.slice(i + 1)) {
				const [p, q] = [found[a.id], found[b.id]];
				const apart =
					Math.abs(p.x - q.x) >= (bodies[a.kind].width + bodies[b.kind].width) / 2 ||
					Math.abs(p.y - q.y) >= (bodies[a.kind].height + bodies[b.kind].height) / 2;
				expect(apart, `${a.id} and ${b.id}`).toBe(true);
			}
	});

	it('keeps the others out of a host that holds some', async () => {
		const found = await positions(lab);
		const inside = ['docker', 'br0', 'web', 'db'].map((id) => found[id]);
		const left = Math.min(...inside.map(({ x }) => x));
		const right = Math.max(...inside.map(({ x }) => x));
		const top = Math.min(...inside.map(({ y }) => y));
		const bottom = Math.max(...inside.map(({ y }) => y));
		for (const id of ['home', 'net', 'laptop']) {
			const { x, y } = found[id];
			expect(x > left && x < right && y > top && y < bottom, id).toBe(false);
		}
	});

	it('of an empty lab is empty', async () => {
		expect(await positions(aLab([]))).toEqual({});
	});
});
