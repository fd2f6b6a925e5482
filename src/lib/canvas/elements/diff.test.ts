import { expect, it } from 'vitest';
import type { Lab } from '../../lab/document.ts';
import { diffSpecs } from './diff.ts';
import { specsOf } from './specs.ts';
import { aLab, aLink, aNode, noteSize } from './testing.ts';

function diff(before: Lab, after: Lab) {
	const old = new Map(specsOf(before, noteSize).map((spec) => [spec.id, spec]));
	const { added, changed, removed } = diffSpecs(old, specsOf(after, noteSize));
	return { added: added.map(({ id }) => id), changed: changed.map(({ after: spec }) => spec.id), removed };
}

const nothing = { added: [], changed: [], removed: [] };

it('the same lab changes nothing', () => {
	const lab = () => aLab([aNode('a'), aNode('b')], [aLink('l1', 'a', 'b')]);
	expect(diff(lab(), lab())).toEqual(nothing);
});

it('a new node touches no other', () => {
	expect(diff(aLab([aNode('a')]), aLab([aNode('a'), aNode('b')]))).toEqual({ ...nothing, added: ['n:b'] });
});

it('another name or place changes that node only', () => {
	const before = aLab([aNode('a'), aNode('b'), aNode('c')]);
	const after = aLab([
		aNode('a', 'host', { name: 'web' }),
		aNode('b', 'host', { position: { x: 9, y: 0 } }),
		aNode('c')
	]);
	expect(diff(before, after)).toEqual({ ...nothing, changed: ['n:a', 'n:b'] });
});

it('a link that joins other nodes is taken out and put in anew', () => {
	const nodes = [aNode('a'), aNode('b'), aNode('c')];
	const moved = diff(aLab(nodes, [aLink('l1', 'a', 'b')]), aLab(nodes, [aLink('l1', 'a', 'c')]));
	expect(moved).toEqual({ ...nothing, added: ['l:l1'], removed: ['l:l1'] });
});

it('a pulled link is changed in place', () => {
	const nodes = [aNode('a'), aNode('b')];
	const pulled = diff(aLab(nodes, [aLink('l1', 'a', 'b')]), aLab(nodes, [aLink('l1', 'a', 'b', false)]));
	expect(pulled).toEqual({ ...nothing, changed: ['l:l1'] });
});

it('the first netns in a host puts a box around it', () => {
	const before = aLab([aNode('h1'), aNode('ns1', 'netns')]);
	const after = aLab([aNode('h1'), aNode('ns1', 'netns', { parent: 'h1' })]);
	expect(diff(before, after)).toEqual({ added: ['b:h1'], changed: ['n:h1', 'n:ns1'], removed: [] });
});
