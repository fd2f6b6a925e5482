import { describe, expect, it } from 'vitest';
import { labOf } from './testing/lab-of.ts';
import { devicesOf, linkAt, linksOf, netnsNodes, netnsOf, peerOf, withDescendants } from './topology.ts';

const lab = labOf(
	[
		{
			id: 'h',
			kind: 'host',
			interfaces: [
				{ name: 'eth0', addresses: ['10.0.0.1/24'] },
				{ name: 'lo', addresses: ['192.0.2.1/32'] },
				{ name: 'eth1' }
			]
		},
		{ id: 'n', kind: 'netns', parent: 'h', interfaces: [{ name: 'eth0', mtu: 1400 }] },
		{
			id: 'b',
			kind: 'bridge',
			name: 'br7',
			parent: 'h',
			interfaces: [{ name: 'veth1' }],
			bridge: { mac: '02:00:00:00:00:99', addresses: ['10.1.0.1/24'], ageing: '10s' }
		},
		{ id: 'nb', kind: 'bridge', name: 'br0', parent: 'n' },
		{ id: 's', kind: 'switch', interfaces: [{ name: 'eth0', up: false }] }
	],
	[
		['h/eth0', 's/eth0'],
		['n/eth0', 'b/veth1']
	]
);

describe('a topology', () => {
	it.each([
		['h', 'h'],
		['n', 'n'],
		['b', 'h'],
		['nb', 'n'],
		['s', 's']
	])("the devices of %s live in %s's netns", (node, netns) => expect(netnsOf(lab, node)).toBe(netns));

	it('has one netns for each node but bridges, in the order of the document', () => {
		expect(netnsNodes(lab).map(({ id }) => id)).toEqual(['h', 'n', 's']);
	});

	it('lists lo first, then bridges, then interfaces in the order of the document, numbered from 1', () => {
		const brief = devicesOf(lab, 'h').map(({ index, kind, node, name, master }) => [index, kind, node, name, master]);
		expect(brief).toEqual([
			[1, 'lo', 'h', 'lo', ''],
			[2, 'bridge', 'b', 'br7', ''],
			[3, 'veth', 'h', 'eth0', ''],
			[4, 'veth', 'h', 'eth1', ''],
			[5, 'veth', 'b', 'veth1', 'br7']
		]);
	});

	it('knows what each device is set to', () => {
		const [lo, bridge] = devicesOf(lab, 'h');
		expect(lo).toMatchObject({ mac: '', mtu: 65536, up: true, addresses: ['127.0.0.1/8', '192.0.2.1/32'] });
		expect(bridge).toMatchObject({
			mac: '02:00:00:00:00:99',
			addresses: ['10.1.0.1/24'],
			settings: { ageing: 10_000_000_000 }
		});
		expect(devicesOf(lab, 'n')[2]).toMatchObject({ name: 'eth0', mtu: 1400 });
		expect(devicesOf(lab, 's').slice(1)).toMatchObject([
			{ kind: 'bridge', name: 'br0' },
			{ kind: 'veth', name: 'eth0', master: 'br0', up: false }
		]);
	});

	it('has no devices for a bridge, whose netns is another', () => expect(devicesOf(lab, 'b')).toEqual([]));

	it('finds the other end of a link', () => {
		expect(peerOf(lab, 'b', 'veth1')).toMatchObject({ node: 'n', interface: 'eth0', link: { id: 'b' } });
		expect(linkAt(lab, 'h', 'eth0')?.id).toBe('a');
		expect(peerOf(lab, 'h', 'eth1')).toBeUndefined();
		expect(linksOf(lab, 's').map(({ id }) => id)).toEqual(['a']);
	});

	it('knows what is inside a node, at any depth', () => {
		expect(withDescendants(lab, 'h')).toEqual(['h', 'n', 'b', 'nb']);
	});
});
