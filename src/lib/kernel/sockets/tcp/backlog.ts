/**
 * Segments that come while a program's write is going on. In Linux each burst of a write drains the network that needs no
 * time before the next burst goes out, and what comes back meanwhile waits until the write has sent what it may
 * (net/core/sock.c, release_sock; net/ipv4/tcp_ipv4.c, tcp_add_backlog). Only links without delay show it.
 */
import { release } from '../../packet.ts';
import type { TcpState } from './state.ts';

export function dropBacklog(t: TcpState): void {
	for (const segment of t.backlog) release(segment.packet);
	t.backlog = [];
}
