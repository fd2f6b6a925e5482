/** The tables of a netns at one moment, as people read them. */
import { formatCidr, formatIpv4, formatMac, formatOwnCidr } from '../net/text.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { BridgePort } from '../kernel/devices/bridge/state.ts';
import { entriesAt } from '../kernel/devices/bridge/fdb.ts';
import { vxlanEntries } from '../kernel/devices/vxlan.ts';
import type { Device } from '../kernel/devices/device.ts';
import { routesOf, tableName } from '../kernel/fib.ts';
import { type RouteEntry, TABLE_LOCAL } from '../kernel/route-entry.ts';
import { defaultRules, ruleText as routingRuleText } from '../kernel/rules.ts';
import type { Conn } from '../kernel/netfilter/conntrack/conn.ts';
import { connections } from '../kernel/netfilter/conntrack/table.ts';
import type { Chain } from '../kernel/netfilter/rule.ts';
import type { Table } from '../kernel/netfilter/ruleset.ts';
import { addressOfKey, deviceOfKey } from '../kernel/neighbour/entry.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Socket } from '../kernel/sockets/socket.ts';
import { netnsOf, nodeById } from '../lab/topology.ts';
import type { World } from '../sim/world.ts';
import { setTypes } from '../kernel/netfilter/ipset/registry.ts';
import { type IpSet, isLiving } from '../kernel/netfilter/ipset/set.ts';
import {
	conntrackKey,
	fdbKey,
	neighbourKey,
	routeKey,
	routingRuleKey,
	ruleKey,
	setKey,
	socketKey
} from '../trace/keys.ts';
import type { Tables } from '../trace/record.ts';
import type { Tuple } from '../trace/steps/types.ts';

const PROTOCOLS: Record<number, string> = { [PROTOCOL_ICMP]: 'icmp', [PROTOCOL_TCP]: 'tcp', [PROTOCOL_UDP]: 'udp' };

function protocolName(number: number): string {
	return PROTOCOLS[number] ?? String(number);
}

function name(ns: Netns, index: number): string {
	return ns.devices[index]?.name ?? '';
}

/** As `bridge -d link` says it, as far as it is not as Linux makes a port. */
function portText(port: BridgePort): string {
	const flags = [
		port.hairpin ? 'hairpin' : '',
		port.isolated ? 'isolated' : '',
		port.learning ? '' : 'learning off',
		port.flood ? '' : 'flood off'
	];
	return [port.state, `priority ${port.priority}`, `cost ${port.pathCost}`, ...flags.filter(Boolean)].join(' ');
}

function interfaceRow(ns: Netns, device: Device): Tables['interfaces'][number] {
	return {
		dev: device.name,
		kind: device.kind,
		mac: device.kind === 'lo' ? '00:00:00:00:00:00' : formatMac(device.mac),
		addresses: device.addresses.map((own) => formatOwnCidr(own)),
		mtu: device.mtu,
		up: device.up,
		carrier: device.carrier,
		master: name(ns, device.master),
		port: device.port === null ? '' : portText(device.port),
		rx: device.rxPackets,
		tx: device.txPackets,
		dropped: device.dropped
	};
}

/** One way of a route as `ip route show` writes it. */
function wayWords(ns: Netns, { gateway, dev, onlink }: RouteEntry): string[] {
	return [
		...(gateway === 0 ? [] : ['via', formatIpv4(gateway)]),
		...(dev === 0 ? [] : ['dev', name(ns, dev)]),
		...(onlink ? ['onlink'] : [])
	];
}

/** A route as `ip -o route show` writes it, its next hops behind it. */
function routeRow(ns: Netns, route: RouteEntry): Tables['routes'][number] {
	const to =
		route.length === 0 && route.table !== TABLE_LOCAL
			? 'default'
			: route.length === 32
				? formatIpv4(route.network)
				: formatCidr(route.network, route.length);
	const dev = name(ns, route.dev);
	const via = route.gateway === 0 ? '' : formatIpv4(route.gateway);
	const src = route.preferredSource === 0 ? '' : formatIpv4(route.preferredSource);
	const ways = route.hops ?? [];
	const text = [
		...(route.type === 'unicast' ? [] : [route.type]),
		to,
		...(route.tos === 0 ? [] : ['tos', tosName(route.tos)]),
		...(ways.length > 0 ? [] : wayWords(ns, { ...route, onlink: false })),
		...(route.origin === 'kernel' ? ['proto kernel'] : []),
		...(route.scope === 'global' ? [] : ['scope', route.scope]),
		...(src === '' ? [] : ['src', src]),
		...(route.metric === 0 ? [] : ['metric', String(route.metric)]),
		...(ways.length === 0 && route.onlink ? ['onlink'] : []),
		...ways.map((hop) =>
			[
				'nexthop',
				...wayWords(ns, { ...hop, onlink: false }),
				'weight',
				hop.weight,
				...(hop.onlink ? ['onlink'] : [])
			].join(' ')
		)
	].join(' ');
	const table = tableName(route.table);
	return {
		table,
		text,
		to,
		type: route.type,
		via:
			ways.length === 0 ? via : ways.map(({ gateway }) => (gateway === 0 ? 'direct' : formatIpv4(gateway))).join(', '),
		dev: ways.length === 0 ? dev : ways.map((hop) => name(ns, hop.dev)).join(', '),
		scope: route.scope,
		src,
		metric: route.metric,
		key: routeKey({ ...route, table, dev })
	};
}

/** Names that iproute2 has for some values (/etc/iproute2/rt_dsfield; RFC 2474, 2597, 3246). */
function tosName(tos: number): string {
	const [group, drop] = [tos >> 5, (tos >> 3) & 3];
	if (tos === 0xb8) return 'EF';
	if ((tos & 0x1f) === 0) return `CS${group}`;
	if ((tos & 7) === 0 && group >= 1 && group <= 4 && drop > 0) return `AF${group}${drop}`;
	return `0x${tos.toString(16).padStart(2, '0')}`;
}

function routingRuleRows(ns: Netns): Tables['routingRules'] {
	const rules = ns.fib.rules ?? defaultRules();
	return rules.map((rule, i) => ({
		priority: rule.priority,
		text: routingRuleText(rule, rules, formatCidr),
		key: routingRuleKey(rule.priority, i)
	}));
}

function proxyRows(ns: Netns): Tables['neighbours'] {
	return [...ns.proxyNeighbours].map((key) => {
		const [dev, address] = [name(ns, deviceOfKey(key)), addressOfKey(key)];
		return {
			address: formatIpv4(address),
			dev,
			mac: '',
			state: 'proxy',
			remaining: -1,
			key: `${neighbourKey(dev, address)}|proxy`
		};
	});
}

function neighbourRows(ns: Netns, now: number): Tables['neighbours'] {
	return [...ns.neighbours.values()].map((entry) => {
		const dev = name(ns, entry.dev);
		return {
			address: formatIpv4(entry.address),
			dev,
			mac: entry.mac === 0 ? '' : formatMac(entry.mac),
			state: entry.state,
			remaining: entry.deadline < 0 ? -1 : Math.max(0, entry.deadline - now),
			key: neighbourKey(dev, entry.address)
		};
	});
}

function fdbRows(ns: Netns, bridge: Device, now: number): Tables['fdb'] {
	return entriesAt(bridge.bridge!, now).map((entry) => ({
		bridge: bridge.name,
		mac: formatMac(entry.mac),
		port: name(ns, entry.port),
		local: entry.local,
		static: entry.static,
		dst: '',
		age: entry.static ? 0 : now - entry.updated,
		key: fdbKey(bridge.name, entry.mac)
	}));
}

/** A tunnel's table: each MAC as often as it has endpoints. */
function vxlanRows(device: Device, now: number): Tables['fdb'] {
	return vxlanEntries(device, now).flatMap((entry) =>
		entry.remotes.map((remote) => ({
			bridge: device.name,
			mac: formatMac(entry.mac),
			port: device.name,
			local: false,
			static: entry.static,
			dst: formatIpv4(remote),
			age: entry.static ? 0 : now - entry.used,
			key: `${fdbKey(device.name, entry.mac)}|${formatIpv4(remote)}`
		}))
	);
}

function allFdbRows(ns: Netns, devices: readonly Device[], now: number): Tables['fdb'] {
	return devices.flatMap((device) => {
		if (device.bridge !== null) return fdbRows(ns, device, now);
		return device.kind === 'vxlan' ? vxlanRows(device, now) : [];
	});
}

function tupleText(tuple: Tuple): string {
	if (tuple.protocol === PROTOCOL_ICMP)
		return `src=${formatIpv4(tuple.source)} dst=${formatIpv4(tuple.destination)} type=${tuple.destinationPort >> 8} code=${tuple.destinationPort & 0xff} id=${tuple.sourcePort}`;
	return `src=${formatIpv4(tuple.source)} dst=${formatIpv4(tuple.destination)} sport=${tuple.sourcePort} dport=${tuple.destinationPort}`;
}

function conntrackRow(conn: Conn, now: number): Tables['conntrack'][number] {
	return {
		protocol: protocolName(conn.original.protocol),
		state: conn.tcpState,
		original: tupleText(conn.original),
		reply: tupleText(conn.reply),
		status: [conn.seenReply ? '' : 'UNREPLIED', conn.assured ? 'ASSURED' : ''].filter(Boolean).join(' '),
		timeout: conn.expires - now,
		key: conntrackKey(conn.original)
	};
}

/** A chain's own row, which has its policy, and then one for each of its rules. */
function ruleRows({ name }: Table, chain: Chain): Tables['rules'] {
	const row = (number: number, text: string, packets: number, bytes: number): Tables['rules'][number] => ({
		table: name,
		chain: chain.name,
		number,
		policy: chain.policy,
		text,
		packets,
		bytes,
		key: ruleKey(name, chain.name, number)
	});
	const own = row(0, `:${chain.name} ${chain.policy || '-'}`, chain.packets, chain.bytes);
	return [own, ...chain.rules.map((rule, i) => row(i + 1, rule.text, rule.packets, rule.bytes))];
}

function setRows(set: IpSet, now: number): Tables['sets'] {
	return [...set.entries.values()]
		.filter((entry) => isLiving(entry, now))
		.map((entry) => ({
			set: set.name,
			type: setTypes[set.type].name,
			entry: entry.text,
			nomatch: entry.nomatch,
			timeout: entry.timeout === 0 ? -1 : entry.expires - now,
			packets: set.counters ? entry.packets : -1,
			bytes: set.counters ? entry.bytes : -1,
			comment: entry.comment,
			key: setKey(set.name, entry.text)
		}));
}

function endpoint(address: number, port: number): string {
	return `${address === 0 ? '*' : formatIpv4(address)}:${port === 0 ? '*' : port}`;
}

function socketRow(world: World, socket: Socket): Tables['sockets'][number] {
	const connected = socket.peerAddress !== 0;
	return {
		protocol: socket.kind === 'ping' ? 'icmp' : socket.kind,
		state: socket.tcp?.state ?? (connected ? 'ESTAB' : 'UNCONN'),
		local: endpoint(socket.localAddress, socket.localPort),
		peer: endpoint(socket.peerAddress, socket.peerPort),
		owner: world.processes.get(socket.owner)?.program.replace(/^serve-/, '') ?? '',
		key: socketKey(
			socket.kind === 'ping' ? PROTOCOL_ICMP : socket.kind === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP,
			socket.localAddress,
			socket.localPort,
			socket.peerAddress,
			socket.peerPort
		)
	};
}

function empty(node: string): Tables {
	return {
		node,
		interfaces: [],
		routes: [],
		routingRules: [],
		neighbours: [],
		fdb: [],
		conntrack: [],
		rules: [],
		sets: [],
		sockets: []
	};
}

/** A bridge shows its own ports and FDB; every other node its whole netns. */
export function readTables(world: World, node: string): Tables {
	const index = world.netnsOfNode.get(netnsOf(world.lab, node));
	const ns = index === undefined ? null : world.namespaces[index];
	if (!ns) return empty(node);
	const devices = ns.devices.filter((device): device is Device => device !== null);
	if (nodeById(world.lab, node)?.kind === 'bridge') {
		const own = devices.filter((device) => device.node === node);
		return {
			...empty(node),
			interfaces: own.map((device) => interfaceRow(ns, device)),
			fdb: allFdbRows(ns, own, world.now)
		};
	}
	return {
		node,
		interfaces: devices.map((device) => interfaceRow(ns, device)),
		routes: routesOf(ns.fib)
			.sort(
				(a, b) =>
					Number(a.table === TABLE_LOCAL) - Number(b.table === TABLE_LOCAL) ||
					b.table - a.table ||
					b.length - a.length ||
					a.network - b.network ||
					a.metric - b.metric
			)
			.map((route) => routeRow(ns, route)),
		routingRules: routingRuleRows(ns),
		neighbours: [...neighbourRows(ns, world.now), ...proxyRows(ns)],
		fdb: allFdbRows(ns, devices, world.now),
		conntrack: connections(ns.netfilter.connections)
			.filter((conn) => conn.expires > world.now)
			.map((conn) => conntrackRow(conn, world.now)),
		rules: ns.netfilter.tables.flatMap((table) => table.chains.flatMap((chain) => ruleRows(table, chain))),
		sets: [...ns.netfilter.sets.values()].flatMap((set) => setRows(set, world.now)),
		sockets: [...ns.sockets.all.values()].map((socket) => socketRow(world, socket))
	};
}
