/** There was no route, or one that refuses. */
import { contains, networkOf } from '../../../net/prefix.ts';
import { formatCidr, formatIpv4 } from '../../../net/text.ts';
import { putRoute } from '../../../lab/advice/edits.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import type { LabNode } from '../../../lab/document.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import { routePrefix } from '../../../lab/routes.ts';
import type { Proposer } from '../proposals.ts';
import { earlier, ownerOf, type Scene } from '../scene.ts';

/** Through each neighbour that forwards: by default from where a host is, to the destination's subnet from a router. */
export const noRoute: Proposer = (scene) => {
	const destination = earlier(scene, 'route')?.destination;
	return scene.node === undefined || destination === undefined ? [] : routesAt(scene, scene.node, destination);
};

/** It went round: some router on its way has a better next hop than the one that it took. */
export const loopRoutes: Proposer = (scene) => {
	const destination = earlier(scene, 'route')?.destination;
	if (destination === undefined) return [];
	return scene.lab.nodes
		.filter(({ forwarding }) => forwarding)
		.flatMap((node) => routesAt(scene, node, destination).slice(0, 4));
};

function routesAt(scene: Scene, node: LabNode, destination: number): Mend[] {
	const { network } = scene;
	const own = ownerOf(scene, destination)?.addresses.find(({ address }) => address === destination);
	const subnet = own === undefined ? undefined : formatCidr(networkOf(own.address, own.length), own.length);
	const targets = node.forwarding ? [subnet, 'default'] : ['default', subnet];
	const gateways = (network.stations.get(node.id) ?? []).flatMap(({ segment, addresses }) =>
		segment.stations
			.filter(({ netns }) => netns !== node && netns.forwarding)
			.flatMap((station) => station.addresses)
			.filter(({ address }) => addresses.some((one) => contains(one.address, one.length, address)))
	);
	return targets.flatMap((to) =>
		to === undefined
			? []
			: gateways.map(({ address }): Mend => {
					const via = formatIpv4(address);
					return {
						text: `Add ${to} via ${via} to ${node.name}`,
						apply: (lab) => putRoute(lab, node.id, { to, via })
					};
				})
	);
}

export const refusingRoute: Proposer = (scene) => {
	const { node } = scene;
	const decision = earlier(scene, 'route');
	const winner = decision?.candidates[decision.winner];
	if (node === undefined || winner === undefined || winner.origin !== 'static') return [];
	const guilty = node.routes.find(({ to, type, metric }) => {
		const { address, length } = routePrefix(to);
		return (
			type === winner.type &&
			metric === winner.metric &&
			length === winner.length &&
			networkOf(address, length) === winner.network
		);
	});
	if (guilty === undefined || guilty.type === 'unicast') return [];
	const table = guilty.table === undefined ? '' : ` in table ${guilty.table}`;
	return [
		{
			text: `Remove the route ${guilty.type} ${guilty.to}${table} from ${node.name}`,
			apply: (lab) => updateNode(lab, node.id, { routes: node.routes.filter((route) => route !== guilty) })
		}
	];
};
