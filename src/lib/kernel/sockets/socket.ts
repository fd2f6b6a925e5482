/** Sockets of a netns, as data. What a socket does with a packet is its protocol's file. */
import type { Errno } from '../../trace/steps/types.ts';
import type { PacketFilter } from './packet.ts';
import type { TcpState } from './tcp/state.ts';

export type SocketKind = 'udp' | 'tcp' | 'ping' | 'packet';

export interface Socket {
	id: number;
	kind: SocketKind;
	/** Process that is told of what happens to it; -1: nobody. */
	owner: number;
	/** 0: any (INADDR_ANY). */
	localAddress: number;
	/** Of a ping socket: the ICMP id. */
	localPort: number;
	/** ifindex that it is bound to (SO_BINDTODEVICE), 0: any. */
	device: number;
	/** 0: not connected. */
	peerAddress: number;
	peerPort: number;
	/** IP_RECVERR: it is told of every ICMP error about what it sent, not only of those that end a connection. */
	allErrors: boolean;
	/** Pending error (SO_ERROR). */
	error: Errno | '';
	/** Flow of the input that made it: what a timer of this socket sends belongs to it. */
	flow: number;
	tcp: TcpState | null;
	/** Of a packet socket: what it lets through. */
	filter: PacketFilter | null;
	/** Key of `encapsulations`: the kernel itself takes what comes in (encap_rcv); "": a program does. */
	encapsulation: string;
}

export interface Sockets {
	next: number;
	all: Map<number, Socket>;
	/** UDP and ping sockets and TCP listeners by `portKey`. */
	bound: Map<number, Socket[]>;
	/** Packet sockets. */
	packet: Socket[];
	/** TCP connections by `connectionKey`. */
	connections: Map<string, Socket>;
	/** What TCP's initial numbers are made with; null: not drawn yet. */
	sequenceSecret: number | null;
	timestampSecret: number | null;
}

export function createSockets(): Sockets {
	return {
		next: 1,
		all: new Map(),
		bound: new Map(),
		packet: [],
		connections: new Map(),
		sequenceSecret: null,
		timestampSecret: null
	};
}

const kindNumber: Record<SocketKind, number> = { udp: 0, tcp: 1, ping: 2, packet: 3 };

export function portKey(kind: SocketKind, port: number): number {
	return kindNumber[kind] * 65536 + port;
}

export function connectionKey(local: number, localPort: number, peer: number, peerPort: number): string {
	return `${local}:${localPort}-${peer}:${peerPort}`;
}

export function createSocket(sockets: Sockets, kind: SocketKind, owner: number, flow: number): Socket {
	const socket: Socket = {
		id: sockets.next++,
		kind,
		owner,
		localAddress: 0,
		localPort: 0,
		device: 0,
		peerAddress: 0,
		peerPort: 0,
		allErrors: false,
		error: '',
		flow,
		tcp: null,
		filter: null,
		encapsulation: ''
	};
	sockets.all.set(socket.id, socket);
	return socket;
}

/**
 * Binds a socket to a port; false: somebody else has it (EADDRINUSE). Programs of TCP set SO_REUSEADDR: only who listens has
 * the port for itself (inet_csk_bind_conflict).
 * @param alone Nobody at all may have it: a port that the system picks.
 */
export function bind(sockets: Sockets, socket: Socket, address: number, port: number, alone = false): boolean {
	const key = portKey(socket.kind, port);
	const others = sockets.bound.get(key);
	const same = (o: Socket) => o.localAddress === 0 || address === 0 || o.localAddress === address;
	const meets = (o: Socket) => o.device === 0 || socket.device === 0 || o.device === socket.device;
	const shares = (o: Socket) => !alone && o.kind === 'tcp' && o.tcp?.state !== 'LISTEN';
	if (others?.some((o) => same(o) && meets(o) && !shares(o))) return false;
	socket.localAddress = address;
	socket.localPort = port;
	if (others) others.push(socket);
	else sockets.bound.set(key, [socket]);
	return true;
}

/** net.ipv4.ip_local_port_range */
const FIRST_PORT = 32_768;
const LAST_PORT = 60_999;

/**
 * Binds to a free port of the local range, chosen from `random`, as Linux does with ports drawn at random.
 * False: none is left (EADDRINUSE).
 */
export function bindEphemeral(sockets: Sockets, socket: Socket, address: number, random: number): boolean {
	const range = LAST_PORT - FIRST_PORT + 1;
	for (let i = 0; i < range; i++) {
		if (bind(sockets, socket, address, FIRST_PORT + ((random + i) % range), true)) return true;
	}
	return false;
}

/** Takes a socket out of its table. What its protocol must still say on the wire is said before. */
export function destroySocket(sockets: Sockets, socket: Socket): void {
	sockets.all.delete(socket.id);
	if (socket.kind === 'packet') {
		sockets.packet = sockets.packet.filter((other) => other !== socket);
		return;
	}
	const key = portKey(socket.kind, socket.localPort);
	const others = sockets.bound.get(key);
	if (others) {
		const at = others.indexOf(socket);
		if (at >= 0) others.splice(at, 1);
		if (others.length === 0) sockets.bound.delete(key);
	}
	if (socket.kind === 'tcp') {
		const connection = connectionKey(socket.localAddress, socket.localPort, socket.peerAddress, socket.peerPort);
		if (sockets.connections.get(connection) === socket) sockets.connections.delete(connection);
	}
}

/** Those bound to the address are looked for first. */
const ADDRESS_SCORE = 100;

/**
 * The bound socket for a destination: one bound to the address before any other, and among those a connected one or one that is
 * bound to the interface (udp4_lib_lookup2's score).
 * @param input ifindex that the packet came in by.
 */
export function lookupBound(
	sockets: Sockets,
	kind: SocketKind,
	local: number,
	localPort: number,
	peer: number,
	peerPort: number,
	input = 0
): Socket | null {
	const candidates = sockets.bound.get(portKey(kind, localPort));
	if (candidates === undefined) return null;
	let best: Socket | null = null;
	let bestScore = -1;
	for (const socket of candidates) {
		let score = 0;
		if (socket.localAddress !== 0) {
			if (socket.localAddress !== local) continue;
			score += ADDRESS_SCORE;
		}
		if (socket.device !== 0) {
			if (socket.device !== input) continue;
			score += 4;
		}
		if (socket.peerAddress !== 0) {
			if (socket.peerAddress !== peer) continue;
			score += 4;
		}
		if (socket.peerPort !== 0) {
			if (socket.peerPort !== peerPort) continue;
			score += 4;
		}
		if (score > bestScore) {
			best = socket;
			bestScore = score;
		}
	}
	return best;
}
