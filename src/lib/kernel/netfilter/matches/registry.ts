/** Every match: a new one is a file of its own and a line here. */
import type { Match } from '../extension.ts';
import { comment } from './comment.ts';
import { connmark } from './connmark.ts';
import { conntrack } from './conntrack.ts';
import { icmp } from './icmp.ts';
import { mark } from './mark.ts';
import { multiport } from './multiport.ts';
import { state } from './state.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

/** By `op`. Each match's data is its own; nobody else looks into it. */
export const matches = [
	comment,
	connmark,
	conntrack,
	icmp,
	mark,
	multiport,
	state,
	tcp,
	udp
] as unknown as readonly Match[];

const byName = new Map(matches.map((match, op) => [match.name, op]));

/** Place of a match in the registry; -1: there is none of that name. */
export function matchNamed(name: string): number {
	return byName.get(name) ?? -1;
}

export const matchNames: readonly string[] = [...byName.keys()];
