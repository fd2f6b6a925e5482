/** A port forward that is not there, or that leads to nobody. */
import type { LabNode, NatRule } from '../../../lab/document.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import { formatIpv4 } from '../../../net/text.ts';
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import type { Proposer } from '../proposals.ts';
import { earlier, ownerOf, type Scene } from '../scene.ts';
import { servicesFor } from './other-port.ts';

export const portForward: Proposer = (scene) => [...wrongForward(scene), ...missingForward(scene)];

/** It came to the gateway itself, which has no such program, and somebody behind it has. */
function missingForward(scene: Scene): Mend[] {
	const { network, node } = scene;
	const wanted = earlier(scene, 'socket-lookup');
	if (node === undefined || !node.forwarding || wanted === undefined || wanted.found) return [];
	const from = earlier(scene, 'receive')?.dev;
	const protocol = wanted.protocol === PROTOCOL_TCP ? 'tcp' : 'udp';
	return (network.stations.get(node.id) ?? []).flatMap(({ device, segment }) => {
		if (device.name === from) return [];
		return segment.stations.flatMap(({ netns, addresses }) => {
			if (netns === node || addresses.length === 0) return [];
			const to = formatIpv4(addresses[0].address);
			return servicesFor(scene, netns).map(({ port }): Mend => {
				const rule: NatRule = {
					target: 'DNAT',
					protocol,
					port: wanted.port,
					to,
					...(port === wanted.port ? {} : { toPort: port })
				};
				return {
					text: `Forward port ${wanted.port}/${protocol} of ${node.name} to ${netns.name} (${to}:${port})`,
					apply: (lab) => updateNode(lab, node.id, { nat: [...node.nat, rule] })
				};
			});
		});
	});
}

/** A gateway gave it another destination, and nobody is there. */
function wrongForward(scene: Scene): Mend[] {
	const setup = scene.earlier.find((facts) => facts.kind === 'nat-setup' && facts.side === 'destination');
	if (setup?.kind !== 'nat-setup') return [];
	const { network, lab } = scene;
	const gateways = lab.nodes.flatMap((node) =>
		node.nat.flatMap((rule, at) =>
			rule.target === 'DNAT' && rule.to === formatIpv4(setup.to.destination) ? [{ node, rule, at }] : []
		)
	);
	return gateways.flatMap(({ node, rule, at }) => {
		const change = (text: string, patch: Partial<typeof rule>): Mend => ({
			text,
			apply: (old) => updateNode(old, node.id, { nat: node.nat.with(at, { ...rule, ...patch }) })
		});
		const inside = (network.stations.get(node.id) ?? []).flatMap(({ segment }) => segment.stations);
		const listening = (netns: LabNode) =>
			netns.services.filter(({ kind }) => (rule.protocol === 'tcp') === (kind !== 'udp-echo' && kind !== 'udp-sink'));
		const owner = ownerOf(scene, setup.to.destination);
		if (owner !== undefined)
			return listening(owner.netns).map(({ port }) =>
				change(`Let the port forward of ${node.name} lead to port ${port} of ${owner.netns.name}`, { toPort: port })
			);
		return inside.flatMap(({ netns, addresses }) => {
			if (netns === node || addresses.length === 0) return [];
			const to = formatIpv4(addresses[0].address);
			return listening(netns).map(({ port }) =>
				change(`Let the port forward of ${node.name} lead to ${netns.name} (${to}:${port})`, {
					to,
					...(port === (rule.toPort ?? rule.port) ? {} : { toPort: port })
				})
			);
		});
	});
}
