/** Deciding how a connection is translated, once for each side (net/netfilter/nf_nat_core.c, nf_nat_setup_info). */
import type { ActionParam } from '../action-param.ts';
import { type Conn, invert, sameTuple } from '../conntrack/conn.ts';
import type { NatRange, Side } from './range.ts';
import { uniqueTuple } from './unique-tuple.ts';

/** @param target What asked for it, "" for nobody: then the addresses stay if they can. */
export function setupNat(at: ActionParam, conn: Conn, range: NatRange, side: Side, target: string): void {
	if (conn.confirmed) return;
	const current = invert(conn.reply);
	const unique = uniqueTuple(at, conn, current, range, side);
	if (!sameTuple(unique, current)) {
		conn.reply = invert(unique);
		if (side === 'source') conn.sourceNat = true;
		else conn.destinationNat = true;
		const { k } = at;
		if (k.rec.on) {
			const asked = range.fromPort !== 0 || range.toPort !== 0 || range.random;
			k.rec.step(at.ns, at.stage, 'note', at.packet, {
				kind: 'nat-setup',
				target,
				side,
				from: current,
				to: unique,
				collision: side === 'source' && unique.sourcePort !== current.sourcePort && !asked
			});
		}
	}
	if (side === 'source') conn.sourceDone = true;
	else conn.destinationDone = true;
}
