import { describe, expect, it } from 'vitest';
import { checkLab } from './check.ts';
import type { Config, Input, Lab, LabNode, NodeKind } from './document.ts';
import {
	addNode,
	connect,
	copyNodes,
	duplicateNodes,
	moveNodes,
	newNodes,
	pasteNodes,
	removeInterface,
	removeLinks,
	removeNodes,
	renameInterface,
	renameNode,
	reparentNode,
	updateInterface,
	updateNode
} from './edit.ts';
import { makeNode } from './presets.ts';
import { labOf } from './testing/lab-of.ts';
import { nodeById, peerOf } from './topology.ts';

const empty = labOf([]);
/** A lab with new nodes, "netns:host1" being one inside host1; their ids are the names that they get. */
function withNodes(...kinds: (NodeKind | `${NodeKind}:${string}`)[]): Lab {
	return kinds.reduce<Lab>((lab, text) => {
		const [kind, parent] = text.split(':') as [NodeKind, string | undefined];
		return addNode(lab, makeNode(lab, kind, { x: 0, y: 0 }, parent));
	}, empty);
}

function connected(lab: Lab, ...pairs: [string, string][]): Lab {
	return pairs.reduce((sofar, [a, b]) => connect(sofar, a, b), lab);
}

/** "eth0 10.0.0.1/24" of each interface, and "default via ..." of each route. */
function brief(lab: Lab, id: string): string[] {
	const node = nodeById(lab, id)!;
	const interfaces = node.interfaces.map(({ name, addresses }) => [name, ...addresses].join(' '));
	return [...interfaces, ...node.routes.map(({ to, via }) => `${to} via ${via}`)];
}

describe('new nodes', () => {
	it('are named after their kind, with the next free number', () => {
		const lab = withNodes(
			'host',
			'host',
			'router',
			'switch',
			'nat',
			'internet',
			'internet',
			'netns:host1',
			'bridge:host1'
		);
		const names = ['host1', 'host2', 'r1', 'sw1', 'nat1', 'internet', 'internet2', 'ns1', 'br0'];
		expect(lab.nodes.map(({ name }) => name)).toEqual(names);
		expect(makeNode(removeNodes(lab, ['host1']), 'host', { x: 0, y: 0 }).name).toBe('host1');
	});

	it('are what their kind is for', () => {
		const lab = withNodes('router', 'nat', 'switch', 'internet');
		expect(nodeById(lab, 'r1')?.forwarding).toBe(true);
		expect(nodeById(lab, 'nat1')?.nat).toEqual([{ target: 'MASQUERADE', out: 'eth0' }]);
		expect(nodeById(lab, 'sw1')?.bridge).toMatchObject({ ageing: '300s', addresses: [] });
		expect(brief(lab, 'internet')).toEqual(['lo 198.51.100.53/32 198.51.100.80/32 8.8.8.8/32', 'eth0 203.0.113.1/24']);
	});
});

describe('a new link', () => {
	it('gives two hosts a subnet', () => {
		const lab = connected(withNodes('host', 'host'), ['host1', 'host2']);
		expect(brief(lab, 'host1')).toEqual(['eth0 10.0.0.1/24']);
		expect(brief(lab, 'host2')).toEqual(['eth0 10.0.0.2/24']);
		expect(peerOf(lab, 'host1', 'eth0')).toMatchObject({ node: 'host2', interface: 'eth0' });
	});

	it('joins the subnet of the switch that it leads to', () => {
		const lab = connected(
			withNodes('host', 'host', 'host', 'switch'),
			['host1', 'sw1'],
			['host2', 'sw1'],
			['sw1', 'host3']
		);
		expect(['host1', 'host2', 'host3'].map((id) => brief(lab, id))).toEqual([
			['eth0 10.0.0.1/24'],
			['eth0 10.0.0.2/24'],
			['eth0 10.0.0.3/24']
		]);
		expect(brief(lab, 'sw1')).toEqual(['eth0', 'eth1', 'eth2']);
	});

	it('gives each side of a router a subnet, and hosts a default route through it', () => {
		const lab = connected(withNodes('host', 'router', 'host'), ['host1', 'r1'], ['r1', 'host2']);
		expect(brief(lab, 'host1')).toEqual(['eth0 10.0.0.2/24', 'default via 10.0.0.1']);
		expect(brief(lab, 'r1')).toEqual(['eth0 10.0.0.1/24', 'eth1 10.0.1.1/24']);
		expect(brief(lab, 'host2')).toEqual(['eth0 10.0.1.2/24', 'default via 10.0.1.1']);
	});

	it('gives a default route to hosts that were on the segment before the router', () => {
		const lab = connected(
			withNodes('host', 'host', 'switch', 'router'),
			['host1', 'sw1'],
			['host2', 'sw1'],
			['r1', 'sw1']
		);
		expect(brief(lab, 'host2')).toEqual(['eth0 10.0.0.2/24', 'default via 10.0.0.3']);
	});

	it('turns the outside of a NAT gateway to the internet, and its inside to the others', () => {
		const lab = connected(withNodes('host', 'nat', 'internet'), ['host1', 'nat1'], ['nat1', 'internet']);
		expect(brief(lab, 'nat1')).toEqual(['eth0 203.0.113.2/24', 'eth1 10.0.0.1/24', 'default via 203.0.113.1']);
		expect(brief(lab, 'host1')).toEqual(['eth0 10.0.0.2/24', 'default via 10.0.0.1']);
	});

	it('leads from a namespace to a port of the bridge in its host, whose address is then the gateway', () => {
		let lab = withNodes('host', 'bridge:host1', 'netns:host1');
		lab = updateNode(lab, 'br0', { bridge: { ...nodeById(lab, 'br0')!.bridge!, addresses: ['172.17.0.1/16'] } });
		lab = connect(lab, 'ns1', 'br0');
		expect(brief(lab, 'ns1')).toEqual(['eth0 172.17.0.2/16', 'default via 172.17.0.1']);
		expect(brief(lab, 'br0')).toEqual(['veth1']);
	});

	it('leads from a host into its own namespace with a veth, not a network card', () => {
		const lab = connected(withNodes('host', 'netns:host1'), ['host1', 'ns1']);
		expect(brief(lab, 'host1')).toEqual(['veth1 10.0.0.1/24']);
		expect(brief(lab, 'ns1')).toEqual(['eth0 10.0.0.2/24']);
	});

	it('gives two bridges of one host ports of different names', () => {
		const lab = connected(withNodes('host', 'bridge:host1', 'bridge:host1'), ['br0', 'br1']);
		expect([brief(lab, 'br0'), brief(lab, 'br1')]).toEqual([['veth1'], ['veth2']]);
		expect(checkLab(lab)).toEqual([]);
	});

	it('takes the next subnet that overlaps no other', () => {
		const lab = labOf([
			{ id: 'x', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.0/23'] }] },
			{ id: 'a', kind: 'host' },
			{ id: 'b', kind: 'host' }
		]);
		expect(brief(connect(lab, 'a', 'b'), 'a')).toEqual(['eth0 10.0.2.1/24']);
	});

	it('is not drawn from a node to itself', () => {
		const lab = withNodes('host');
		expect(connect(lab, 'host1', 'host1')).toBe(lab);
	});
});

describe('what is removed', () => {
	it('takes a link with both its interfaces, and the routes through them', () => {
		const lab = connected(withNodes('host', 'router', 'host'), ['host1', 'r1'], ['r1', 'host2']);
		const removed = removeLinks(lab, ['link1']);
		expect(brief(removed, 'host1')).toEqual([]);
		expect(brief(removed, 'r1')).toEqual(['eth1 10.0.1.1/24']);
		expect(nodeById(removed, 'host2')).toBe(nodeById(lab, 'host2'));
	});

	it("leaves a NAT gateway its outside, and the internet its address, which are the nodes' own", () => {
		const lab = removeLinks(connected(withNodes('nat', 'internet'), ['nat1', 'internet']), ['link1']);
		expect(nodeById(lab, 'nat1')?.interfaces.map(({ name }) => name)).toEqual(['eth0']);
		expect(nodeById(lab, 'internet')?.interfaces.map(({ name }) => name)).toEqual(['lo', 'eth0']);
	});

	it('takes a node with all that is inside it, its links, and the suggested inputs that name it', () => {
		let lab = connected(withNodes('host', 'bridge:host1', 'netns:host1', 'host'), ['ns1', 'br0'], ['host1', 'host2']);
		lab = { ...lab, suggested: [{ at: '0s', node: 'ns1', action: { do: 'dns', name: 'x' } }] };
		const removed = removeNodes(lab, ['host1']);
		expect(removed.nodes.map(({ id }) => id)).toEqual(['host2']);
		expect(removed.links).toEqual([]);
		expect(removed.suggested).toEqual([]);
		expect(brief(removed, 'host2')).toEqual([]);
	});

	it('takes an interface with its link, NAT rules and static neighbours', () => {
		const lab = connected(withNodes('nat', 'internet'), ['nat1', 'internet']);
		const neighbours = [{ address: '203.0.113.1', mac: '02:00:00:00:00:09', dev: 'eth0' }];
		const set: Config = {
			neighbours,
			nat: [{ target: 'MASQUERADE', out: 'eth0' }],
			nameservers: ['203.0.113.1']
		};
		const suggested: Input[] = [{ at: '0s', node: 'nat1', action: { do: 'config', set } }];
		const removed = removeInterface({ ...updateNode(lab, 'nat1', { neighbours }), suggested }, 'nat1', 'eth0');
		expect(nodeById(removed, 'nat1')).toMatchObject({ interfaces: [], nat: [], neighbours: [], routes: [] });
		expect(removed.suggested[0].action).toEqual({
			do: 'config',
			set: { neighbours: [], nat: [], nameservers: ['203.0.113.1'] }
		});
		expect(removed.links).toEqual([]);
		expect(checkLab(removed)).toEqual([]);
	});
});

describe('new names', () => {
	it('of an interface are followed by links, routes, NAT rules, neighbours and inputs', () => {
		let lab = connected(withNodes('nat', 'internet'), ['nat1', 'internet']);
		lab = updateNode(lab, 'nat1', {
			routes: [{ to: 'default', type: 'unicast', dev: 'eth0', metric: 0 }],
			neighbours: [{ address: '203.0.113.1', mac: '02:00:00:00:00:09', dev: 'eth0' }]
		});
		lab = {
			...lab,
			suggested: [
				{ at: '0s', node: 'nat1', action: { do: 'interface', interface: 'eth0', up: false } },
				{ at: '0s', node: 'nat1', action: { do: 'config', set: { nat: [{ target: 'MASQUERADE', out: 'eth0' }] } } },
				{ at: '0s', node: 'internet', action: { do: 'config', set: { nat: [{ target: 'MASQUERADE', out: 'eth0' }] } } }
			]
		};
		const renamed = renameInterface(lab, 'nat1', 'eth0', 'wan');
		expect(nodeById(renamed, 'nat1')).toMatchObject({
			interfaces: [{ name: 'wan' }],
			routes: [{ dev: 'wan' }],
			nat: [{ out: 'wan' }],
			neighbours: [{ dev: 'wan' }]
		});
		expect(renamed.links[0].ends[0]).toEqual({ node: 'nat1', interface: 'wan' });
		expect(renamed.suggested[0].action).toMatchObject({ interface: 'wan' });
		expect(renamed.suggested[1].action).toEqual({ do: 'config', set: { nat: [{ target: 'MASQUERADE', out: 'wan' }] } });
		expect(renamed.suggested[2]).toBe(lab.suggested[2]);
		expect(checkLab(renamed)).toEqual([]);
	});

	it('are followed by the services of the node, which go with the interface', () => {
		const services: LabNode['services'] = [
			{ kind: 'udp-echo', port: 7, interface: 'eth0' },
			{ kind: 'udp-echo', port: 8 },
			{ kind: 'dhcp', port: 67, interface: 'eth0', from: '10.0.0.5', to: '10.0.0.9', dns: [], lease: 600 }
		];
		const lab = updateNode(connected(withNodes('host', 'host'), ['host1', 'host2']), 'host1', { services });
		const named = (edited: Lab) =>
			nodeById(edited, 'host1')!.services.map((one) => ('interface' in one ? one.interface : undefined));
		expect(named(renameInterface(lab, 'host1', 'eth0', 'lan'))).toEqual(['lan', undefined, 'lan']);
		expect(named(removeInterface(lab, 'host1', 'eth0'))).toEqual([undefined]);
	});

	it('of a bridge are followed by the routes of the node that it is in', () => {
		let lab = withNodes('host', 'bridge:host1');
		lab = updateNode(lab, 'host1', { routes: [{ to: '10.9.0.0/16', type: 'unicast', dev: 'br0', metric: 0 }] });
		const renamed = renameNode(lab, 'br0', 'docker0');
		expect(nodeById(renamed, 'host1')?.routes[0].dev).toBe('docker0');
		expect(nodeById(renamed, 'br0')?.name).toBe('docker0');
	});
});

describe('copies', () => {
	const lab = connected(
		withNodes('host', 'bridge:host1', 'netns:host1', 'switch', 'host'),
		['ns1', 'br0'],
		['host1', 'sw1'],
		['host2', 'sw1']
	);

	it('have ids, names, MACs and addresses of their own, and the links among them', () => {
		const copied = duplicateNodes(lab, ['host1', 'host2', 'sw1']);
		expect(checkLab(copied)).toEqual([]);
		expect(newNodes(lab, copied)).toEqual(['host3', 'sw2', 'host4', 'br0-2', 'ns2']);
		expect(brief(copied, 'host3')).toEqual(['eth0 10.0.1.3/24']);
		expect(nodeById(copied, 'br0-2')).toMatchObject({ name: 'br0', parent: 'host3', interfaces: [{ name: 'veth1' }] });
		expect(peerOf(copied, 'host3', 'eth0')).toMatchObject({ node: 'sw2' });
		expect(copied.links).toHaveLength(6);
		expect(nodeById(copied, 'host3')?.position).toEqual({ x: 40, y: 40 });
	});

	it('stay in the same host, under names that are free there', () => {
		const copied = duplicateNodes(lab, ['br0', 'ns1']);
		expect(newNodes(lab, copied)).toEqual(['br1', 'ns2']);
		expect(nodeById(copied, 'br1')).toMatchObject({ parent: 'host1', name: 'br1', interfaces: [{ name: 'veth2' }] });
		expect(checkLab(copied)).toEqual([]);
	});

	it('go into the node that is chosen, where their kind can be in it', () => {
		const pasted = pasteNodes(lab, copyNodes(lab, ['ns1']), { into: 'host2' });
		expect(nodeById(pasted, 'ns2')?.parent).toBe('host2');
		expect(nodeById(pasteNodes(lab, copyNodes(lab, ['ns1']), { into: 'sw1' }), 'ns2')?.parent).toBe('host1');
	});

	it('follow each other: a copied host sends through the copied router', () => {
		const net = connected(withNodes('host', 'router'), ['host1', 'r1']);
		const copied = duplicateNodes(net, ['host1', 'r1']);
		expect(brief(copied, 'host2')).toEqual(['eth0 10.0.0.3/24', 'default via 10.0.0.4']);
		expect(brief(copied, 'r2')).toEqual(['eth0 10.0.0.4/24']);
	});

	it('can be taken to another lab, where nothing need change', () => {
		const pasted = pasteNodes(empty, copyNodes(lab, ['host1', 'sw1']));
		expect(pasted.nodes.map(({ name }) => name).sort()).toEqual(['br0', 'host1', 'ns1', 'sw1']);
		expect(nodeById(pasted, 'host1')?.interfaces).toEqual(nodeById(lab, 'host1')?.interfaces);
		expect(checkLab(pasted)).toEqual([]);
	});

	it.each(['', 'hello', '{"format":"hopwise-nodes"}', '{"format":"hopwise-nodes","version":1,"nodes":[{}]}', '[1]'])(
		'are not made of the text %j',
		(text) => expect(pasteNodes(lab, text)).toBe(lab)
	);
});

describe('other edits', () => {
	it('move nodes, and share those that stay', () => {
		const lab = withNodes('host', 'host');
		const moved = moveNodes(lab, { host2: { x: 7, y: 8 } });
		expect(moved.nodes[1].position).toEqual({ x: 7, y: 8 });
		expect(moved.nodes[0]).toBe(lab.nodes[0]);
		expect(moveNodes(lab, { host1: { x: 0, y: 0 } })).toBe(lab);
	});

	it('put a bridge into another host under names that are free there', () => {
		const lab = connected(
			withNodes('host', 'host', 'bridge:host1', 'bridge:host2', 'netns:host1', 'netns:host2'),
			['ns1', 'br0'],
			['ns2', 'br0-2']
		);
		const moved = reparentNode(lab, 'br0', 'host2');
		expect(nodeById(moved, 'br0')).toMatchObject({ parent: 'host2', name: 'br1', interfaces: [{ name: 'veth2' }] });
		expect(checkLab(moved)).toEqual([]);
		expect(reparentNode(lab, 'host1', 'host2')).toBe(lab);
		expect(reparentNode(lab, 'ns1', undefined)).toBe(lab);
	});

	it('change an interface, and keep routes that its new address makes useless, for the check to name', () => {
		const lab = connected(withNodes('host', 'router'), ['host1', 'r1']);
		const changed = updateInterface(lab, 'host1', 'eth0', { addresses: ['192.0.2.1/24'], mtu: 1400 });
		expect(brief(changed, 'host1')).toEqual(['eth0 192.0.2.1/24', 'default via 10.0.0.1']);
		expect(checkLab(changed)).toMatchObject([{ path: 'nodes[0].routes[0].via', severity: 'warning' }]);
	});
});
