/** Addresses replaced wherever a lab names them: on interfaces, in routes, rules, records and lines of iptables. */
import { formatCidr, formatIpv4 } from '../../net/text.ts';
import { networkOf } from '../../net/prefix.ts';
import type { Lab } from '../document.ts';
import type { OwnAddress } from './network.ts';

/** A whole subnet's: each keeps its place in it. @param to The first address of the new one, with room for all. */
export function readdress(lab: Lab, own: readonly OwnAddress[], to: number, length: number): Lab {
	const moved = new Map<string, string>();
	for (const one of own) {
		const from = networkOf(one.address, one.length);
		const fresh = to + (one.address - from);
		moved.set(one.text, formatCidr(fresh, length));
		moved.set(formatCidr(from, one.length), formatCidr(to, length));
		moved.set(formatIpv4(one.address), formatIpv4(fresh));
	}
	// The longest first: "10.0.0.1/24" before "10.0.0.1".
	const words = [...moved.keys()].sort((a, b) => b.length - a.length).map((word) => word.replaceAll('.', '\\.'));
	const pattern = new RegExp(`(?<![\\d.])(${words.join('|')})(?![\\d.])`, 'g');
	const renamed = <T>(value: T): T => {
		if (typeof value === 'string') return value.replace(pattern, (word) => moved.get(word) ?? word) as T;
		if (Array.isArray(value)) return value.map(renamed) as T;
		if (value === null || typeof value !== 'object') return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner)])) as T;
	};
	return { ...lab, nodes: lab.nodes.map((node) => ({ ...renamed(node), id: node.id, name: node.name })) };
}
