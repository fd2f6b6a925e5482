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
import { addrtype } from './addrtype.ts';
import { iprange } from './iprange.ts';
import { length } from './length.ts';
import { limit } from './limit.ts';
import { mac } from './mac.ts';
import { physdev } from './physdev.ts';
import { recent } from './recent.ts';
import { set } from './set.ts';
import { statistic } from './statistic.ts';
import { ttl } from './ttl.ts';
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
	udp,
	addrtype,
	iprange,
	length,
	limit,
	mac,
	physdev,
	recent,
	set,
	statistic,
	ttl
] as unknown as readonly Match[];

const byName = new Map(matches.map((match, op) => [match.name, op]));

/** Place of a match in the registry; -1: there is none of that name. */
export function matchNamed(name: string): number {
	return byName.get(name) ?? -1;
}

export const matchNames: readonly string[] = [...byName.keys()];
