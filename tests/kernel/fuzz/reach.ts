/** Static routes that reach everything: a default gateway for hosts, the shortest way to every segment for those that forward. */
import { formatCidr, formatIpv4 } from '../../../src/lib/net/text.ts';
import type { Draft, Member, NodeSource, Segment } from './draft.ts';

function gatewaysOn({ members }: Segment, node: NodeSource): Member[] {
	return members.filter((member) => member.node.forwarding === true && member.node !== node && member.address !== 0);
}

/** From every segment that leads to `target`, by which router: breadth first, over all that forward. */
function waysTo(draft: Draft, target: Segment): Map<Segment, Member> {
	const ways = new Map<Segment, Member>();
	const near = [target];
	for (const segment of near) {
		for (const { node } of segment.members) {
			if (node.forwarding !== true) continue;
			for (const other of draft.segments) {
				if (other === target || ways.has(other)) continue;
				const member = other.members.find((one) => one.node === node && one.address !== 0);
				if (member === undefined) continue;
				ways.set(other, member);
				near.push(other);
			}
		}
	}
	return ways;
}

export function drawRoutes(draft: Draft): void {
	const { chance } = draft;
	for (const node of draft.hosts) {
		const own = draft.segments.filter(({ members }) => members.some((member) => member.node === node));
		if (node.forwarding !== true) {
			const gateways = own.flatMap((segment) => gatewaysOn(segment, node));
			if (gateways.length > 0) {
				node.routes = [{ to: 'default', via: formatIpv4(chance.pick(gateways).address) }];
			}
			continue;
		}
		node.routes = draft.segments.flatMap((target) => {
			if (own.includes(target)) return [];
			const ways = waysTo(draft, target);
			const gateway = own.map((segment) => ways.get(segment)).find((way) => way !== undefined && way.node !== node);
			if (gateway === undefined) return [];
			return [{ to: formatCidr(target.network, target.length), via: formatIpv4(gateway.address) }];
		});
	}
}
