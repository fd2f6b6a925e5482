import cytoscape from 'cytoscape';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../lab/document.ts';
import { Elements } from './elements.ts';
import { specsOf } from './specs.ts';
import { aLab, aLink, aNode, noteSize } from './testing.ts';

function canvas(lab: Lab) {
	const cy = cytoscape({ headless: true, styleEnabled: true });
	const elements = new Elements(cy);
	const show = (next: Lab, hold = false) => elements.show(specsOf(next, noteSize), hold);
	show(lab);
	return {
		cy,
		elements,
		show,
		ids: () =>
			cy
				.elements()
				.map((element) => element.id())
				.sort()
	};
}

const inHost = (id: string) => aNode(id, 'netns', { parent: 'h1' });

describe('showing another lab', () => {
	it('keeps the very elements that stay, with their selection', () => {
		const { cy, show } = canvas(aLab([aNode('a'), aNode('b')], [aLink('l1', 'a', 'b')]));
		const before = cy.getElementById('n:a')[0];
		before.select();
		show(aLab([aNode('a', 'host', { name: 'web' })]));
		expect(cy.getElementById('n:a')[0]).toBe(before);
		expect(before.selected()).toBe(true);
		expect(before.data('name')).toBe('web');
	});

	it('takes a node away with its links', () => {
		const { show, ids } = canvas(aLab([aNode('a'), aNode('b')], [aLink('l1', 'a', 'b')]));
		show(aLab([aNode('a')]));
		expect(ids()).toEqual(['n:a']);
	});

	it('keeps what was in a box that goes', () => {
		const { cy, show, ids } = canvas(aLab([aNode('h1'), inHost('ns1')], [aLink('l1', 'h1', 'ns1')]));
		show(aLab([aNode('h1'), aNode('ns1', 'netns')], [aLink('l1', 'h1', 'ns1')]));
		expect(ids()).toEqual(['l:l1', 'n:h1', 'n:ns1']);
		expect(cy.getElementById('n:ns1').parent().nonempty()).toBe(false);
	});

	it('moves a netns from one host to another and keeps its link and place', () => {
		const at = { position: { x: 70, y: 30 } };
		const host2 = [aNode('h2'), aNode('ns2', 'netns', { parent: 'h2' })];
		const link = [aLink('l1', 'h1', 'ns1')];
		const { cy, show } = canvas(aLab([aNode('h1'), { ...inHost('ns1'), ...at }, ...host2], link));
		show(aLab([aNode('h1'), aNode('ns1', 'netns', { parent: 'h2', ...at }), ...host2], link));
		expect(cy.getElementById('n:ns1').parent().first().id()).toBe('b:h2');
		expect(cy.getElementById('n:ns1').position()).toEqual({ x: 70, y: 30 });
		expect(cy.getElementById('l:l1').target().id()).toBe('n:ns1');
	});

	it('says whether there was anything to do', () => {
		const lab = aLab([aNode('a')]);
		const { show } = canvas(lab);
		expect(show(lab)).toBe(false);
		expect(show(aLab([aNode('a', 'host', { position: { x: 1, y: 0 } })]))).toBe(true);
	});
});

describe('positions', () => {
	it('tells what has been dragged away from where the lab has it', () => {
		const { cy, elements } = canvas(
			aLab([aNode('a'), aNode('b')], [], [{ id: 't', text: '', position: { x: 0, y: 0 } }])
		);
		cy.getElementById('n:b').position({ x: 12.345, y: -8 });
		cy.getElementById('t:t').position({ x: 5, y: 5 });
		expect(elements.moved()).toEqual({ nodes: { b: { x: 12.3, y: -8 } }, notes: { t: { x: 5, y: 5 } } });
	});

	it('stay with the pointer while something is dragged', () => {
		const { cy, show } = canvas(aLab([aNode('a')]));
		cy.getElementById('n:a').position({ x: 50, y: 50 });
		show(aLab([aNode('a', 'host', { name: 'renamed' })]), true);
		expect(cy.getElementById('n:a').position()).toEqual({ x: 50, y: 50 });
		show(aLab([aNode('a', 'host', { name: 'renamed' })]));
		expect(cy.getElementById('n:a').position()).toEqual({ x: 0, y: 0 });
	});
});
