/** Who is asked whether it reaches whom: every host to every host, and to every port that a service of one listens on. */
import type { Input, NodeKind } from '../../lab/document.ts';
import { contains, isLoopback } from '../../net/prefix.ts';
import { formatIpv4 } from '../../net/text.ts';
import type { InterfaceAddress } from '../../kernel/devices/device.ts';
import type { Socket } from '../../kernel/sockets/socket.ts';
import type { World } from '../../sim/world.ts';

export interface ReachRow {
	/** Node id. */
	node: string;
	name: string;
}

export interface ReachColumn extends ReachRow {
	/** Tells it from the others, in another lab too. */
	key: string;
	/** null: the node itself, by a ping. */
	port: { protocol: 'udp' | 'tcp'; number: number; program: string } | null;
}

export interface ReachTable {
	rows: ReachRow[];
	columns: ReachColumn[];
	/** Nodes that there was no room for. */
	left: number;
}

/** One cell: what is sent to find out. */
export interface ReachQuestion {
	row: number;
	column: number;
	input: Input;
}

/** Nodes at the most. */
const MOST = 60;
/** Of those that only pass packets on nobody asks first. */
const passing: ReadonlySet<NodeKind> = new Set<NodeKind>(['router', 'nat']);
/** Its clients send broadcasts, from no address. */
const WITHOUT_ADDRESS: ReadonlySet<string> = new Set(['dhcp']);

/** @param routers Those that pass packets on, too. */
export function reachTable({ lab, ...world }: World, routers: boolean): ReachTable {
	const nodes = lab.nodes.filter(
		({ id, kind }) =>
			world.netnsOfNode.has(id) && kind !== 'switch' && kind !== 'bridge' && (routers || !passing.has(kind))
	);
	const shown = nodes.slice(0, MOST);
	return {
		rows: shown.map(({ id, name }) => ({ node: id, name })),
		columns: shown.flatMap(({ id, name }): ReachColumn[] => [
			{ key: id, node: id, name, port: null },
			...listening({ lab, ...world }, id).map((port) => ({
				key: `${id} ${port.protocol}/${port.number}`,
				node: id,
				name,
				port
			}))
		]),
		left: nodes.length - shown.length
	};
}

/** What is sent for a cell; null: it is the node itself, or there is no address to send to. */
export function questionOf(world: World, { rows, columns }: ReachTable, row: number, column: number) {
	const from = rows[row].node;
	const { node: to, port } = columns[column];
	if (from === to) return null;
	const bound = port === null ? 0 : boundAddress(world, to, port.protocol, port.number);
	const address = bound !== 0 ? bound : addressFor(world, from, to);
	if (address === 0) return null;
	const target = formatIpv4(address);
	const action: Input['action'] =
		port === null
			? { do: 'ping', to: target, count: 1, interval: '1s', size: 56, ttl: 64 }
			: port.protocol === 'tcp'
				? { do: 'tcp', to: target, port: port.number, send: '' }
				: { do: 'udp', to: target, port: port.number, size: 18, count: 1, interval: '1s' };
	return { row, column, input: { at: '0s', node: from, action } } satisfies ReachQuestion;
}

/** A port of its own for each service, in their order. */
function listening(world: World, node: string): NonNullable<ReachColumn['port']>[] {
	const found = new Map<string, NonNullable<ReachColumn['port']>>();
	for (const socket of serving(world, node)) {
		const protocol = socket.kind as 'udp' | 'tcp';
		const program = programOf(world, socket);
		if (WITHOUT_ADDRESS.has(program)) continue;
		found.set(`${protocol}/${socket.localPort}`, { protocol, number: socket.localPort, program });
	}
	return [...found.values()].sort((a, b) => a.number - b.number || a.protocol.localeCompare(b.protocol));
}

/** Sockets that wait to be spoken to: of TCP those that listen, of UDP those of services. */
function serving(world: World, node: string): Socket[] {
	const sockets = netnsOf(world, node)?.sockets.all.values() ?? [];
	return [...sockets].filter((socket) =>
		socket.kind === 'tcp'
			? socket.tcp?.state === 'LISTEN'
			: socket.kind === 'udp' && socket.peerAddress === 0 && isService(world, socket)
	);
}

function boundAddress(world: World, node: string, protocol: 'udp' | 'tcp', port: number): number {
	return serving(world, node).find(({ kind, localPort }) => kind === protocol && localPort === port)?.localAddress ?? 0;
}

function isService(world: World, { owner }: Socket): boolean {
	return world.processes.get(owner)?.program.startsWith('serve-') ?? false;
}

function programOf(world: World, { owner }: Socket): string {
	return world.processes.get(owner)?.program.replace(/^serve-/, '') ?? '';
}

function netnsOf({ netnsOfNode, namespaces }: World, node: string) {
	const index = netnsOfNode.get(node);
	return index === undefined ? null : namespaces[index];
}

/** As they are now, by a DHCP client too; those of lo come last. */
function addressesOf(world: World, node: string): InterfaceAddress[] {
	const devices = netnsOf(world, node)?.devices ?? [];
	return [...devices.slice(1), devices[0]]
		.flatMap((device) => device?.addresses ?? [])
		.filter(({ address }) => !isLoopback(address));
}

/** The one in a subnet of the sender's if there is one, else the first; 0: it has none. */
function addressFor(world: World, from: string, to: string): number {
	const theirs = addressesOf(world, to);
	const ours = addressesOf(world, from);
	const near = theirs.find(({ address }) => ours.some((own) => contains(own.subnet, own.length, address)));
	return (near ?? theirs.at(0))?.address ?? 0;
}
