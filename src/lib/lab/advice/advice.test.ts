import { describe, expect, it } from 'vitest';
import { labs } from '../../labs/index.ts';
import type { Lab } from '../document.ts';
import { labOf, type LinkSource, type NodeSource } from '../testing/lab-of.ts';
import { adviseOn } from './index.ts';

let mac = 0;
const one = (name: string, ...addresses: string[]) => ({
	name,
	addresses,
	mac: `02:00:00:00:00:${(++mac % 256).toString(16).padStart(2, '0')}`
});
const host = (id: string, address: string, via?: string): NodeSource => ({
	id,
	kind: 'host',
	interfaces: [one('eth0', address)],
	routes: via === undefined ? [] : [{ to: 'default', via }]
});
const router = (id: string, ...addresses: string[]): NodeSource => ({
	id,
	kind: 'router',
	forwarding: true,
	interfaces: addresses.map((address, i) => one(`eth${i}`, address))
});
const bridge = (id: string, ports: number): NodeSource => ({
	id,
	kind: 'switch',
	interfaces: Array.from({ length: ports }, (_, i) => one(`eth${i}`)),
	bridge: { mac: `02:0b:00:00:00:${(++mac % 256).toString(16).padStart(2, '0')}` }
});
const advice = (lab: Lab) => adviseOn(lab).map(({ kind, path, message }) => `${kind} ${path}: ${message}`);

/** What is wrong, in words, and the mend whose doing leaves nothing wrong. */
const cases: [title: string, nodes: NodeSource[], links: LinkSource[], found: string, mend: string][] = [
	[
		'an address twice on a wire',
		[host('a', '10.0.0.1/24'), host('b', '10.0.0.1/24')],
		[['a/eth0', 'b/eth0']],
		'duplicate-address nodes[1].interfaces[0].addresses[0]: eth0 of b has the address of eth0 of a, on the same wire',
		'Give eth0 of b 10.0.0.2/24'
	],
	[
		'a MAC twice on a wire',
		[
			{ id: 'a', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'], mac: '02:00:00:00:00:0a' }] },
			{ id: 'b', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'], mac: '02:00:00:00:00:0a' }] }
		],
		[['a/eth0', 'b/eth0']],
		'duplicate-mac nodes[1].interfaces[0].mac: eth0 of b has the MAC of eth0 of a, on the same wire',
		'Give eth0 of b 02:00:00:00:00:0b'
	],
	[
		'a broadcast address on a host',
		[host('a', '10.0.0.255/24'), host('b', '10.0.0.1/24')],
		[['a/eth0', 'b/eth0']],
		'reserved-address nodes[0].interfaces[0].addresses[0]: 10.0.0.255/24 on eth0 of a is the broadcast address of its subnet',
		'Give eth0 of a 10.0.0.2/24'
	],
	[
		'a network address on a host',
		[host('a', '10.0.0.0/24'), host('b', '10.0.0.1/24')],
		[['a/eth0', 'b/eth0']],
		'reserved-address nodes[0].interfaces[0].addresses[0]: 10.0.0.0/24 on eth0 of a is the network address of its subnet',
		'Give eth0 of a 10.0.0.2/24'
	],
	[
		'a narrower mask than the others have',
		[bridge('sw', 3), host('a', '10.0.0.1/24'), host('b', '10.0.0.2/24'), host('c', '10.0.0.130/25')],
		[
			['sw/eth0', 'a/eth0'],
			['sw/eth1', 'b/eth0'],
			['sw/eth2', 'c/eth0']
		],
		'mask-mismatch nodes[3].interfaces[0].addresses[0]: eth0 of c has a /25, the others on its wire have 10.0.0.0/24',
		'Give eth0 of c 10.0.0.130/24'
	],
	[
		'a gateway outside the subnet',
		[
			host('a', '10.0.0.1/24', '10.0.9.254'),
			router('r', '10.0.0.254/24', '10.0.1.254/24'),
			host('b', '10.0.1.1/24', '10.0.1.254')
		],
		[
			['a/eth0', 'r/eth0'],
			['r/eth1', 'b/eth0']
		],
		'unreachable-gateway nodes[0].routes[0].via: a has no subnet with 10.0.9.254 in it: Linux refuses the route to default',
		'Send through r (10.0.0.254)'
	],
	[
		'a gateway that nobody is',
		[
			host('a', '10.0.0.1/24', '10.0.0.9'),
			router('r', '10.0.0.254/24', '10.0.1.254/24'),
			host('b', '10.0.1.1/24', '10.0.1.254')
		],
		[
			['a/eth0', 'r/eth0'],
			['r/eth1', 'b/eth0']
		],
		'unreachable-gateway nodes[0].routes[0].via: a sends to default through 10.0.0.9, and nobody on eth0 has that address',
		'Send through r (10.0.0.254)'
	],
	[
		'forwarding off on a node that others send through',
		[
			host('a', '10.0.0.1/24', '10.0.0.254'),
			{ ...router('r', '10.0.0.254/24', '10.0.1.254/24'), forwarding: false },
			host('b', '10.0.1.1/24', '10.0.1.254')
		],
		[
			['a/eth0', 'r/eth0'],
			['r/eth1', 'b/eth0']
		],
		'forwarding-off nodes[1].forwarding: a, b send through r, which does not forward',
		'Let r forward'
	],
	[
		'no route back from a host',
		[host('a', '10.0.0.1/24', '10.0.0.254'), router('r', '10.0.0.254/24', '10.0.1.254/24'), host('b', '10.0.1.1/24')],
		[
			['a/eth0', 'r/eth0'],
			['r/eth1', 'b/eth0']
		],
		'missing-return-route nodes[2].routes: b has no route back to 10.0.0.0/24: what a sends to b arrives, and the answer does not',
		'Add the route default via 10.0.1.254 to b'
	],
	[
		'no route back from a router',
		[
			host('a', '10.0.0.1/24', '10.0.0.254'),
			{ ...router('r1', '10.0.0.254/24', '10.9.0.1/30'), routes: [{ to: '10.0.1.0/24', via: '10.9.0.2' }] },
			router('r2', '10.9.0.2/30', '10.0.1.254/24'),
			host('b', '10.0.1.1/24', '10.0.1.254')
		],
		[
			['a/eth0', 'r1/eth0'],
			['r1/eth1', 'r2/eth0'],
			['r2/eth1', 'b/eth0']
		],
		'missing-return-route nodes[2].routes: r2 has no route back to 10.0.0.0/24: what a sends to b arrives, and the answer does not',
		'Add the route 10.0.0.0/24 via 10.9.0.1 to r2'
	],
	[
		'a circle of bridges',
		[bridge('s1', 2), bridge('s2', 2), bridge('s3', 2)],
		[
			['s1/eth0', 's2/eth0'],
			['s2/eth1', 's3/eth0'],
			['s3/eth1', 's1/eth1']
		],
		'bridge-loop links[2]: s1, s2, s3 are linked in a circle, and STP is off',
		'Switch STP on, on s1 and s2 and s3'
	],
	[
		'a port forward whose answers go elsewhere',
		[
			{
				...router('gw', '203.0.113.1/24', '192.168.0.1/24'),
				nat: [{ target: 'DNAT', protocol: 'tcp', port: 80, to: '192.168.0.5' }]
			},
			host('out', '203.0.113.9/24'),
			host('web', '192.168.0.5/24')
		],
		[
			['gw/eth0', 'out/eth0'],
			['gw/eth1', 'web/eth0']
		],
		'nat-return nodes[0].nat[0]: the port forward of gw leads to eth0 of web, whose answers do not come back through gw',
		'Let web send through gw: default via 192.168.0.1'
	],
	[
		'a gateway that translates a subnet nobody has',
		[
			{
				...router('gw', '203.0.113.1/24', '192.168.1.1/24'),
				nat: [{ target: 'SNAT', out: 'eth0', source: '192.168.10.0/24', to: '203.0.113.1' }]
			},
			host('out', '203.0.113.9/24'),
			host('in', '192.168.1.5/24', '192.168.1.1')
		],
		[
			['gw/eth0', 'out/eth0'],
			['gw/eth1', 'in/eth0']
		],
		'nat-source nodes[0].nat[0].source: the SNAT rule of gw is for 192.168.10.0/24, and nobody has an address of that subnet',
		'Let the SNAT rule of gw be for 192.168.1.0/24'
	],
	[
		'two interfaces with overlapping subnets',
		[router('r', '10.0.0.1/24', '10.0.0.129/25')],
		[],
		'overlapping-subnets nodes[0].interfaces[1].addresses[0]: the subnet of eth1 of r overlaps 10.0.0.0/24, which eth0 of r has',
		'Move everybody on the wire of eth1 of r to 10.0.1.0/24'
	],
	[
		'a neighbour entry with a MAC that the neighbour does not have',
		[
			{ ...host('a', '10.0.0.1/24'), neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:99', dev: 'eth0' }] },
			{ id: 'b', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'], mac: '02:0c:00:00:00:02' }] }
		],
		[['a/eth0', 'b/eth0']],
		'wrong-neighbour nodes[0].neighbours[0].mac: a has 02:00:00:00:00:99 as the MAC of 10.0.0.2, and eth0 of b has 02:0c:00:00:00:02',
		'Remove the entry: a asks by ARP'
	],
	[
		'DHCP that tells a router that does not forward',
		[
			{
				...host('d', '10.0.0.2/24'),
				services: [{ kind: 'dhcp', interface: 'eth0', from: '10.0.0.100', to: '10.0.0.200', router: '10.0.0.2' }]
			},
			router('r', '10.0.0.254/24')
		],
		[['d/eth0', 'r/eth0']],
		'dhcp-router nodes[0].services[0].router: DHCP of d tells 10.0.0.2 as the router, which is d, and that does not forward',
		'Let it tell 10.0.0.254, which is r'
	],
	[
		'two MTUs on a link',
		[{ id: 'a', kind: 'host', interfaces: [{ ...one('eth0', '10.0.0.1/24'), mtu: 1400 }] }, host('b', '10.0.0.2/24')],
		[['a/eth0', 'b/eth0']],
		'mtu-mismatch nodes[0].interfaces[0].mtu: the two ends of a link have different MTUs: eth0 of a 1400, eth0 of b 1500',
		'Set the MTU of eth0 of a to 1500'
	]
];

describe.each(cases)('%s', (_, nodes, links, found, mend) => {
	const lab = labOf(nodes, links);

	it('is found', () => {
		expect(advice(lab)).toContain(found);
		for (const { why } of adviseOn(lab)) expect(why).toMatch(/\.$/);
	});

	it('is mended by its first mend', () => {
		const [first] = adviseOn(lab).find(({ kind }) => found.startsWith(`${kind} `))!.mends;
		expect(first.text).toBe(mend);
		expect(advice(first.apply(lab)).filter((text) => text.split(' ')[0] === found.split(' ')[0])).toEqual([]);
	});
});

describe('nothing is wrong', () => {
	it.each<[string, NodeSource[], LinkSource[]]>([
		[
			'with a /32 that a route leads to',
			[{ ...host('a', '10.0.0.1/32'), routes: [{ to: '10.0.0.0/24', dev: 'eth0' }] }, host('b', '10.0.0.2/24')],
			[['a/eth0', 'b/eth0']]
		],
		['with one address on two wires', [host('a', '10.0.0.1/24'), host('b', '10.0.0.1/24')], []],
		['with two links between routers', [router('a', '10.0.0.1/30', '10.0.0.5/30'), router('b', '10.0.0.2/30', '10.0.0.6/30')], [['a/eth0', 'b/eth0'], ['a/eth1', 'b/eth1']]] // prettier-ignore
	])('%s', (_, nodes, links) => {
		expect(advice(labOf(nodes, links))).toEqual([]);
	});

	const meant: Record<string, string[]> = { 'wrong-mask': ['mask-mismatch'], 'bridge-loop': ['bridge-loop'] };
	it.each(labs.map(({ id, lab }) => [id, lab] as const))('in the lab %s, but for what it is about', (id, lab) => {
		expect(adviseOn(lab).map(({ kind }) => kind)).toEqual(meant[id] ?? []);
	});
});
