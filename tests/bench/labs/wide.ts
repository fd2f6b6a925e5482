/** A lab of many nodes: subnets of a switch and its hosts, each behind a router, the routers on one backbone switch. */
import type { LabSource } from '../../../src/lib/lab/document.ts';
import { addressOf, cable, labOf, macOf, type InterfaceSource, type LinkSource, type NodeSource } from './lab.ts';

/** A router, its switch and its hosts. */
const SUBNET = 20;
const HOSTS = SUBNET - 2;

/** @param size nodes in all; the last one is the backbone switch */
export function wideLab(size: number): LabSource {
	const subnets = Math.floor((size - 1) / SUBNET);
	const nodes: NodeSource[] = [];
	const links: LinkSource[] = [];
	let macs = 0;
	const device = (name: string, ...addresses: string[]): InterfaceSource => ({ name, mac: macOf(++macs), addresses });
	const place = () => ({ x: (nodes.length % 40) * 80, y: Math.floor(nodes.length / 40) * 80 });
	const backbone: InterfaceSource[] = [];
	for (let subnet = 0; subnet < subnets; subnet++) {
		const network = (subnet + 1) << 8;
		const others = [...Array(subnets).keys()].filter((other) => other !== subnet);
		nodes.push({
			id: `r${subnet}`,
			kind: 'router',
			name: `r${subnet}`,
			position: place(),
			forwarding: true,
			interfaces: [
				device('eth0', `${addressOf(0xff0000 + subnet + 1)}/16`),
				device('eth1', `${addressOf(network + 1)}/24`)
			],
			routes: others.map((other) => ({
				to: `${addressOf((other + 1) << 8)}/24`,
				via: addressOf(0xff0000 + other + 1)
			}))
		});
		backbone.push(device(`p${subnet}`));
		links.push(cable(`b${subnet}`, [`r${subnet}`, 'eth0'], ['backbone', `p${subnet}`]));
		const ports = [device('up')];
		links.push(cable(`u${subnet}`, [`r${subnet}`, 'eth1'], [`s${subnet}`, 'up']));
		for (let host = 0; host < HOSTS; host++) {
			const id = `h${subnet}-${host}`;
			nodes.push({
				id,
				kind: 'host',
				name: id,
				position: place(),
				interfaces: [device('eth0', `${addressOf(network + host + 10)}/24`)],
				routes: [{ to: 'default', via: addressOf(network + 1) }]
			});
			ports.push(device(`p${host}`));
			links.push(cable(`${id}`, [id, 'eth0'], [`s${subnet}`, `p${host}`]));
		}
		nodes.push({
			id: `s${subnet}`,
			kind: 'switch',
			name: `s${subnet}`,
			position: place(),
			bridge: { mac: macOf(++macs) },
			interfaces: ports
		});
	}
	// What is left over stands at the backbone, without an address.
	while (nodes.length < size - 1) {
		const id = `x${nodes.length}`;
		nodes.push({ id, kind: 'host', name: id, position: place(), interfaces: [device('eth0')] });
		backbone.push(device(`px${nodes.length}`));
		links.push(cable(id, [id, 'eth0'], ['backbone', `px${nodes.length}`]));
	}
	nodes.push({
		id: 'backbone',
		kind: 'switch',
		name: 'backbone',
		position: place(),
		bridge: { mac: macOf(++macs) },
		interfaces: backbone
	});
	return labOf(`${size} nodes`, nodes, links);
}
