/** Frames that go round in circles: found by their ancestry, named by the nodes and links of the circle. */
import type { Storm } from './protocol.ts';
import type { TraceReader } from './trace-reader.ts';
import { etherType, ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { ipv4Ttl } from '../wire/ipv4.ts';
import { L3 } from '../kernel/packet.ts';

/** Ancestors that are looked at. */
const DEEPEST = 64;

/** The loop that the frame of hop `id` is caught in; null: it has only come a long way. */
export function findLoop(reader: TraceReader, id: number): Storm | null {
	const { trace } = reader;
	const way: number[] = [];
	for (let hop = id; hop >= 0 && way.length < DEEPEST; hop = trace.readHop(hop).parent) way.push(hop);
	const last = trace.readHop(id);
	const again = way.findIndex((hop, i) => {
		const other = trace.readHop(hop);
		return i > 0 && other.link === last.link && other.end === last.end;
	});
	if (again < 0) return null;
	const circle = way.slice(0, again).reverse();
	const hops = circle.map((hop) => reader.hop(hop));
	const nodes = [...new Set(hops.map((hop) => hop.node))];
	const links = [...new Set(hops.map((hop) => hop.link))];
	const routed = ttl(trace.frame(id)) < ttl(trace.frame(way[again]));
	const names = [...hops.map((hop) => hop.node), hops[0].node].map((node) => reader.nodeName(node)).join(' → ');
	return {
		kind: routed ? 'routing loop' : 'broadcast storm',
		text: routed
			? `The packet goes round ${names} until its TTL runs out.`
			: `Frames go round ${names}, and each round makes more of them. Nothing stops it, because no bridge here speaks STP.`,
		nodes,
		links,
		record: id
	};
}

/** 0 for frames without one. */
function ttl(frame: Uint8Array): number {
	return frame.length > L3 + 8 && etherType(frame, 0) === ETHERTYPE_IPV4 ? ipv4Ttl(frame, L3) : 0;
}
