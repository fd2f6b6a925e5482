/** The lab as both sides run it. */
import { bridgeDefaults } from '../../lib/lab/complete.ts';
import { impairmentsOf, isPlain } from '../../lib/lab/impairments.ts';
import type { Input, Lab, LabLink, LabNode } from '../../lib/lab/document.ts';

/**
 * Without delays: a veth pair has none. Frames then are handled in the order in which they were sent, here by the event
 * queue, there by the processor's backlog (net/core/dev.c, process_backlog), so that the order on every interface is decided.
 */
export function withoutDelays(lab: Lab): Lab {
	const links = lab.links.map((link) => {
		const { ways, ...rest } = link;
		const without = (way: NonNullable<typeof ways>['there']) => (way === undefined ? {} : { ...way, delay: '0s' });
		const own = ways === undefined ? {} : { ways: { there: without(ways.there), back: without(ways.back) } };
		return { ...rest, ...own, delay: '0s' };
	});
	return { ...lab, links };
}

/** Links that the inputs pull or plug. */
export function handledLinks(inputs: readonly Input[]): Set<string> {
	return new Set(inputs.flatMap(({ action }) => (action.do === 'link' ? [action.link] : [])));
}

export function cableNode(link: string): string {
	return `cable-${link}`;
}

/**
 * A veth end loses its carrier only when its peer goes down, and the peer then is down, which a pulled cable's end isn't. So on
 * Linux a link that is pulled or plugged while the lab runs is made of two, with a bridge between them: pulling it takes
 * the bridge's two ports down, and both ends are up without carrier. The bridge forwards everything and says nothing: it
 * learns no stations, since what is flooded on one side may be for somebody on that same side.
 */
export function withCables(lab: Lab, handled: ReadonlySet<string>): Lab {
	const nodes: LabNode[] = [...lab.nodes];
	const links: LabLink[] = [];
	for (const link of lab.links) {
		if (!handled.has(link.id)) {
			links.push(link);
			continue;
		}
		const node = cableNode(link.id);
		nodes.push(cable(node, lab.links.indexOf(link), link.up));
		for (const [i, end] of link.ends.entries()) {
			links.push({ ...link, id: `${link.id}-${i}`, up: true, ends: [end, { node, interface: `end${i}` }] });
		}
	}
	return { ...lab, nodes, links };
}

function cable(id: string, number: number, up: boolean): LabNode {
	const mac = (last: number) => `02:ca:b1:e0:${(number & 0xff).toString(16).padStart(2, '0')}:0${last}`;
	const port = (i: number) => ({ name: `end${i}`, mac: mac(i + 1), addresses: [], mtu: 65535, up });
	return {
		id,
		kind: 'switch',
		name: id,
		position: { x: 0, y: 0 },
		interfaces: [port(0), port(1)],
		bridge: { ...bridgeDefaults, mac: mac(0), mtu: 65535, ageing: '0s' },
		routes: [],
		forwarding: false,
		ipsets: [],
		iptables: [],
		nat: [],
		neighbours: [],
		rules: [],
		proxies: [],
		hosts: [],
		nameservers: [],
		services: [],
		sysctls: {}
	};
}

/** What stands against a comparison, or "": chance can't be compared. */
export function incomparable(lab: Lab): string {
	const impaired = lab.links.find((link) => ([0, 1] as const).some((from) => !isPlain(impairmentsOf(link, from))));
	if (impaired !== undefined)
		return `link ${impaired.id} does things to frames by chance, or has a rate; take that away to compare`;
	return '';
}
