/** Labs for the tests of this folder: only what a test is about is written down. */
import type { Interface, Lab, LabLink, LabNode } from '../../lab/document.ts';

export const noteSize = () => ({ width: 100, height: 40 });

export function anInterface(name: string, ...addresses: string[]): Interface {
	return { name, addresses, mtu: 1500, up: true };
}

export function aNode(id: string, kind: LabNode['kind'] = 'host', more: Partial<LabNode> = {}): LabNode {
	return {
		id,
		kind,
		name: id,
		position: { x: 0, y: 0 },
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
		sysctls: {},
		...more
	};
}

/** `aLink('l1', 'h1:eth0', 'sw1:p1')` */
export function aLink(id: string, from: string, to: string, up = true): LabLink {
	const [a, b] = [from.split(':'), to.split(':')];
	return {
		id,
		ends: [
			{ node: a[0], interface: a[1] ?? 'eth0' },
			{ node: b[0], interface: b[1] ?? 'eth0' }
		],
		delay: '100us',
		loss: 0,
		up
	};
}

export function aLab(nodes: LabNode[], links: LabLink[] = [], notes: Lab['notes'] = []): Lab {
	return {
		format: 'hopwise-lab',
		version: 1,
		title: '',
		description: '',
		seed: 1,
		nodes,
		links,
		notes,
		suggested: []
	};
}
