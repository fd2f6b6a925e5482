/** The network of the bench: switches in a row of rows, hosts around each, one link for every host. */
import type { Lab, LabLink, LabNode } from '../../../src/lib/lab/document.ts';

const HOSTS_PER_SWITCH = 19;
/** Model pixels. */
const CELL = 560;
const RADIUS = 210;

export function network(nodeCount: number): Lab {
	const nodes: LabNode[] = [];
	const links: LabLink[] = [];
	const switches = Math.ceil(nodeCount / (HOSTS_PER_SWITCH + 1));
	const columns = Math.ceil(Math.sqrt(switches * 1.6));
	for (let s = 0; s < switches; s++) {
		const x = (s % columns) * CELL;
		const y = Math.floor(s / columns) * CELL;
		nodes.push(node(`sw${s}`, 'switch', x, y));
		if (s > 0) links.push(link(`sw${s - 1}`, `up${s}`, `sw${s}`, 'down'));
		for (let h = 0; h < HOSTS_PER_SWITCH && nodes.length < nodeCount; h++) {
			const angle = (h / HOSTS_PER_SWITCH) * 2 * Math.PI;
			const id = `h${s}-${h}`;
			const host = node(id, 'host', x + RADIUS * Math.cos(angle), y + RADIUS * Math.sin(angle));
			host.interfaces.push({ name: 'eth0', addresses: [`10.0.${s}.${h + 1}/24`], mtu: 1500, up: true });
			nodes.push(host);
			links.push(link(`sw${s}`, `p${h}`, id, 'eth0'));
		}
	}
	return {
		format: 'hopwise-lab',
		version: 1,
		title: `${nodeCount} nodes`,
		description: '',
		seed: 1,
		nodes,
		links,
		notes: [],
		suggested: []
	};
}

function node(id: string, kind: LabNode['kind'], x: number, y: number): LabNode {
	return {
		id,
		kind,
		name: id,
		position: { x, y },
		interfaces: [],
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

function link(a: string, aPort: string, b: string, bPort: string): LabLink {
	return {
		id: `${a}:${b}`,
		ends: [
			{ node: a, interface: aPort },
			{ node: b, interface: bPort }
		],
		delay: '100us',
		loss: 0,
		up: true
	};
}
