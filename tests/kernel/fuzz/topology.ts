/**
 * What is there and how it is joined: segments (a cable, a switch, a tree of switches, a bridge in a host), routers
 * between them in a tree or with loops, hosts with one interface or more, namespaces in hosts. Layer 2 has no loops:
 * a storm has no end to compare.
 */
import type { Draft, InterfaceSource, NodeSource, Segment } from './draft.ts';

const noSubnet = { network: 0, length: 0 };

interface End {
	node: NodeSource;
	port: InterfaceSource;
}

export function drawTopology(draft: Draft): void {
	const { chance } = draft;
	const count = chance.pick([1, 1, 2, 2, 2, 3, 3, 4, 5]);
	const ends: End[][] = Array.from({ length: count }, () => []);
	const join = (node: NodeSource, segment: number) => {
		ends[segment].push({ node, port: draft.interface(node) });
	};

	// A tree of routers holds all together; further routers make loops.
	let routers = 0;
	const router = () => {
		const kind = chance.in100(25) ? 'nat' : 'router';
		return draft.add(kind, `r${++routers}`, { forwarding: true });
	};
	const routing: NodeSource[] = [];
	for (let i = 1; i < count; i++) {
		const before = chance.below(i);
		const there = ends[before].find(({ node }) => routing.includes(node))?.node;
		const node = there !== undefined && chance.in100(40) ? there : router();
		if (!routing.includes(node)) routing.push(node);
		if (node !== there) join(node, before);
		join(node, i);
	}
	if (count > 1 && chance.in100(35)) {
		const node = router();
		for (const segment of chance.some([...ends.keys()], chance.between(2, 3))) join(node, segment);
	}

	let hosts = 0;
	for (let i = 0; i < count; i++) {
		const wanted = ends[i].length === 0 ? chance.between(2, 3) : chance.pick([0, 1, 1, 2]);
		for (let j = 0; j < wanted; j++) join(draft.add('host', `h${++hosts}`), i);
	}
	if (hosts === 0) join(draft.add('host', 'h1'), chance.below(count));
	// A host with a foot elsewhere too, or with two on one segment.
	if (chance.in100(20)) {
		join(chance.pick(draft.nodes.filter(({ kind }) => kind === 'host')), chance.below(count));
	}

	for (const [i, members] of ends.entries()) {
		plug(draft, members, `s${i + 1}`);
		draft.segments.push({
			...noSubnet,
			members: members.map(({ node, port }) => ({ node, dev: port.name, addresses: port.addresses!, address: 0 }))
		});
	}
	if (chance.in100(25)) draft.segments.push(drawNamespaces(draft));
}

/** Joins all of a segment: two by a cable or a switch, others by a switch or two. One alone has nothing in it, or a switch. */
function plug(draft: Draft, ends: readonly End[], name: string): void {
	const { chance } = draft;
	if (ends.length === 2 && ends[0].node !== ends[1].node && chance.in100(60)) {
		draft.link(ends[0].node, ends[0].port, ends[1].node, ends[1].port);
		return;
	}
	if (ends.length === 1 && chance.in100(50)) return;
	const switches = [draft.add('switch', name)];
	if (ends.length > 2 && chance.in100(25)) {
		const second = draft.add('switch', `${name}b`);
		draft.link(switches[0], draft.interface(switches[0]), second, draft.interface(second));
		switches.push(second);
	}
	for (const { node, port } of ends) {
		const at = chance.pick(switches);
		draft.link(node, port, at, draft.interface(at));
	}
}

/** Namespaces on a bridge in a host; the bridge is on the segment itself, as docker's is, or only joins them. */
function drawNamespaces(draft: Draft): Segment {
	const { chance } = draft;
	const host = chance.pick(draft.nodes.filter(({ kind }) => kind === 'host' || kind === 'router' || kind === 'nat'));
	if (host.kind !== 'host') return drawNamespacesIn(draft, undefined, host);
	host.forwarding = chance.in100(80);
	return drawNamespacesIn(draft, host, host);
}

function drawNamespacesIn(draft: Draft, parent: NodeSource | undefined, holder: NodeSource): Segment {
	const { chance } = draft;
	const addresses: string[] = [];
	const bridge = draft.add('bridge', 'br0', {
		id: 'br',
		parent: holder.id,
		bridge: { mac: '02:b0:00:00:00:01', addresses }
	});
	const segment: Segment = { ...noSubnet, members: [] };
	if (chance.in100(90)) segment.members.push({ node: holder, dev: 'br0', addresses, address: 0 });
	const count = chance.between(1, 3);
	for (let i = 1; i <= count; i++) {
		// Only a host holds namespaces; a bridge in a router has hosts at its ports.
		const node = parent === undefined ? draft.add('host', `c${i}`) : draft.add('netns', `c${i}`, { parent: parent.id });
		const port = draft.interface(node);
		draft.link(node, port, bridge, draft.interface(bridge, `veth${i}`));
		segment.members.push({ node, dev: port.name, addresses: port.addresses!, address: 0 });
	}
	return segment;
}
