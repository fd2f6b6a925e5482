/** TCP's sockets as `ss -tan` lists them. */
import type { Netns } from '../../netns.ts';
import type { TcpStateName } from './state.ts';

export interface TcpRow {
	socket: number;
	state: TcpStateName;
	/** IPv4, host order; 0: any. */
	local: number;
	localPort: number;
	peer: number;
	/** 0: a listener. */
	peerPort: number;
	/** Process, -1: nobody. */
	owner: number;
}

export function tcpRows(ns: Netns): TcpRow[] {
	const rows: TcpRow[] = [];
	for (const socket of ns.sockets.all.values()) {
		const t = socket.tcp;
		if (t === null || t.state === 'CLOSED') continue;
		rows.push({
			socket: socket.id,
			state: t.state,
			local: socket.localAddress,
			localPort: socket.localPort,
			peer: socket.peerAddress,
			peerPort: socket.peerPort,
			owner: t.orphan ? -1 : socket.owner
		});
	}
	return rows;
}
