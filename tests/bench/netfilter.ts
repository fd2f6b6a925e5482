/**
 * What netfilter costs. The chain of ten routers, nothing recorded: without tables; with empty ones on every router; with 1,000 rules
 * of which none matches in FORWARD of one router, for what a rule costs; with conntrack. Then conntrack's table alone, with 100,000 connections in it.
 */
import { createConnTable, enter, findTuple } from '../../src/lib/kernel/netfilter/conntrack/table.ts';
import { type Conn, createConn } from '../../src/lib/kernel/netfilter/conntrack/conn.ts';
import type { LabSource } from '../../src/lib/lab/document.ts';
import { chainLab } from './labs/chain.ts';
import { milliseconds, time } from './measure.ts';
import { seeded } from './random.ts';
import { chainSimulation } from './simulations.ts';

const DATAGRAMS = 2000;
const ROUTERS = 10;
const RULES = 1000;
const CONNECTIONS = 100_000;
const LOOKUPS = 1_000_000;
/** ns */
const END = 10_000_000_000;

const empty = ['*raw', 'COMMIT', '*mangle', 'COMMIT', '*filter', 'COMMIT'];
const long = [
	'*filter',
	...Array.from(
		{ length: RULES },
		(_, i) => `-A FORWARD -s 172.16.${i >> 8}.${i & 255}/32 -p udp --dport ${i + 1} -j DROP`
	),
	'COMMIT'
];
const matched = [
	'*filter',
	...Array.from({ length: RULES }, (_, i) => `-A FORWARD -p udp --dport ${i + 10_000}`),
	'COMMIT'
];
const tracked = ['*filter', '-A FORWARD -m conntrack --ctstate INVALID -j DROP', 'COMMIT'];

/** @param wanted Routers that have the rules. */
function withRules(iptables: string[], wanted: (router: string) => boolean): LabSource {
	const lab = chainLab(ROUTERS);
	return {
		...lab,
		nodes: lab.nodes.map((node) => (node.kind === 'router' && wanted(node.id) ? { ...node, iptables } : node))
	};
}

function run(lab: LabSource): ReturnType<typeof milliseconds> {
	return milliseconds(
		time(
			() => chainSimulation(DATAGRAMS, lab),
			(sim) => sim.run(END)
		)
	);
}

function connection(id: number): Conn {
	const original = {
		protocol: 17,
		source: 0x0a000000 + (id >>> 8),
		destination: 0xcb007101,
		sourcePort: 1024 + (id & 255),
		destinationPort: 53
	};
	return { ...createConn(id, original), expires: Number.MAX_SAFE_INTEGER };
}

/** Lookups in a table of `size` connections, a second. */
function lookups(size: number): number {
	const table = createConnTable();
	const all = Array.from({ length: size }, (_, id) => connection(id));
	for (const conn of all) enter(table, conn);
	const random = seeded(1);
	const wanted = Array.from({ length: LOOKUPS }, () => all[random() % size].reply);
	let found = 0;
	const took = time(
		() => (found = 0),
		() => {
			for (const tuple of wanted) if (findTuple(table, all[0], tuple, 0) >= 0) found++;
		}
	);
	if (found !== LOOKUPS) throw new Error('a connection was not found');
	return Math.round(LOOKUPS / (took.median / 1000));
}

export function netfilter() {
	const none = run(chainLab(ROUTERS));
	const walk = run(withRules(long, (id) => id === 'r5'));
	const ports = run(withRules(matched, (id) => id === 'r5'));
	const nsPerRule = (ms: number) => Math.round((((ms - none.min) * 1e6) / DATAGRAMS / RULES) * 100) / 100;
	return {
		name: 'netfilter',
		datagrams: DATAGRAMS,
		none,
		emptyTables: run(withRules(empty, () => true)),
		conntrack: run(withRules(tracked, () => true)),
		rules: RULES,
		nsPerRule: { address: nsPerRule(walk.min), port: nsPerRule(ports.min) },
		lookupsPerSecond: { of100: lookups(100), of100000: lookups(CONNECTIONS) }
	};
}
