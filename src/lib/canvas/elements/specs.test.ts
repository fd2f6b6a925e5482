import { describe, expect, it } from 'vitest';
import { specsOf, type LinkSpec, type Spec } from './specs.ts';
import { aLab, aLink, anInterface, aNode, noteSize } from './testing.ts';

const find = (specs: Spec[], id: string) => specs.find((spec) => spec.id === id);
const links = (specs: Spec[]) => specs.filter((spec): spec is LinkSpec => spec.type === 'link');

describe('a node', () => {
	it('shows its name and its first address, and how many more it has', () => {
		const r1 = aNode('r1', 'router', {
			interfaces: [anInterface('eth0', '10.0.0.1/24'), anInterface('eth1', '10.0.1.1/24')]
		});
		expect(find(specsOf(aLab([r1]), noteSize), 'n:r1')?.data).toMatchObject({ name: 'r1', address: '10.0.0.1/24 +1' });
	});

	it('does not count addresses of lo', () => {
		const h1 = aNode('h1', 'host', {
			interfaces: [anInterface('lo', '10.9.9.9/32'), anInterface('eth0', '10.0.0.1/24')]
		});
		expect(find(specsOf(aLab([h1]), noteSize), 'n:h1')?.data).toMatchObject({ address: '10.0.0.1/24' });
	});
});

describe('a host that holds a network namespace', () => {
	const specs = specsOf(aLab([aNode('h1'), aNode('ns1', 'netns', { parent: 'h1' })]), noteSize);

	it('is a box with its name, with itself and what it holds inside', () => {
		expect(find(specs, 'b:h1')).toMatchObject({ type: 'box', parent: null, data: { name: 'h1' } });
		expect(find(specs, 'n:h1')).toMatchObject({ parent: 'b:h1', data: { name: 'root netns', boxed: true } });
		expect(find(specs, 'n:ns1')).toMatchObject({ parent: 'b:h1', data: { name: 'ns1', boxed: false } });
	});

	it('holds a box where a netns holds a bridge', () => {
		const nested = specsOf(
			aLab([aNode('br0', 'bridge', { parent: 'ns1' }), aNode('ns1', 'netns', { parent: 'h1' }), aNode('h1')]),
			noteSize
		);
		expect(find(nested, 'b:ns1')).toMatchObject({ parent: 'b:h1' });
		expect(find(nested, 'n:br0')).toMatchObject({ parent: 'b:ns1' });
	});
});

it('a bridge is tied to the node that it is a device of, and a switch to none', () => {
	const specs = specsOf(
		aLab([aNode('h1'), aNode('br0', 'bridge', { parent: 'h1' }), aNode('sw1', 'switch')]),
		noteSize
	);
	expect(specs.filter(({ type }) => type === 'tie')).toEqual([
		{ id: 'i:br0', type: 'tie', data: { key: 'br0', source: 'n:br0', target: 'n:h1' } }
	]);
});

it.each([
	['is missing', [aNode('ns1', 'netns', { parent: 'gone' })]],
	['is itself', [aNode('ns1', 'netns', { parent: 'ns1' })]],
	['goes round in a circle', [aNode('ns1', 'netns', { parent: 'ns2' }), aNode('ns2', 'netns', { parent: 'ns1' })]]
])('a parent that %s is none', (_, nodes) => {
	for (const spec of specsOf(aLab(nodes), noteSize)) expect(spec).toMatchObject({ type: 'node', parent: null });
});

describe('a link', () => {
	it('names its interfaces, with addresses where a node has several', () => {
		const r1 = aNode('r1', 'router', {
			interfaces: [anInterface('eth0', '10.0.0.1/24'), anInterface('eth1', '10.0.1.1/24')]
		});
		const h1 = aNode('h1', 'host', { interfaces: [anInterface('eth0', '10.0.1.2/24')] });
		const [link] = links(specsOf(aLab([r1, h1], [aLink('l1', 'r1:eth1', 'h1:eth0')]), noteSize));
		expect(link.data).toMatchObject({ sourceText: 'eth1 10.0.1.1/24', targetText: 'eth0' });
	});

	it('tells that it is pulled and which of its interfaces is down', () => {
		const h1 = aNode('h1', 'host', { interfaces: [{ ...anInterface('eth0'), up: false }] });
		const [link] = links(specsOf(aLab([h1, aNode('h2')], [aLink('l1', 'h1:eth0', 'h2:eth0', false)]), noteSize));
		expect(link.data).toMatchObject({ up: false, sourceUp: false, targetUp: true });
	});

	it('is straight when it is the only one between its nodes', () => {
		const [link] = links(specsOf(aLab([aNode('a'), aNode('b')], [aLink('l1', 'a', 'b')]), noteSize));
		expect(link.data.bend).toBe(0);
	});

	it('bends to its own side of another between the same nodes, whichever way round it was drawn', () => {
		const lab = aLab([aNode('a'), aNode('b')], [aLink('l1', 'a:eth0', 'b:eth0'), aLink('l2', 'b:eth1', 'a:eth1')]);
		const [first, second] = links(specsOf(lab, noteSize));
		// A bend is to one side of the way from source to target: drawn the other way round, the same number is the other side.
		expect(first.data.bend).toBe(second.data.bend);
		expect(first.data.bend).not.toBe(0);
	});

	it('to a node that is not there is left out', () => {
		expect(links(specsOf(aLab([aNode('a')], [aLink('l1', 'a', 'gone')]), noteSize))).toEqual([]);
	});
});

it('a note has the size of its text', () => {
	const lab = aLab([], [], [{ id: 't1', text: 'why', position: { x: 3, y: 4 } }]);
	expect(specsOf(lab, noteSize)).toEqual([
		{ id: 't:t1', type: 'note', position: { x: 3, y: 4 }, data: { key: 't1', text: 'why', width: 100, height: 40 } }
	]);
});
