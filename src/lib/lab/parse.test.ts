import { describe, expect, it } from 'vitest';
import { parseInputs, parseLab } from './parse.ts';
import { parseInputsText, parseLabText } from './parse-text.ts';
import { formatProblem } from './problem.ts';
import { labOf, type LinkSource, type NodeSource, sourceOf } from './testing/lab-of.ts';

/** What is wrong with a document, one line a problem. */
function problemsOf(source: unknown): string[] {
	const parsed = typeof source === 'string' ? parseLabText(source) : parseLab(source);
	return (parsed.ok ? parsed.warnings : parsed.problems).map(formatProblem);
}

const host = (id: string, more: Partial<NodeSource> = {}): NodeSource => ({
	id,
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }],
	...more
});

describe('a lab from text', () => {
	it.each([
		['', 'not JSON: line 1, column 1: a value is expected'],
		['{"format": }', 'not JSON: line 1, column 12: a value is expected'],
		['{\n\t"format": "hopwise-lab"\n\t"version": 1\n}', 'not JSON: line 3, column 2: a comma is expected'],
		['{ // mine\n}', 'not JSON: line 1, column 3: JSON has no comments'],
		['{"nodes": [1, 2', 'not JSON: line 1, column 16: a closing ] is missing'],
		['7', 'a lab is an object (such as {"format": "hopwise-lab", "version": 1, "nodes": []})'],
		['{"format": "other"}', 'format: this is not a Hopwise lab (a lab has "format": "hopwise-lab")'],
		[
			'{"format": "hopwise-lab", "version": 2, "nodes": []}',
			'version: made by a newer Hopwise: version 2, and this one reads up to 1'
		],
		['{"format": "hopwise-lab", "nodes": []}', 'version: version is missing; it is a whole number from 1 on']
	])('%j is refused', (text, problem) => expect(problemsOf(text)).toEqual([problem]));

	it('needs its nodes only, and fills in the rest', () => {
		const parsed = parseLabText('{"format": "hopwise-lab", "version": 1, "nodes": []}');
		expect(parsed).toEqual({
			ok: true,
			warnings: [],
			lab: {
				format: 'hopwise-lab',
				version: 1,
				title: 'Untitled lab',
				description: '',
				seed: 1,
				nodes: [],
				links: [],
				notes: [],
				suggested: []
			}
		});
	});

	it('gets MACs where it has none, the same ones each time, and none twice', () => {
		const nodes: NodeSource[] = [
			host('a', { interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:05' }, { name: 'eth1' }] }),
			{ id: 's', kind: 'switch', interfaces: [{ name: 'eth0' }] }
		];
		const [a, s] = labOf(nodes).nodes;
		expect(a.interfaces.map(({ mac }) => mac)).toEqual(['02:00:00:00:00:05', '02:00:00:00:00:06']);
		expect([s.interfaces[0].mac, s.bridge?.mac]).toEqual(['02:00:00:00:00:07', '02:00:00:00:00:08']);
		expect(labOf(nodes)).toEqual(labOf(nodes));
	});
});

describe('values that the schema refuses', () => {
	it.each<[string, Partial<NodeSource> | Record<string, unknown>, string]>([
		[
			'address',
			{ interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24', '10.0.0.300/24'] }] },
			'nodes[0].interfaces[0].addresses[1]: 10.0.0.300/24 is not an IPv4 address with a prefix length, such as 10.0.0.1/24'
		],
		[
			'MAC',
			{ interfaces: [{ name: 'eth0', mac: '02:00' }] },
			'nodes[0].interfaces[0].mac: 02:00 is not a MAC address, such as 02:00:00:00:00:01'
		],
		[
			'route',
			{ routes: [{ to: '10.0.0.0/33' }] },
			'nodes[0].routes[0].to: 10.0.0.0/33 is not an IPv4 address with a prefix length, such as 10.0.0.1/24'
		],
		[
			'MTU',
			{ interfaces: [{ name: 'eth0', mtu: 67 }] },
			'nodes[0].interfaces[0].mtu: 67 is too small: it must be at least 68'
		],
		[
			'whole number',
			{ interfaces: [{ name: 'eth0', mtu: 99.5 }] },
			'nodes[0].interfaces[0].mtu: 99.5 is not a whole number'
		],
		[
			'kind',
			{ kind: 'hots' },
			'nodes[0].kind: "hots" is not one of host, netns, bridge, router, nat, switch, internet (did you mean host?)'
		],
		[
			'unknown property',
			{ adresses: [] },
			'nodes[0].adresses: there is no property "adresses" here (did you mean addresses?)'
		],
		['missing property', { position: undefined }, 'nodes[0].position: it is missing'],
		['wrong type', { name: 5 }, 'nodes[0].name: 5 is not text'],
		['target', { nat: [{ target: 'MASQ' }] }, 'nodes[0].nat[0].target: "MASQ" is not one of MASQUERADE, SNAT, DNAT'],
		['port', { services: [{ kind: 'udp-echo', port: 70000 }] }, 'nodes[0].services[0].port: a port is 1 to 65535'],
		[
			'interface name',
			{ interfaces: [{ name: 'eth0; reboot' }] },
			'nodes[0].interfaces[0].name: an interface name is 1 to 15 letters, digits, ".", "_" or "-", and neither "all" nor "default"'
		],
		[
			'host name',
			{ hosts: [{ address: '10.0.0.2', names: ['web example'] }] },
			'nodes[0].hosts[0].names[0]: a host name is letters, digits, "-" and ".", such as web.example'
		]
	])('%s', (_, more, problem) =>
		expect(problemsOf(sourceOf([{ ...host('a'), ...more } as NodeSource]))).toEqual([problem])
	);
});

describe('parts that do not fit together', () => {
	const bridge = (id: string, more: Partial<NodeSource> = {}): NodeSource => ({
		id,
		kind: 'bridge',
		name: 'br0',
		parent: 'a',
		...more
	});

	it.each<[string, NodeSource[], LinkSource[], string]>([
		[
			'two nodes with one id',
			[host('a'), host('a', { name: 'b', interfaces: [] })],
			[],
			'nodes[1].id: the id "a" is taken by nodes[0]'
		],
		[
			'two nodes with one name',
			[host('a'), host('b', { name: 'a', interfaces: [] })],
			[],
			'nodes[1].name: the name "a" is taken by nodes[0]'
		],
		[
			'a parent that is not there',
			[{ id: 'n', kind: 'netns', parent: 'x' }],
			[],
			'nodes[0].parent: there is no node "x"'
		],
		[
			'a namespace on the canvas',
			[{ id: 'n', kind: 'netns' }],
			[],
			'nodes[0]: a network namespace needs a parent (the id of a host)'
		],
		[
			'a router in a host',
			[host('a'), { id: 'r', kind: 'router', parent: 'a' }],
			[],
			"nodes[1].parent: a host can't hold a router (leave parent out)"
		],
		[
			'a bridge and an interface of the same netns with one name',
			[host('a'), bridge('b', { name: 'eth0' })],
			[],
			'nodes[1].name: there is a device "eth0" in this network namespace already: eth0 of a'
		],
		[
			"a bridge's port and an interface of its host with one name",
			[host('a'), bridge('b', { interfaces: [{ name: 'eth0' }] })],
			[],
			'nodes[1].interfaces[0].name: there is a device "eth0" in this network namespace already: eth0 of a'
		],
		['a bridge named lo', [host('a'), bridge('b', { name: 'lo' })], [], 'nodes[1].name: lo is the loopback device'],
		[
			'a type without what it has to be told',
			[host('a', { interfaces: [{ name: 'vx0', type: 'vxlan' }] })],
			[],
			'nodes[0].interfaces[0].vxlan: it is missing (such as "vxlan": {"id": 1})'
		],
		[
			"a station with a port's own MAC",
			[
				host('a'),
				bridge('b', {
					interfaces: [{ name: 'p0', mac: '02:00:00:00:00:05' }],
					bridge: { fdb: [{ mac: '02:00:00:00:00:05', dev: 'p0' }] }
				})
			],
			[],
			'nodes[1].bridge.fdb[0].mac: 02:00:00:00:00:05 is the MAC of p0 itself; Linux says "File exists"'
		],
		[
			'a multicast MAC',
			[host('a', { interfaces: [{ name: 'eth0', mac: '03:00:00:00:00:01' }] })],
			[],
			"nodes[0].interfaces[0].mac: 03:00:00:00:00:01 is a multicast MAC; a device can't have it (make the first byte even, such as 02)"
		],
		[
			'an address twice',
			[host('a', { interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24', '10.0.0.1/24'] }] })],
			[],
			'nodes[0].interfaces[0].addresses[1]: 10.0.0.1/24 is on this interface already'
		],
		['a link to nowhere', [host('a')], [['a/eth0', 'b/eth0']], 'links[0].ends[1].node: there is no node "b"'],
		[
			'a link to no interface',
			[host('a'), host('b')],
			[['a/eth0', 'b/eth1']],
			'links[0].ends[1].interface: b has no interface "eth1" (b has eth0)'
		],
		[
			'a link from an interface to itself',
			[host('a')],
			[['a/eth0', 'a/eth0']],
			'links[0].ends: both ends are eth0 of a: a link joins two interfaces'
		],
		[
			'two links at one interface',
			[host('a'), host('b'), host('c')],
			[
				['a/eth0', 'b/eth0'],
				['a/eth0', 'c/eth0']
			],
			'links[1].ends[0]: eth0 of a is in links[0] already'
		],
		[
			'lo in a link',
			[host('a', { interfaces: [{ name: 'lo' }] }), host('b')],
			[['a/lo', 'b/eth0']],
			"links[0].ends[0].interface: lo can't be linked"
		],
		[
			'a route without a way',
			[host('a', { routes: [{ to: 'default' }] })],
			[],
			'nodes[0].routes[0]: a route needs a gateway (via) or an interface (dev) (such as "via": "10.0.0.254")'
		],
		[
			'a route with host bits',
			[host('a', { routes: [{ to: '10.1.0.1/16', dev: 'eth0' }] })],
			[],
			'nodes[0].routes[0].to: 10.1.0.1/16 has host bits set; Linux says "Invalid prefix for given prefix length" (the subnet is 10.1.0.0/16)'
		],
		[
			'a route through no interface',
			[host('a', { routes: [{ to: 'default', dev: 'eth1' }] })],
			[],
			'nodes[0].routes[0].dev: a has no interface "eth1" (it has lo, eth0)'
		],
		[
			'two routes with one prefix and metric',
			[
				host('a', {
					routes: [
						{ to: 'default', via: '10.0.0.2' },
						{ to: '0.0.0.0/0', via: '10.0.0.3' }
					]
				})
			],
			[],
			'nodes[0].routes[1]: there is a route to 0.0.0.0/0 with metric 0 in this table already; Linux says "File exists" (give it another metric)'
		],
		[
			'a blackhole with a gateway',
			[host('a', { routes: [{ to: '10.9.0.0/16', type: 'blackhole', via: '10.0.0.2' }] })],
			[],
			'nodes[0].routes[0]: a blackhole route goes nowhere: it has neither via nor dev (leave them out)'
		],
		[
			'a static neighbour on no interface',
			[host('a', { neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:02', dev: 'eth9' }] })],
			[],
			'nodes[0].neighbours[0].dev: a has no interface "eth9"'
		],
		[
			'a NAT rule for no interface',
			[host('a', { nat: [{ target: 'MASQUERADE', out: 'eth9' }] })],
			[],
			'nodes[0].nat[0].out: a has no interface "eth9" (it has lo, eth0)'
		],
		[
			'two services at one port',
			[
				host('a', {
					services: [
						{ kind: 'udp-echo', port: 53 },
						{ kind: 'http', port: 80 },
						{ kind: 'dns', records: {} }
					]
				})
			],
			[],
			'nodes[0].services[2].port: udp port 53 is taken by services[0]'
		],
		[
			'a service at no interface',
			[host('a', { services: [{ kind: 'udp-echo', port: 7, interface: 'eth9' }] })],
			[],
			'nodes[0].services[0].interface: a has no interface "eth9" (it has lo, eth0)'
		],
		[
			'a redirect to nowhere',
			[host('a', { services: [{ kind: 'http', paths: { '/old': { status: 301 } } }] })],
			[],
			'nodes[0].services[0].paths["/old"].location: /old is 301 Moved Permanently, but not where to (set a location, such as /new)'
		],
		[
			'a location that nobody is sent to',
			[host('a', { services: [{ kind: 'http', paths: { '/old': { location: '/new' } } }] })],
			[],
			'nodes[0].services[0].paths["/old"].location: 200 OK sends nobody elsewhere (set a status of 301, 302, 303, 307 or 308)'
		],
		[
			'a body where there is none',
			[host('a', { services: [{ kind: 'http', paths: { '/old': { status: 204, body: 'x' } } }] })],
			[],
			'nodes[0].services[0].paths["/old"].body: 204 No Content has no body (leave the body out)'
		],
		[
			'routes of a bridge',
			[host('a'), bridge('b', { routes: [{ to: 'default', dev: 'br0' }] })],
			[],
			'nodes[1].routes: a bridge has no routes of its own (put them on the node that it is in)'
		]
	])('%s', (_, nodes, links, problem) => {
		const parsed = parseLab(sourceOf(nodes, links));
		expect(parsed.ok).toBe(false);
		expect(problemsOf(sourceOf(nodes, links))).toEqual([problem]);
	});

	it.each<[string, Partial<NodeSource>, string]>([
		[
			'a gateway on no subnet',
			{ routes: [{ to: 'default', via: '10.0.1.1' }] },
			'nodes[0].routes[0].via: the gateway 10.0.1.1 is not on a subnet of this node; Linux says "Nexthop has invalid gateway"'
		],
		[
			'a gateway that is a broadcast address',
			{ routes: [{ to: 'default', via: '10.0.0.255' }] },
			'nodes[0].routes[0].via: the gateway 10.0.0.255 is no host that this route could go through; Linux says "Nexthop has invalid gateway"'
		],
		[
			"a source that is not the node's",
			{ routes: [{ to: 'default', via: '10.0.0.2', src: '10.0.0.9' }] },
			'nodes[0].routes[0].src: 10.0.0.9 is no address of this node; Linux says "Invalid prefsrc address"'
		],
		[
			'the connected route again',
			{ routes: [{ to: '10.0.0.0/24', dev: 'eth0' }] },
			'nodes[0].routes[0].to: the address of eth0 has made the route to 10.0.0.0/24 already; Linux says "File exists"'
		],
		[
			'a misspelt sysctl of an interface',
			{ sysctls: { 'net.ipv4.conf.eth0.send_redirect': 0 } },
			'nodes[0].sysctls["net.ipv4.conf.eth0.send_redirect"]: "net.ipv4.conf.eth0.send_redirect" has no effect in Hopwise; the export sets it (did you mean net.ipv4.conf.eth0.send_redirects?)'
		],
		[
			'a sysctl of an interface that is not there',
			{ sysctls: { 'net.ipv4.neigh.eth1.mcast_solicit': 1 } },
			'nodes[0].sysctls["net.ipv4.neigh.eth1.mcast_solicit"]: a has no interface "eth1" (it has lo, eth0)'
		]
	])('%s is a warning: the lab runs', (_, more, warning) => {
		const parsed = parseLab(sourceOf([host('a', more)]));
		expect(parsed.ok).toBe(true);
		expect(problemsOf(sourceOf([host('a', more)]))).toEqual([warning]);
	});

	it('a gateway may be reached by an earlier route with a device, or be an address of the node itself', () => {
		const routes = [
			{ to: '203.0.113.1', dev: 'eth0' },
			{ to: 'default', via: '203.0.113.1' },
			{ to: '10.8.0.0/16', via: '10.0.0.1' }
		];
		expect(problemsOf(sourceOf([host('a', { routes })]))).toEqual([]);
	});
});

describe('inputs', () => {
	const lab = labOf(
		[host('a'), host('b'), { id: 'br', kind: 'bridge', name: 'br0', parent: 'a' }],
		[['a/eth0', 'b/eth0']]
	);

	it('are a list of timed actions, with defaults filled in', () => {
		expect(parseInputsText('[{"at": "1.5s", "node": "a", "action": {"do": "ping", "to": "10.0.0.2"}}]', lab)).toEqual({
			ok: true,
			inputs: [
				{ at: '1.5s', node: 'a', action: { do: 'ping', to: '10.0.0.2', count: 1, interval: '1s', size: 56, ttl: 64 } }
			]
		});
		expect(parseInputs([{ action: { do: 'link', link: 'a', up: false } }], lab).ok).toBe(true);
	});

	it('start services and set what a node can be told, with its defaults', () => {
		const set = { forwarding: true, routes: [{ to: '10.9.0.0/16', dev: 'eth0' }], nat: [{ target: 'MASQUERADE' }] };
		const parsed = parseInputs(
			[
				{ node: 'a', action: { do: 'serve', service: { kind: 'http' } } },
				{ node: 'a', action: { do: 'config', set } },
				// A gateway that no subnet has yet may be in one when the time has come.
				{ node: 'a', action: { do: 'config', set: { routes: [{ to: 'default', via: '10.77.0.1' }] } } }
			],
			lab
		);
		expect(parsed.ok && parsed.inputs.map(({ action }) => action).slice(0, 2)).toEqual([
			{ do: 'serve', service: { kind: 'http', port: 80, body: 'Hello from Hopwise\n' } },
			{
				do: 'config',
				set: {
					forwarding: true,
					routes: [{ to: '10.9.0.0/16', type: 'unicast', dev: 'eth0', metric: 0 }],
					nat: [{ target: 'MASQUERADE' }]
				}
			}
		]);
		expect(parsed.ok && parsed.inputs).toHaveLength(3);
	});

	const config = (set: object, node = 'a') => [{ node, action: { do: 'config', set } }];
	it.each([
		[
			config({}),
			'[0].action.set: it is empty: set at least one of forwarding, routes, rules, ipsets, iptables, nat, neighbours, proxies, hosts, nameservers, resolver, sysctls'
		],
		[config({ forwarding: 1 }), '[0].action.set.forwarding: 1 is not true or false'],
		[config({ route: [] }), '[0].action.set.route: there is no property "route" here (did you mean routes?)'],
		[
			config({ rules: [{ priority: 9, action: 'goto', goto: 9 }] }),
			'[0].action.set.rules[0].goto: goto 9 leads back from rule 9 (it must be more than 9)'
		],
		[
			config({ rules: [{ priority: 9, dport: '90-80' }] }),
			'[0].action.set.rules[0].dport: 90-80 is not a range of ports (from the lower to the higher, up to 65534)'
		],
		[
			config({ rules: [{ priority: 9, sport: '1024-65535' }] }),
			'[0].action.set.rules[0].sport: 1024-65535 is not a range of ports (from the lower to the higher, up to 65534)'
		],
		[
			config({ rules: [{ priority: 9, tos: 0x20 }] }),
			'[0].action.set.rules[0].tos: Linux takes no rule for the TOS 32 (a multiple of 4, up to 28)'
		],
		[
			config({ routes: [{ to: 'default', via: '10.0.0.9', tos: 17 }] }),
			'[0].action.set.routes[0].tos: the last two bits of the TOS 17 are those of ECN (a multiple of 4)'
		],
		[
			config({ rules: [{ priority: 9, action: 'delete' }] }),
			'[0].action.set.rules[0].priority: no rule is there from the beginning with the priority 9 (one of 0, 32766, 32767)'
		],
		[config({ services: [] }), '[0].action.set.services: there is no property "services" here'],
		[
			config({ routes: [{ to: '10.9.0.1/16', via: '10.0.0.9' }] }),
			'[0].action.set.routes[0].to: 10.9.0.1/16 has host bits set; Linux says "Invalid prefix for given prefix length" (the subnet is 10.9.0.0/16)'
		],
		[
			config({ nat: [{ target: 'MASQUERADE', out: 'wan' }] }),
			'[0].action.set.nat[0].out: a has no interface "wan" (it has lo, br0, eth0)'
		],
		[
			config({ neighbours: [{ address: '10.0.0.9', mac: '02:00:00:00:00:09', dev: 'eth7' }] }),
			'[0].action.set.neighbours[0].dev: a has no interface "eth7"'
		],
		[
			config({ sysctls: { 'kernel.hostname': 1 } }),
			'[0].action.set.sysctls["kernel.hostname"]: "kernel.hostname" is no sysctl of a network (such as net.ipv4.ip_default_ttl)'
		],
		[
			config({ forwarding: true }, 'br'),
			'[0].node: a bridge has no configuration of its own (name the node that it is in)'
		],
		[
			[{ node: 'a', action: { do: 'serve', service: { kind: 'ftp', port: 21 } } }],
			'[0].action.service.kind: "ftp" is not one of ...'
		],
		[[{ action: { do: 'ping', to: 'x' } }], '[0].node: ping needs a node (the id of the node that does it)'],
		[[{ node: 'x', action: { do: 'dns', name: 'web' } }], '[0].node: there is no node "x"'],
		[
			[{ node: 'br', action: { do: 'dns', name: 'web' } }],
			'[0].node: a bridge runs no programs (name the node that it is in)'
		],
		[[{ action: { do: 'link', link: 'x', up: true } }], '[0].action.link: there is no link "x"'],
		[
			[{ node: 'a', action: { do: 'interface', interface: 'eth1', up: true } }],
			'[0].action.interface: a has no interface "eth1"'
		],
		[[{ node: 'a', action: { do: 'pong', to: 'x' } }], '[0].action.do: "pong" is not one of ... (did you mean ping?)'],
		[
			[{ at: '5', node: 'a', action: { do: 'dns', name: 'x' } }],
			'[0].at: 5 is not a time with a unit, such as 100us, 1.5ms or 30s'
		],
		[{}, '{} is not a list'],
		['[', 'not JSON: line 1, column 2: a closing ] is missing']
	])('%j', (source, problem) => {
		const parsed = typeof source === 'string' ? parseInputsText(source, lab) : parseInputs(source, lab);
		// Whatever there is to choose from: it grows.
		const texts = parsed.ok ? [] : parsed.problems.map(formatProblem);
		expect(texts.map((text) => text.replace(/is not one of [^("]+?(?= \(|$)/, 'is not one of ...'))).toEqual([problem]);
	});
});
