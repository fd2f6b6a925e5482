/** What a bridge and its ports are, as data (net/bridge/br_private.h, struct net_bridge and net_bridge_port). */
import type { PortState } from '../../../trace/steps/types.ts';

/** Where a bridge has last seen a station, or has been told that it is. */
export interface FdbEntry {
	mac: number;
	/** ifindex of the port; the bridge's own: its own address. */
	port: number;
	/** ns, last frame from it. */
	updated: number;
	/** Frames to it go up, and it does not age (BR_FDB_LOCAL): an address of the bridge or of one of its ports, or a person's "local". */
	local: boolean;
	/** It does not age (BR_FDB_STATIC). Local entries are static too. */
	static: boolean;
	/** A person's entry: it stays when addresses of ports change (BR_FDB_ADDED_BY_USER). */
	byUser: boolean;
}

/** A bridge id: priority and MAC as 16 hexadecimal digits, so that comparing texts compares ids (IEEE 802.1D, 9.2.5). */
export type BridgeId = string;

export function bridgeId(priority: number, mac: number): BridgeId {
	return priority.toString(16).padStart(4, '0') + mac.toString(16).padStart(12, '0');
}

/** A timer as data: when it is due, ns; -1: not running. */
export type Deadline = number;

export interface BridgeState {
	/** ifindexes, in the order in which they became ports. */
	ports: number[];
	/** By MAC. */
	fdb: Map<number, FdbEntry>;
	/** Ageing time as set, ns (bridge_ageing_time). */
	bridgeAgeing: number;
	/** Ageing time in effect, ns: a topology change shortens it (ageing_time). */
	ageing: number;
	/** ns, when expired entries are thrown out next (gc_work). */
	gcAt: number;
	/** The MAC is a person's; else it is the lowest of the ports' (NET_ADDR_SET). */
	macSet: boolean;
	/** Bit n: 01:80:c2:00:00:0n is forwarded. */
	groupForwardMask: number;
	/** The kernel's own STP runs (BR_KERNEL_STP). */
	stp: boolean;
	priority: number;
	/** Its own times, ns, which count while it is root: forward delay, hello time, maximum age. */
	bridgeForwardDelay: number;
	bridgeHelloTime: number;
	bridgeMaxAge: number;
	/** The times in effect, of the root, ns. */
	forwardDelay: number;
	helloTime: number;
	maxAge: number;
	id: BridgeId;
	designatedRoot: BridgeId;
	rootPathCost: number;
	/** Number of the root port, 0: none. */
	rootPort: number;
	topologyChange: boolean;
	topologyChangeDetected: boolean;
	helloTimer: Deadline;
	tcnTimer: Deadline;
	topologyChangeTimer: Deadline;
	/** Its ports work: it is up (br_dev_open). */
	open: boolean;
	/** Record of what STP is acting upon now, -1: a timer, or nothing. */
	cause: number;
}

/** What a person sets of a port (`bridge link set`). */
export interface PortSettings {
	/** A frame may leave by the port that it came in by. */
	hairpin: boolean;
	/** Nothing passes from one isolated port to another. */
	isolated: boolean;
	learning: boolean;
	/** Whether unknown unicast, multicast and broadcast are flooded by it. */
	flood: boolean;
	multicastFlood: boolean;
	broadcastFlood: boolean;
	/** STP: 0 to 63. */
	priority: number;
	/** STP, 0: by the speed of the device. */
	cost: number;
	/** As the bridge's, for this port. */
	groupForwardMask: number;
}

export interface BridgePort extends PortSettings {
	/** From 1, the lowest that was free. */
	number: number;
	state: PortState;
	/** Priority in the upper 6 bits, number in the lower 10. */
	id: number;
	pathCost: number;
	designatedRoot: BridgeId;
	designatedCost: number;
	designatedBridge: BridgeId;
	designatedPort: number;
	/** ns, when the information that it holds was sent by the root. */
	designatedAge: number;
	topologyChangeAck: boolean;
	configPending: boolean;
	messageAgeTimer: Deadline;
	forwardDelayTimer: Deadline;
	holdTimer: Deadline;
}

export const portDefaults: PortSettings = {
	hairpin: false,
	isolated: false,
	learning: true,
	flood: true,
	multicastFlood: true,
	broadcastFlood: true,
	priority: 32,
	cost: 0,
	groupForwardMask: 0
};

/** Whether frames of stations are learnt or passed on in this state (BR_STATE_LEARNING and BR_STATE_FORWARDING). */
export function learnsIn(state: PortState): boolean {
	return state === 'forwarding' || state === 'learning';
}
