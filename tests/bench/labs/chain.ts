/** Two hosts with routers in a chain between them, static routes both ways, a /24 on every link. */
import type { LabSource } from '../../../src/lib/lab/document.ts';
import { cable, labOf, macOf, type InterfaceSource, type NodeSource } from './lab.ts';

/** A port that takes datagrams and says nothing, as RFC 863's discard service. */
export const SINK = 9;

/** Address of the host at the far end. */
export const farHost = (routers: number) => `10.0.${routers}.2`;

export function chainLab(routers: number): LabSource {
	// Link k is 10.0.k.0/24: .1 at its left end, .2 at its right.
	const left = (link: number): InterfaceSource => ({
		name: 'eth0',
		mac: macOf(2 * link + 2),
		addresses: [`10.0.${link}.2/24`]
	});
	const right = (link: number): InterfaceSource => ({
		name: 'eth1',
		mac: macOf(2 * link + 1),
		addresses: [`10.0.${link}.1/24`]
	});
	const place = (number: number) => ({ x: number * 120, y: 0 });
	const nodes: NodeSource[] = [
		{
			id: 'a',
			kind: 'host',
			name: 'a',
			position: place(0),
			interfaces: [right(0)],
			routes: [{ to: 'default', via: '10.0.0.2' }]
		}
	];
	for (let router = 1; router <= routers; router++) {
		const routes = [];
		for (let link = 0; link < router - 1; link++) routes.push({ to: `10.0.${link}.0/24`, via: `10.0.${router - 1}.1` });
		for (let link = router + 1; link <= routers; link++)
			routes.push({ to: `10.0.${link}.0/24`, via: `10.0.${router}.2` });
		nodes.push({
			id: `r${router}`,
			kind: 'router',
			name: `r${router}`,
			position: place(router),
			forwarding: true,
			interfaces: [left(router - 1), right(router)],
			routes
		});
	}
	nodes.push({
		id: 'b',
		kind: 'host',
		name: 'b',
		position: place(routers + 1),
		interfaces: [left(routers)],
		routes: [{ to: 'default', via: `10.0.${routers}.1` }],
		services: [{ kind: 'udp-sink', port: SINK }]
	});
	const ids = nodes.map((node) => node.id);
	const links = ids.slice(1).map((id, k) => cable(`l${k}`, [ids[k], 'eth1'], [id, 'eth0']));
	return labOf(`${routers} routers in a chain`, nodes, links);
}
