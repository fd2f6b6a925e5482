/** -s and -d: the packet's source or destination is in a network. `a` is the network, `b` the prefix length. */
import { formatCidr } from '../../../net/text.ts';
import { contains } from '../../../net/prefix.ts';
import { ipv4Destination, ipv4Source } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import type { MatchKind } from '../rule.ts';

export const source: MatchKind = {
	text: (m) => `-s ${formatCidr(m.a, m.b)}`,
	test: (m, packet) => contains(m.a, m.b, ipv4Source(packet.bytes, L3))
};

export const destination: MatchKind = {
	text: (m) => `-d ${formatCidr(m.a, m.b)}`,
	test: (m, packet) => contains(m.a, m.b, ipv4Destination(packet.bytes, L3))
};
