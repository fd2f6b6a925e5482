/** The tables of every netns at the end of a run, by Linux and by the engine, as lines that can be compared. */
import { readTables } from '../../lib/engine/tables.ts';
import { ruleLine } from '../../lib/kernel/netfilter/language/ruleset-text.ts';
import type { Lab } from '../../lib/lab/document.ts';
import { netnsNodes } from '../../lib/lab/topology.ts';
import type { World } from '../../lib/sim/world.ts';
import type { Tables } from '../../lib/trace/record.ts';

/** What the kernel agent says of one netns (kernel-agent/tables.py). */
export interface LinuxTables {
	/** Lines of `ip -o route show table all`. */
	routes: string[];
	/** Lines of `ip rule`. */
	routingRules: string[];
	interfaces: {
		ifname: string;
		mtu: number;
		flags: string[];
		address?: string;
		addr_info: { family?: string; local?: string; address?: string; prefixlen?: number }[];
	}[];
	ports: {
		ifname: string;
		state: string;
		priority: number;
		cost: number;
		hairpin?: boolean;
		isolated?: boolean;
		learning?: boolean;
		flood?: boolean;
	}[];
	neighbours: { dst: string; dev: string; lladdr?: string; state: string[] }[];
	/** `ip neigh show proxy` */
	proxies: { dst: string; dev: string }[];
	fdb: { mac: string; ifname: string; master?: string; dst?: string; state?: string; vlan?: number }[];
	/** Lines of `conntrack -L`. */
	conntrack: string[];
	/** Lines of `iptables-save -c`. */
	rules: string[];
	/** Lines of `ipset save`. */
	sets: string[];
}

export interface TableDifference {
	node: string;
	table: string;
	/** Rows that only one side has. */
	linux: string[];
	ours: string[];
}

type Rows = Record<string, string[]>;

export function compareTables(
	lab: Lab,
	linux: Readonly<Record<string, LinuxTables>>,
	world: World,
	named: ReadonlySet<number>
): TableDifference[] {
	return netnsNodes(lab).flatMap(({ id }) => {
		const theirs = linux[id];
		if (theirs === undefined) return [];
		const a = linuxRows(theirs, named);
		const b = ourRows(readTables(world, id), named);
		return Object.keys(a).flatMap((table) => {
			const [onlyLinux, onlyOurs] = [without(a[table], b[table]), without(b[table], a[table])];
			if (onlyLinux.length + onlyOurs.length === 0) return [];
			return [{ node: id, table, linux: onlyLinux, ours: onlyOurs }];
		});
	});
}

export function describeTables(differences: readonly TableDifference[]): string {
	return differences
		.flatMap(({ node, table, linux, ours }) => [
			`${node}, ${table}:`,
			...linux.map((row) => `  only Linux:   ${row}`),
			...ours.map((row) => `  only Hopwise: ${row}`)
		])
		.join('\n');
}

/** Rows of `a` that `b` has not, each as often as it stands there. */
function without(a: readonly string[], b: readonly string[]): string[] {
	const left = [...b];
	return a.filter((row) => {
		const at = left.indexOf(row);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

/** "local 127.0.0.1 dev lo table local proto kernel ...": the table is in the line, unless it is main. */
function routeRow(line: string): string {
	const table = / table (\S+)/.exec(line)?.[1] ?? 'main';
	// `linkdown` and `dead` tell of the device, not of the route: the interface table has it.
	const text = line
		.replace(/ table \S+/, '')
		.replace(/\\\s/g, ' ')
		.replace(/ (linkdown|dead)(?= |$)/g, '');
	return `${table}: ${text.replace(/\s+/g, ' ').trim()}`;
}

/** A device of `ip -j addr`. */
function linuxInterface({
	ifname,
	mtu,
	flags,
	address = '',
	addr_info: own
}: LinuxTables['interfaces'][number]): string {
	const addresses = own
		.filter(({ family }) => family === 'inet')
		.map(({ local, address: peer, prefixlen }) => `${local}${peer === undefined ? '' : ` peer ${peer}`}/${prefixlen}`);
	return [ifname, address, mtu, flags.includes('UP') ? 'up' : 'down', ...addresses].join(' ');
}

/** A port of `bridge -j -d link`, as far as it is not as Linux makes one. */
function linuxPort(port: LinuxTables['ports'][number]): string {
	const flags = [
		port.hairpin === true ? 'hairpin' : '',
		port.isolated === true ? 'isolated' : '',
		port.learning === false ? 'learning off' : '',
		port.flood === false ? 'flood off' : ''
	];
	return [port.ifname, port.state, `priority ${port.priority}`, `cost ${port.cost}`, ...flags.filter(Boolean)].join(
		' '
	);
}

/** Linux keeps entries for broadcasts and for lo, which it makes when it needs them and throws away when it likes. */
function isItsOwn(dev: string, mac: string | undefined, states: readonly string[]): boolean {
	return states.includes('NOARP') && (dev === 'lo' || mac === 'ff:ff:ff:ff:ff:ff');
}

function linuxRows(
	{ routes, routingRules, interfaces, ports, neighbours, proxies, fdb, conntrack, rules, sets }: LinuxTables,
	named: ReadonlySet<number>
): Rows {
	return {
		interfaces: interfaces.map(linuxInterface),
		ports: ports.map(linuxPort),
		routes: routes.map(routeRow),
		'routing rules': routingRules.map((line) => line.replace(/:\s+/, ' ').trim()),
		neighbours: [
			...neighbours
				.filter(({ dev, lladdr, state }) => !isItsOwn(dev, lladdr, state))
				.map(({ dst, dev, lladdr = '', state }) => neighbour(dst, dev, lladdr, state.join(' '))),
			...proxies.map(({ dst, dev }) => neighbour(dst, dev, '', 'proxy'))
		],
		fdb: fdb
			.filter(({ master, dst, vlan, mac }) => {
				return (master ?? dst) !== undefined && vlan === undefined && !/^(33:33|01:00:5e)/.test(mac);
			})
			.map(({ mac, ifname, state, dst }) =>
				forwarding(mac, ifname, state === 'permanent' || state === 'static' ? state : '', dst)
			),
		conntrack: conntrack.filter((line) => /^(tcp|udp|icmp) /.test(line)).map((line) => linuxConnection(line, named)),
		rules: linuxRules(rules),
		sets: linuxSets(sets)
	};
}

function ourRows(tables: Tables, named: ReadonlySet<number>): Rows {
	return {
		interfaces: tables.interfaces.map(({ dev, mac, mtu, up, addresses }) =>
			[dev, mac, mtu, up ? 'up' : 'down', ...addresses].join(' ')
		),
		ports: tables.interfaces.flatMap(({ dev, port }) => (port === '' ? [] : [`${dev} ${port}`])),
		routes: tables.routes.map(({ table, text }) => `${table}: ${text}`),
		'routing rules': tables.routingRules.map(({ priority, text }) => `${priority} ${text}`),
		// `ip neigh` shows the MAC of valid entries only.
		neighbours: tables.neighbours
			.filter(({ dev, mac, state }) => !isItsOwn(dev, mac, [state]))
			.map(({ address, dev, mac, state }) =>
				neighbour(address, dev, state === 'FAILED' || state === 'INCOMPLETE' ? '' : mac, state)
			),
		fdb: tables.fdb.map(({ mac, port, local, static: set, dst }) =>
			forwarding(mac, port, local || (set && dst !== '') ? 'permanent' : set ? 'static' : '', dst)
		),
		conntrack: tables.conntrack.map(({ protocol, state, original, reply, status }) =>
			connection(protocol, state, original, reply, status, named)
		),
		rules: tables.rules.map(({ table, chain, number, text, packets, bytes }) =>
			number === 0
				? `${table} ${text} [${packets}:${bytes}]`
				: `${table} [${packets}:${bytes}] ${ruleLine(chain, { text })}`
		),
		sets: tables.sets.map(({ set, entry, nomatch, packets, bytes, timeout }) =>
			setEntry(set, entry, nomatch, timeout >= 0, packets < 0 ? '' : `packets ${packets} bytes ${bytes}`)
		)
	};
}

/** Chains and rules with their table before them, counters included. */
function linuxRules(lines: readonly string[]): string[] {
	let table = '';
	return lines.flatMap((line) => {
		if (line.startsWith('*')) table = line.slice(1);
		return /^[:[]/.test(line) ? [`${table} ${line}`] : [];
	});
}

/** "add NAME ENTRY timeout 60 packets 1 bytes 84": what is left of the time is the clock's. */
function linuxSets(lines: readonly string[]): string[] {
	return lines.flatMap((line) => {
		const [verb, set, entry] = line.split(' ');
		if (verb !== 'add') return [];
		const timed = / timeout [1-9]/.test(line);
		return [setEntry(set, entry, / nomatch\b/.test(line), timed, /packets \d+ bytes \d+/.exec(line)?.[0] ?? '')];
	});
}

function setEntry(set: string, entry: string, nomatch: boolean, timed: boolean, counters: string): string {
	return [set, entry, nomatch ? 'nomatch' : '', timed ? 'timed' : '', counters].filter((word) => word !== '').join(' ');
}

function neighbour(address: string, dev: string, mac: string, state: string): string {
	return `${address} dev ${dev} ${mac === '' ? '' : `lladdr ${mac} `}${state}`;
}

function forwarding(mac: string, port: string, state: string, dst = ''): string {
	return `${mac} dev ${port}${dst === '' ? '' : ` dst ${dst}`}${state === '' ? '' : ` ${state}`}`;
}

/** "tcp 6 119 TIME_WAIT src=... dst=... sport=... dport=... [UNREPLIED] src=... [ASSURED] mark=0 use=1" */
function linuxConnection(line: string, named: ReadonlySet<number>): string {
	const protocol = line.split(/\s+/)[0];
	const state = /^tcp\s+\d+\s+\d+\s+(\w+)/.exec(line)?.[1] ?? '';
	const [original, reply] = [
		...line.matchAll(/src=\S+ dst=\S+(?: sport=\d+ dport=\d+| type=\d+ code=\d+ id=\d+)/g)
	].map(([tuple]) => tuple);
	const status = ['UNREPLIED', 'ASSURED'].filter((word) => line.includes(`[${word}]`)).join(' ');
	return connection(protocol, state, original, reply, status, named);
}

/** Ephemeral ports and ids of pings are chance, as in frames. */
function connection(
	protocol: string,
	state: string,
	original: string,
	reply: string,
	status: string,
	named: ReadonlySet<number>
): string {
	const plain = (tuple: string) =>
		tuple
			.replace(/port=(\d+)/g, (_, port: string) => `port=${named.has(Number(port)) ? port : '*'}`)
			.replace(/id=\d+/, 'id=*');
	return [protocol, state, plain(original), plain(reply), status].filter((word) => word !== '').join(' ');
}
