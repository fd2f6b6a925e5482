/**
 * The lab document: what is drawn, saved, shared and undone. What a running network learnt
 * (ARP, FDB, conntrack) is state and never stands here.
 *
 * Times are strings with a unit ("100us", "0.1ms", "300s"), addresses are CIDR strings, MACs are
 * lower-case colon-separated: the document is written and read by people too.
 */
import * as v from 'valibot';
import { actionSchemas } from './actions/registry.ts';
import { address, cidr, hostName, id, interfaceName, mac, ownCidr, port, prefix, text, time } from './fields.ts';
import { bridgeSchema } from './bridge-settings.ts';
import { impairments, waysSchema } from './impairments.ts';
import { interfaceTypes, macvlanSchema, portSchema, vxlanSchema } from './interfaces/schemas.ts';
import { proxySchema, ruleSchema, tableSchema } from './policy.ts';
import { resolverSchema } from './resolver.ts';
import { serviceSchema } from './services/registry.ts';

export type { Service } from './services/registry.ts';

export const LAB_FORMAT = 'hopwise-lab';
export const LAB_VERSION = 1;

export const nodeKinds = ['host', 'netns', 'bridge', 'router', 'nat', 'switch', 'internet'] as const;
export type NodeKind = (typeof nodeKinds)[number];

export const interfaceSchema = v.strictObject({
	name: interfaceName,
	/** Absent on lo. Always set on others, so that a lab's frames are the same on every machine. */
	mac: v.optional(mac),
	addresses: v.optional(v.array(ownCidr), []),
	mtu: v.optional(v.pipe(v.number(), v.integer(), v.minValue(68), v.maxValue(65535)), 1500),
	up: v.optional(v.boolean(), true),
	/** Absent: the end of a link. */
	type: v.optional(v.picklist(interfaceTypes)),
	/** Settings of the type of that name. */
	macvlan: v.optional(macvlanSchema),
	vxlan: v.optional(vxlanSchema),
	/** On a bridge or a switch: what it makes of this port. */
	port: v.optional(portSchema)
});

export const nexthopSchema = v.strictObject({
	via: v.optional(address),
	dev: v.optional(interfaceName),
	/** Share of the flows. */
	weight: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)), 1),
	onlink: v.optional(v.boolean())
});

export const routeSchema = v.strictObject({
	to: prefix,
	type: v.optional(v.picklist(['unicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'local']), 'unicast'),
	via: v.optional(address),
	dev: v.optional(interfaceName),
	/** Several ways, of which each flow takes one; in place of `via` and `dev`. */
	nexthops: v.optional(v.pipe(v.array(nexthopSchema), v.minLength(1, 'it is empty: name at least one'))),
	/** Which table it is in, main where it is left out; rules say which one is asked. */
	table: v.optional(tableSchema),
	/** Only for packets with this in their TOS field. */
	tos: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(252))),
	/** The gateway is on the link, whatever the addresses say. */
	onlink: v.optional(v.boolean()),
	metric: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295)), 0),
	/** Preferred source address. */
	src: v.optional(address),
	scope: v.optional(v.picklist(['global', 'link', 'host']))
});

export const natRuleSchema = v.variant('target', [
	v.strictObject({ target: v.literal('MASQUERADE'), out: v.optional(interfaceName), source: v.optional(cidr) }),
	v.strictObject({ target: v.literal('SNAT'), out: v.optional(interfaceName), source: v.optional(cidr), to: address }),
	v.strictObject({
		target: v.literal('DNAT'),
		in: v.optional(interfaceName),
		destination: v.optional(v.union([cidr, address])),
		protocol: v.picklist(['tcp', 'udp']),
		port,
		to: address,
		toPort: v.optional(port)
	})
]);

export const neighbourSchema = v.strictObject({
	address,
	mac,
	dev: interfaceName,
	/** noarp: as good, but for an address that nobody could be asked about. */
	state: v.optional(v.picklist(['permanent', 'noarp']))
});

/** What a node is told beside its devices; an input can change it while the lab runs. */
const settings = {
	forwarding: v.boolean(),
	routes: v.array(routeSchema),
	/** Lines as `ipset save` prints them. */
	ipsets: v.array(text(1024)),
	/** Lines as iptables-save prints them. */
	iptables: v.array(text(1024)),
	nat: v.array(natRuleSchema),
	neighbours: v.array(neighbourSchema),
	rules: v.array(ruleSchema),
	proxies: v.array(proxySchema),
	hosts: v.array(
		v.strictObject({ address, names: v.pipe(v.array(hostName), v.minLength(1, 'it is empty: name at least one')) })
	),
	nameservers: v.array(address),
	/** The rest of /etc/resolv.conf, and the order of nsswitch.conf. */
	resolver: resolverSchema,
	sysctls: v.record(v.string(), v.number())
};

export const nodeSchema = v.strictObject({
	id,
	kind: v.picklist(nodeKinds),
	/** A bridge's name is its device's name (br0). */
	name: v.pipe(text(64), v.minLength(1, 'a node needs a name')),
	/** netns: the host it is in. bridge: the host, netns, router or NAT gateway it is in. Others: absent. */
	parent: v.optional(id),
	position: v.strictObject({ x: v.number(), y: v.number() }),
	/** On a bridge or a switch: its ports. On any other node but a bridge may hold "lo" for further addresses. */
	interfaces: v.optional(v.array(interfaceSchema), []),
	/** Bridge and switch only: the bridge device itself. A switch's bridge is named br0. */
	bridge: v.optional(bridgeSchema),
	routes: v.optional(settings.routes, []),
	/** net.ipv4.ip_forward */
	forwarding: v.optional(settings.forwarding, false),
	/** Sets of addresses that rules look into, in the syntax of `ipset save`. */
	ipsets: v.optional(settings.ipsets, []),
	/** Netfilter's tables, in the syntax of iptables-save. */
	iptables: v.optional(settings.iptables, []),
	/** A few common rules of the nat table in a simple form; they stand behind those of `iptables`. */
	nat: v.optional(settings.nat, []),
	neighbours: v.optional(settings.neighbours, []),
	/** Rules of routing (`ip rule`), beside the three that are always there. */
	rules: v.optional(settings.rules, []),
	/** Addresses of others that this node answers ARP for. */
	proxies: v.optional(settings.proxies, []),
	/** /etc/hosts */
	hosts: v.optional(settings.hosts, []),
	/** /etc/resolv.conf, nameserver lines */
	nameservers: v.optional(settings.nameservers, []),
	/** The rest of /etc/resolv.conf, and the order of nsswitch.conf. */
	resolver: v.optional(settings.resolver),
	services: v.optional(v.array(serviceSchema), []),
	/** Overrides of Linux's defaults, by sysctl name, e.g. "net.ipv4.neigh.default.delay_first_probe_time": 1 */
	sysctls: v.optional(settings.sysctls, {})
});

export const linkSchema = v.strictObject({
	id,
	ends: v.tuple([
		v.strictObject({ node: id, interface: interfaceName }),
		v.strictObject({ node: id, interface: interfaceName })
	]),
	...impairments,
	/** What is other in one direction: from the first end to the second, and back. */
	ways: v.optional(waysSchema),
	/** A pulled cable: both ends lose carrier. */
	up: v.optional(v.boolean(), true)
});

export const noteSchema = v.strictObject({
	id,
	text: text(4000),
	position: v.strictObject({ x: v.number(), y: v.number() })
});

/** Fields of a node, as an input sets them anew. */
export const configSchema = v.pipe(
	v.strictObject({
		forwarding: v.optional(settings.forwarding),
		routes: v.optional(settings.routes),
		ipsets: v.optional(settings.ipsets),
		iptables: v.optional(settings.iptables),
		nat: v.optional(settings.nat),
		neighbours: v.optional(settings.neighbours),
		rules: v.optional(settings.rules),
		proxies: v.optional(settings.proxies),
		hosts: v.optional(settings.hosts),
		nameservers: v.optional(settings.nameservers),
		resolver: v.optional(settings.resolver),
		sysctls: v.optional(settings.sysctls)
	}),
	v.minEntries(
		1,
		'it is empty: set at least one of forwarding, routes, rules, ipsets, iptables, nat, neighbours, proxies, hosts, nameservers, resolver, sysctls'
	)
);

/** What a person, a script or a lab asks a node to do: one entry of the journal. Every kind of action is a file in actions/. */
export const actionSchema = v.variant('do', [
	...actionSchemas,
	/** Changes the node's configuration: each field that is given takes the place of the node's whole field. */
	v.strictObject({ do: v.literal('config'), set: configSchema })
]);

export const inputSchema = v.strictObject({
	at: v.optional(time, '0s'),
	/** Node id. Needed for every action but `link`. */
	node: v.optional(id),
	action: actionSchema
});

export const labSchema = v.strictObject({
	format: v.literal(LAB_FORMAT),
	version: v.literal(LAB_VERSION),
	title: v.optional(text(200), 'Untitled lab'),
	description: v.optional(text(10_000), ''),
	seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295)), 1),
	nodes: v.array(nodeSchema),
	links: v.optional(v.array(linkSchema), []),
	notes: v.optional(v.array(noteSchema), []),
	/** The first packet that this lab invites to send. */
	suggested: v.optional(v.array(inputSchema), [])
});

export type Interface = v.InferOutput<typeof interfaceSchema>;
export type Route = v.InferOutput<typeof routeSchema>;
export type Nexthop = v.InferOutput<typeof nexthopSchema>;
export type NatRule = v.InferOutput<typeof natRuleSchema>;
export type { BridgeSettings } from './bridge-settings.ts';
export type LabNode = v.InferOutput<typeof nodeSchema>;
export type LabLink = v.InferOutput<typeof linkSchema>;
export type LabNote = v.InferOutput<typeof noteSchema>;
/** What an input changes of a node. */
export type Config = v.InferOutput<typeof configSchema>;
export type Action = v.InferOutput<typeof actionSchema>;
export type Input = v.InferOutput<typeof inputSchema>;
/** A lab with every default filled in. */
export type Lab = v.InferOutput<typeof labSchema>;
/** A lab as a person may write it, defaults left out. */
export type LabSource = v.InferInput<typeof labSchema>;
