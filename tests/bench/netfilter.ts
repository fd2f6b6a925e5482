/**
 * What netfilter costs. The chain of ten routers, nothing recorded: without tables; with empty ones on every router; with 1,000 rules
 * of which none matches in FORWARD of one router, for what a rule costs; with conntrack; with 100,000 other connections in three of the routers.
 * Then conntrack's table alone: what a look-up takes among many, each time for another one, and what a checkpoint takes.
 */
import { type ConnTable, createConnTable, enter, findTuple } from '../../src/lib/kernel/netfilter/conntrack/table.ts';
import { type Conn, createConn, emptyTuple } from '../../src/lib/kernel/netfilter/conntrack/conn.ts';
import type { LabSource } from '../../src/lib/lab/document.ts';
import type { Simulation } from '../../src/lib/sim/simulation.ts';
import { chainLab } from './labs/chain.ts';
import { milliseconds, time } from './measure.ts';
import { seeded } from './random.ts';
import { chainSimulation } from './simulations.ts';

const DATAGRAMS = 2000;
/** Enough that a heap which has grown is warm again. */
const MANY = 20_000;
const ROUTERS = 10;
const RULES = 1000;
const CONNECTIONS = 100_000;
const LOOKUPS = 1_000_000;
/** Routers whose tables are full. */
const FULL = 3;
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

function run(
	lab: LabSource,
	datagrams = DATAGRAMS,
	prepare: (sim: Simulation) => void = () => {}
): ReturnType<typeof milliseconds> {
	return milliseconds(
		time(
			() => {
				const sim = chainSimulation(datagrams, lab);
				prepare(sim);
				return sim;
			},
			(sim) => sim.run(END)
		)
	);
}

function connection(id: number): Conn {
	const original = {
		protocol: 17,
		source: 0x0b000000 + (id >>> 8),
		destination: 0xcb007101,
		sourcePort: 1024 + (id & 255),
		destinationPort: 53
	};
	return { ...createConn(id, original), expires: Number.MAX_SAFE_INTEGER };
}

function fill(table: ConnTable, size: number): Conn[] {
	const all = Array.from({ length: size }, (_, id) => connection(id));
	for (const conn of all) enter(table, conn);
	table.sweepAt = Infinity;
	return all;
}

function fillRouters({ world }: Simulation): void {
	for (const ns of world.namespaces.slice(1, 1 + FULL)) fill(ns!.netfilter.connections, CONNECTIONS);
}

/** ns that a look-up takes in a table of `size` connections. The tuples lie side by side, as those of packets do that were just read. */
function lookupNs(size: number): number {
	const table = createConnTable();
	const all = fill(table, size);
	const random = seeded(1);
	const sources = new Uint32Array(LOOKUPS);
	const ports = new Uint16Array(LOOKUPS);
	for (let i = 0; i < LOOKUPS; i++) {
		const { original } = all[random() % size];
		sources[i] = original.source;
		ports[i] = original.sourcePort;
	}
	const wanted = { ...emptyTuple(), ...all[0].original };
	const zones = { zone: 0, replyZone: 0 };
	let found = 0;
	const took = time(
		() => (found = 0),
		() => {
			for (let i = 0; i < LOOKUPS; i++) {
				wanted.source = sources[i];
				wanted.sourcePort = ports[i];
				if (findTuple(table, zones, wanted, 0) >= 0) found++;
			}
		}
	);
	if (found !== LOOKUPS) throw new Error('a connection was not found');
	return Math.round((took.median * 1e6) / LOOKUPS);
}

function copyMs(size: number): ReturnType<typeof milliseconds> {
	const table = createConnTable();
	fill(table, size);
	return milliseconds(
		time(
			() => table,
			(one) => structuredClone(one)
		)
	);
}

export function netfilter() {
	const none = run(chainLab(ROUTERS));
	const walk = run(withRules(long, (id) => id === 'r5'));
	const ports = run(withRules(matched, (id) => id === 'r5'));
	const nsPerRule = (ms: number) => Math.round((((ms - none.min) * 1e6) / DATAGRAMS / RULES) * 100) / 100;
	return {
		name: 'netfilter',
		datagrams: { usual: DATAGRAMS, conntrack: MANY },
		none,
		emptyTables: run(withRules(empty, () => true)),
		conntrack: run(
			withRules(tracked, () => true),
			MANY
		),
		fullConntrack: run(
			withRules(tracked, () => true),
			MANY,
			fillRouters
		),
		rules: RULES,
		nsPerRule: { address: nsPerRule(walk.min), port: nsPerRule(ports.min) },
		lookupNs: { of100: lookupNs(100), of100000: lookupNs(CONNECTIONS) },
		copyMs: copyMs(CONNECTIONS)
	};
}
