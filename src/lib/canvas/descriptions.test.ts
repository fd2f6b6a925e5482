import { expect, it } from 'vitest';
import { describe as describeLab } from './descriptions.ts';
import { specsOf } from './elements/specs.ts';
import { aLab, aLink, anInterface, aNode, noteSize } from './elements/testing.ts';

const h1 = aNode('h1', 'host', { interfaces: [anInterface('eth0', '10.0.0.1/24')] });
const words = (...lab: Parameters<typeof aLab>) => describeLab(specsOf(aLab(...lab), noteSize));

it('a node is told by its kind, name, address and what it is linked to', () => {
	const { nodes } = words([h1, aNode('sw1', 'switch')], [aLink('l1', 'h1:eth0', 'sw1:p1')]);
	expect(nodes).toEqual([
		{ id: 'n:h1', text: 'host h1, 10.0.0.1/24, linked to sw1' },
		{ id: 'n:sw1', text: 'switch sw1, linked to h1' }
	]);
});

it('a host says what it holds by name, a netns what it is in', () => {
	const { nodes } = words([aNode('h1'), aNode('ns1', 'netns', { parent: 'h1' })]);
	expect(nodes.map(({ text }) => text)).toEqual([
		'host h1, holds ns1, not linked',
		'network namespace ns1, in h1, not linked'
	]);
});

it('many neighbours are counted', () => {
	const hosts = ['a', 'b', 'c', 'd', 'e'];
	const { nodes } = words(
		[aNode('sw1', 'switch'), ...hosts.map((id) => aNode(id))],
		hosts.map((id) => aLink(id, 'sw1', id))
	);
	expect(nodes[0].text).toBe('switch sw1, linked to a, b and 3 more');
});

it('a link is told by its ends, and that it is pulled or an end is down', () => {
	const down = aNode('h2', 'host', { interfaces: [{ ...anInterface('eth0'), up: false }] });
	const { links } = words([h1, down], [aLink('l1', 'h1:eth0', 'h2:eth0', false)]);
	expect(links).toEqual([{ id: 'l:l1', text: 'link h1 eth0 to h2 eth0 (down), pulled' }]);
});

it('a note is read out', () => {
	const { nodes } = words([], [], [{ id: 't', text: 'Look here', position: { x: 0, y: 0 } }]);
	expect(nodes).toEqual([{ id: 't:t', text: 'note: Look here' }]);
});
