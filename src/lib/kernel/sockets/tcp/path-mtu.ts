/** A path that takes smaller packets than was thought (net/ipv4/tcp_ipv4.c, tcp_v4_mtu_reduced; tcp_input.c, tcp_simple_retransmit). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Socket } from '../socket.ts';
import { updatePathMtu } from '../../ip/route.ts';
import { pathMtu, syncMss } from './create.ts';
import { repeatLost } from './repeat.ts';
import { setLost, setRepeating } from './scoreboard.ts';
import type { TcpState } from './state.ts';

/** A router said that `mtu` is the largest packet that it passes on with DF. */
export function reducePath(k: Kernel, ns: Netns, socket: Socket, t: TcpState, mtu: number): void {
	if (ns.sysctls.noPmtuDisc !== 0) return;
	updatePathMtu(k, ns, socket.peerAddress, socket.localAddress, mtu);
	const reduced = pathMtu(k, ns, socket.peerAddress, socket.localAddress);
	if (reduced >= t.pathMtu) return;
	t.pathMtu = reduced;
	syncMss(t);
	t.pathReduced = true;
	// While a write goes on this waits for its end, as what came meanwhile does.
	if (t.write === 'idle') repeatTooLarge(k, ns, socket, t);
}

/** What was too large for the path is lost: it is cut to the new size and sent again at once, without blaming congestion. */
export function repeatTooLarge(k: Kernel, ns: Netns, socket: Socket, t: TcpState): void {
	if (!t.pathReduced) return;
	t.pathReduced = false;
	let found = false;
	for (const segment of t.sent) {
		if (segment.data.length <= t.mss || segment.sacked) continue;
		setRepeating(t, segment, false);
		setLost(t, segment, true);
		found = true;
	}
	if (!found) return;
	const { congestion } = t;
	if (congestion.phase !== 'loss') {
		congestion.phase = 'loss';
		congestion.highSeq = t.sendNext;
	}
	repeatLost(k, ns, socket, t);
}
