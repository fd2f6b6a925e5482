/** A new connection's state, before its first segment. */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import { mtuTo, routeOutput } from '../../ip/route.ts';
import { HEADER, INITIAL_WINDOW, MSS_DEFAULT, MSS_MIN, TIMEOUT_INITIAL, TIMESTAMP_OPTION } from './defaults.ts';
import type { TcpState, TcpStateName } from './state.ts';
import { createReceiveWindow } from './window.ts';

/** IPv4 header */
const IP_HEADER = 20;
/** The loopback's MTU leaves less than 16 bits for an MSS of its own: Linux says 65495. */
const ADVERTISED_MAX = 65_535 - HEADER - IP_HEADER;

/** MTU of the way to `destination`; without a way that of Ethernet. */
export function pathMtu(k: Kernel, ns: Netns, destination: number, source: number): number {
	return mtuTo(ns, routeOutput(ns, destination, source).route, destination, k.now);
}

/**
 * @param timestamps The peer is known to use them: the window is counted in segments that are so much shorter.
 */
export function createTcp(state: TcpStateName, isn: number, mtu: number, timestamps: boolean): TcpState {
	const advertised = Math.min(mtu - HEADER - IP_HEADER, ADVERTISED_MAX);
	const receive = createReceiveWindow(advertised - (timestamps ? TIMESTAMP_OPTION : 0));
	receive.advertisedMss = advertised;
	return {
		state,
		parent: -1,
		orphan: false,
		sendShut: false,
		minisocket: false,
		listen: null,
		cause: -1,
		initialSend: isn,
		sendUnacked: isn,
		sendNext: isn,
		writeNext: isn,
		sendWindow: 0,
		sendWindowSeq: 0,
		sendWindowMax: 0,
		smallSeq: isn,
		pushedSeq: isn,
		nodelay: false,
		corked: false,
		urgent: -1,
		peerUrgent: -1,
		keepalive: { deadline: -1, queued: -1, idle: 0, interval: 0, count: 0 },
		lastAcked: 0,
		sent: [],
		unsent: [],
		unwritten: new Uint8Array(0),
		write: 'idle',
		backlog: [],
		mss: MSS_DEFAULT,
		peerMss: MSS_DEFAULT,
		pathMtu: mtu,
		pathReduced: false,
		peerScale: 0,
		lastSent: 0,
		congestion: {
			phase: 'open',
			window: INITIAL_WINDOW,
			threshold: 0x7fff_ffff,
			count: 0,
			limited: false,
			maxInFlight: 0,
			usageSeq: isn,
			highSeq: isn,
			duplicates: 0,
			sacked: 0,
			lost: 0,
			repeating: 0,
			rackTime: -1,
			rackEnd: 0,
			rackRtt: 0
		},
		retransmit: {
			deadline: -1,
			queued: -1,
			pending: 'none',
			timeout: TIMEOUT_INITIAL,
			backoff: 0,
			attempts: 0,
			probes: 0,
			since: -1,
			lossProbe: -1,
			lossProbeRepeats: false
		},
		rtt: { smoothed: 0, deviation: 0, deviationMax: 0, variance: 0, until: isn, minimum: Infinity },
		ipId: 0,
		confirmPending: false,
		initialReceive: 0,
		receiveNext: 0,
		receive,
		ack: {
			deadline: -1,
			queued: -1,
			scheduled: false,
			noMemory: false,
			pushed: 0,
			now: false,
			quick: 0,
			timeout: 0,
			pingpong: 0,
			lastReceived: 0,
			mss: MSS_DEFAULT,
			lastSize: 0
		},
		held: [],
		duplicateSack: null,
		sacks: [],
		timestamps: false,
		timestampOffset: 0,
		recentTimestamp: 0,
		recentTimestampAt: -1,
		sackPermitted: false,
		scaling: false,
		linger: { deadline: -1, queued: -1 },
		softError: null,
		challengedAt: -1
	};
}

/** The size of our segments, from the peer's MSS and the path's MTU (tcp_sync_mss). */
export function syncMss(t: TcpState): void {
	const largest = Math.min(t.pathMtu - HEADER - IP_HEADER, t.peerMss);
	let mss = largest - (t.timestamps ? TIMESTAMP_OPTION : 0);
	// A peer that never offered two segments' window gets halves of it (tcp_bound_to_half_wnd).
	if (t.sendWindowMax > 0) {
		const half = t.sendWindowMax > MSS_DEFAULT ? Math.floor(t.sendWindowMax / 2) : t.sendWindowMax;
		if (mss > half) mss = Math.max(half, 48);
	}
	t.mss = Math.max(mss, 48);
}

/** First guess of the size of the peer's segments (tcp_initialize_rcv_mss). */
export function guessPeerSegment(t: TcpState): void {
	const hint = Math.min(t.receive.advertisedMss, t.mss, Math.floor(t.receive.window / 2), MSS_DEFAULT);
	t.ack.mss = Math.max(hint, MSS_MIN);
}
