import { describe, expect, it } from 'vitest';
import { checkLab } from '../lab/check.ts';
import { exportBash } from '../lab/export/bash.ts';
import { parseLabText } from '../lab/parse-text.ts';
import { serializeLab } from '../lab/serialize.ts';
import { nodeById } from '../lab/topology.ts';
import firstLab from './first.json';
import { labById, labs } from './index.ts';

describe.each(labs.map((one) => [one.id, one.lab] as const))('the lab %s', (_, lab) => {
	it('has no problem, not even a warning', () => expect(checkLab(lab)).toEqual([]));

	it('has a title, a paragraph and a packet to send', () => {
		expect(lab.title.length).toBeGreaterThan(5);
		expect(lab.description.length).toBeGreaterThan(300);
		expect(lab.suggested).toHaveLength(1);
		expect(nodeById(lab, lab.suggested[0].node!)).toBeDefined();
	});

	it('is read back from its own file', () => {
		expect(parseLabText(serializeLab(lab))).toEqual({ ok: true, lab, warnings: [] });
	});

	it('exports to bash', () => expect(exportBash(lab)).toMatch(/^#!\/usr\/bin\/env bash\n/));

	it('lies on a canvas of 1200 by 700 with room between its nodes', () => {
		for (const { position } of lab.nodes) {
			expect(position.x).toBeGreaterThanOrEqual(80);
			expect(position.x).toBeLessThanOrEqual(1120);
			expect(position.y).toBeGreaterThanOrEqual(80);
			expect(position.y).toBeLessThanOrEqual(620);
		}
		const leaves = lab.nodes.filter(({ id }) => !lab.nodes.some((child) => child.parent === id));
		for (const [i, a] of leaves.entries()) {
			for (const b of leaves.slice(i + 1)) {
				const apart = Math.hypot(a.position.x - b.position.x, a.position.y - b.position.y);
				expect(apart, `${a.id} and ${b.id}`).toBeGreaterThanOrEqual(140);
			}
		}
	});
});

it('a first visit has its lab', () => {
	expect(firstLab, 'scripts/make-schemas.ts writes it anew').toEqual(labById('bridge'));
	expect(labById('none')).toBeUndefined();
	expect(new Set(labs.map(({ id }) => id)).size).toBe(10);
});
