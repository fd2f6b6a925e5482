/** The peer has sent everything (net/ipv4/tcp_input.c, tcp_fin). */
import type { Kernel } from '../../context.ts';
import type { Netns } from '../../netns.ts';
import type { Packet } from '../../packet.ts';
import type { Socket } from '../socket.ts';
import { enterPingpong } from './ack-state.ts';
import { rest, setState } from './change.ts';
import { sendAck } from './emit.ts';
import type { TcpState } from './state.ts';
import { tellEnd } from './tell.ts';

export function receiveFin(k: Kernel, ns: Netns, socket: Socket, t: TcpState, packet: Packet): void {
	t.ack.scheduled = true;
	t.held = [];
	t.sacks = [];
	if (t.state === 'ESTAB') {
		setState(k, ns, t, 'CLOSE-WAIT', 'FIN received');
		enterPingpong(t.ack);
	} else if (t.state === 'FIN-WAIT-1') {
		sendAck(k, ns, socket, t);
		setState(k, ns, t, 'CLOSING', 'FIN received');
	}
	tellEnd(k, ns, socket, t, packet);
	if (t.state === 'FIN-WAIT-2') {
		sendAck(k, ns, socket, t);
		rest(k, ns, socket, t, 'TIME-WAIT', 'FIN received', packet);
	}
}
