/** One Linux network namespace, as data. */
import type { Device } from './devices/device.ts';
import { createFib, type Fib } from './fib.ts';
import type { Peer } from './icmp/peer.ts';
import type { Neighbour } from './neighbour/entry.ts';
import type { PathMtu } from './ip/path-mtu.ts';
import type { Reassembly } from './ip/reassembly.ts';
import { createNetfilter, type Netfilter } from './netfilter/tables.ts';
import { createSockets, type Sockets } from './sockets/socket.ts';
import { type Conf, defaultConf, defaultSysctls, type Sysctls } from './sysctl.ts';

export interface Netns {
	/** Place in the world. */
	index: number;
	/** Node id in the lab. */
	node: string;
	name: string;
	sysctls: Sysctls;
	/** net.ipv4.conf.all.*; what counts on an interface is its `conf`. */
	confAll: Conf;
	/** By ifindex; [0] is null, removed ones are null. */
	devices: (Device | null)[];
	deviceByName: Map<string, Device>;
	fib: Fib;
	/** By `neighbourKey(ifindex, address)`. */
	neighbours: Map<number, Neighbour>;
	/** Addresses that we answer ARP for on an interface, by `neighbourKey` (`ip neigh add proxy`). */
	proxyNeighbours: Set<number>;
	netfilter: Netfilter;
	sockets: Sockets;
	/** Next IPv4 identification for packets that may be fragmented. */
	ipId: number;
	/** By address. */
	peers: Map<number, Peer>;
	/** Gateways learnt from ICMP redirects, by destination (a next hop exception of the FIB). */
	learntGateways: Map<number, { from: number; gateway: number }>;
	/** Path MTUs learnt from "fragmentation needed", by destination. */
	pathMtus: Map<number, PathMtu>;
	/** Fragments that wait for the rest of their packet. */
	reassembly: Map<string, Reassembly>;
	nextReassembly: number;
	/** Fragments that have come from each source (inet_peer.rid). */
	begunFragments: Map<number, number>;
	/** /etc/hosts */
	hosts: { address: number; names: string[] }[];
	/** /etc/resolv.conf */
	nameservers: number[];
	/** The rest of /etc/resolv.conf, and nsswitch.conf's line of hosts. */
	resolver: {
		search: string[];
		ndots: number;
		/** s */
		timeout: number;
		attempts: number;
		rotate: boolean;
		order: ('files' | 'dns')[];
	};
}

export function createNetns(index: number, node: string, name: string): Netns {
	return {
		index,
		node,
		name,
		sysctls: defaultSysctls(),
		confAll: defaultConf(),
		devices: [null],
		deviceByName: new Map(),
		fib: createFib(),
		neighbours: new Map(),
		proxyNeighbours: new Set(),
		netfilter: createNetfilter(),
		sockets: createSockets(),
		ipId: 1,
		peers: new Map(),
		learntGateways: new Map(),
		pathMtus: new Map(),
		reassembly: new Map(),
		nextReassembly: 1,
		begunFragments: new Map(),
		hosts: [],
		nameservers: [],
		resolver: { search: [], ndots: 1, timeout: 5, attempts: 2, rotate: false, order: ['files', 'dns'] }
	};
}

export function deviceAt(ns: Netns, index: number): Device | null {
	return ns.devices[index] ?? null;
}
