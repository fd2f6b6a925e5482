/** What advice says will be lost is lost, and what it says would mend it does: each mend, on the whole lab, from the beginning. */
import { describe, expect, it } from 'vitest';
import { adviseOn } from '../lab/advice/index.ts';
import type { Lab } from '../lab/document.ts';
import { parseInputs } from '../lab/parse.ts';
import { labOf, type LinkSource, type NodeSource } from '../lab/testing/lab-of.ts';
import { Session } from './session.ts';

type Source = Omit<NodeSource, 'id'>;

const ends = (address: string, via?: string, more: Partial<Source> = {}): Source => ({
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: [address] }],
	routes: via === undefined ? [] : [{ to: 'default', via }],
	...more
});
const router = (forwarding: boolean, ...addresses: string[]): Source => ({
	kind: 'router',
	forwarding,
	interfaces: addresses.map((address, i) => ({ name: `eth${i}`, addresses: [address] }))
});
const bridge = (ports: number): Source => ({
	kind: 'switch',
	interfaces: Array.from({ length: ports }, (_, i) => ({ name: `eth${i}` })),
	bridge: {}
});
const wire: LinkSource[] = [['a/eth0', 'b/eth0']];
const two: LinkSource[] = [
	['a/eth0', 'r/eth0'],
	['r/eth1', 'b/eth0']
];
const a = ends('10.0.0.1/24', '10.0.0.254');
const b = ends('10.0.1.1/24', '10.0.1.254');
const r = router(true, '10.0.0.254/24', '10.0.1.254/24');
const ping = (to: string, node = 'a', more: object = {}) => [{ node, action: { do: 'ping', to, ...more } }];
const addressOf = (lab: Lab, id: string) =>
	lab.nodes.find((node) => node.id === id)!.interfaces[0].addresses[0].split('/')[0];

interface Case {
	kind: string;
	nodes: Record<string, Source>;
	links: LinkSource[];
	/** All of what is sent gets through after each mend, and not all of it before. */
	inputs: (lab: Lab) => object[];
}

const cases: Record<string, Case> = {
	'an address that two have': { kind: 'duplicate-address', nodes: { a: ends('10.0.0.1/24'), b: ends('10.0.0.1/24') }, links: wire, inputs: () => ping('10.0.0.2') },
	'a broadcast address': { kind: 'reserved-address', nodes: { a: ends('10.0.0.1/24'), b: ends('10.0.0.255/24') }, links: wire, inputs: () => ping('10.0.0.2') },
	'a network address': { kind: 'reserved-address', nodes: { a: ends('10.0.0.1/24'), b: ends('10.0.0.0/24') }, links: wire, inputs: () => ping('10.0.0.2') },
	'a mask that is too narrow': { kind: 'mask-mismatch', nodes: { a: ends('10.0.0.1/24'), b: ends('10.0.0.130/25') }, links: wire, inputs: () => ping('10.0.0.130') },
	'a gateway that nobody is': { kind: 'unreachable-gateway', nodes: { a: ends('10.0.0.1/24', '10.0.0.9'), r, b }, links: two, inputs: () => ping('10.0.1.1') },
	'a gateway outside the subnet': { kind: 'unreachable-gateway', nodes: { a: ends('10.0.0.1/24', '10.7.0.9'), r, b }, links: two, inputs: () => ping('10.0.1.1') },
	'a host in another subnet than its router': { kind: 'unreachable-gateway', nodes: { a: ends('10.5.0.1/24', '10.5.0.254'), r, b }, links: two, inputs: () => ping('10.0.1.1') },
	'a router that does not forward': { kind: 'forwarding-off', nodes: { a, r: { ...r, forwarding: false }, b }, links: two, inputs: () => ping('10.0.1.1') },
	'no way back': { kind: 'missing-return-route', nodes: { a, r, b: ends('10.0.1.1/24') }, links: two, inputs: () => ping('10.0.1.1') },
	'two subnets that overlap': { kind: 'overlapping-subnets', nodes: { a, r: router(true, '10.0.0.254/24', '10.0.0.129/25'), b: ends('10.0.0.130/25', '10.0.0.129') }, links: two, inputs: (lab) => ping(addressOf(lab, 'b')) },
	'two MTUs on a link': {
		kind: 'mtu-mismatch',
		nodes: { a: ends('10.0.0.1/24'), b: { ...ends('10.0.0.2/24'), interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'], mtu: 1300 }] } },
		links: wire,
		inputs: () => ping('10.0.0.2', 'a', { size: 1400 })
	},
	'a MAC that two have': {
		kind: 'duplicate-mac',
		nodes: {
			a: { kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'], mac: '02:00:00:00:00:0a' }] },
			c: { kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.3/24'], mac: '02:00:00:00:00:0a' }] },
			b: ends('10.0.0.2/24'),
			s: bridge(3)
		},
		links: [['a/eth0', 's/eth0'], ['b/eth0', 's/eth1'], ['c/eth0', 's/eth2']],
		inputs: () => [
			...ping('10.0.0.2'),
			// The bridge has heard the MAC from here last.
			{ at: '500ms', ...ping('10.0.0.2', 'c')[0] },
			{ at: '1s', ...ping('10.0.0.1', 'b')[0] }
		]
	},
	'a circle of bridges': {
		kind: 'bridge-loop',
		nodes: { a: ends('10.0.0.1/24'), b: ends('10.0.0.2/24'), s: bridge(3), t: bridge(3) },
		links: [['a/eth0', 's/eth0'], ['b/eth0', 't/eth0'], ['s/eth1', 't/eth1'], ['s/eth2', 't/eth2']],
		// STP listens and learns for 15 s each.
		inputs: () => ping('10.0.0.2').map((input) => ({ ...input, at: '32s' }))
	},
	'a port forward without a way back': {
		kind: 'nat-return',
		nodes: {
			a: ends('203.0.113.9/24'),
			r: { ...router(true, '203.0.113.1/24', '192.168.0.1/24'), nat: [{ target: 'DNAT', protocol: 'tcp', port: 80, to: '192.168.0.5' }] },
			b: ends('192.168.0.5/24', undefined, { services: [{ kind: 'http', port: 80 }] })
		},
		links: two,
		inputs: () => [{ node: 'a', action: { do: 'http', url: 'http://203.0.113.1/' } }]
	},
	'DHCP that tells a router that nobody is': {
		kind: 'dhcp-router',
		nodes: {
			a: { kind: 'host', interfaces: [{ name: 'eth0' }] },
			r: { ...r, services: [{ kind: 'dhcp', interface: 'eth0', from: '10.0.0.100', to: '10.0.0.200', router: '10.0.0.9' }] },
			b
		},
		links: two,
		inputs: () => [{ node: 'a', action: { do: 'dhcp', interface: 'eth0' } }, { at: '10s', ...ping('10.0.1.1')[0] }]
	},
	'a neighbour entry that is wrong': {
		kind: 'wrong-neighbour',
		nodes: { a: ends('10.0.0.1/24', undefined, { neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:99', dev: 'eth0' }] }), b: ends('10.0.0.2/24') },
		links: wire,
		inputs: () => ping('10.0.0.2')
	}
}; // prettier-ignore

/** ns of virtual time: bridges that speak STP, and DHCP clients, are never quiet. */
const LONGEST = 60_000_000_000;

/** Of what was sent but for DHCP clients, which stay. */
function results(lab: Lab, inputs: object[]): string[] {
	const parsed = parseInputs(inputs, lab);
	if (!parsed.ok) throw new Error(parsed.problems[0].message);
	const session = new Session(lab);
	session.input(parsed.inputs, 0);
	while (session.progress.time < LONGEST && session.advance()) session.playhead = session.progress.count;
	return session.progress.flows.filter(({ input }) => input.action.do !== 'dhcp').map(({ status }) => status);
}

describe.each(Object.entries(cases))('%s', (_, { kind, nodes, links, inputs }) => {
	const lab = labOf(
		Object.entries(nodes).map(([id, node]) => ({ id, ...node })),
		links
	);

	it('a packet is lost before, and none after each mend', () => {
		expect(new Set(results(lab, inputs(lab)))).not.toEqual(new Set(['ok']));
		const { mends } = adviseOn(lab).find((one) => one.kind === kind)!;
		expect(mends.length).toBeGreaterThan(0);
		for (const { text, apply } of mends) {
			const mended = apply(lab);
			expect([text, ...new Set(results(mended, inputs(mended)))]).toEqual([text, 'ok']);
		}
	});
});
