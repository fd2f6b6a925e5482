/** Nobody listens where it was sent to, but somebody does nearby: at another port, or at another address of the node. */
import type { Input, LabNode, Service } from '../../../lab/document.ts';
import { readUrl } from '../../../lab/actions/http.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import { serviceKind } from '../../../lab/services/registry.ts';
import { formatIpv4 } from '../../../net/text.ts';
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import type { Proposer } from '../proposals.ts';
import { earlier, type Scene } from '../scene.ts';

/** Services of `node` that speak the protocol that was looked for. */
export function servicesFor(scene: Scene, node: LabNode): Service[] {
	const wanted = earlier(scene, 'socket-lookup');
	const protocol = wanted?.protocol === PROTOCOL_TCP ? 'tcp' : 'udp';
	const http = scene.input.action.do === 'http';
	return node.services.filter(
		(service) => serviceKind(service).protocols.includes(protocol) && (!http || service.kind === 'http')
	);
}

export const otherPort: Proposer = (scene) => {
	const { node, input } = scene;
	const wanted = earlier(scene, 'socket-lookup');
	if (node === undefined || wanted === undefined) return [];
	return servicesFor(scene, node).flatMap((service) => {
		const other = service.port === wanted.port ? null : withPort(input, service.port);
		return other === null
			? []
			: [{ text: `Send it to port ${service.port}, where ${node.name} has ${service.kind}`, input: other }];
	});
};

function withPort(input: Input, port: number): Input | null {
	const { action } = input;
	if (action.do === 'udp' || action.do === 'tcp') return { ...input, action: { ...action, port } };
	if (action.do !== 'http') return null;
	const { host, path } = readUrl(action.url);
	return { ...input, action: { ...action, url: `http://${host}${port === 80 ? '' : `:${port}`}${path}` } };
}

/** A service that is bound to another address or interface. */
export const boundService: Proposer = (scene) => {
	const { node } = scene;
	const wanted = earlier(scene, 'socket-lookup');
	if (node === undefined || wanted === undefined) return [];
	return node.services.flatMap((service) => {
		if (service.kind !== 'udp-echo' || service.port !== wanted.port) return [];
		if (service.address === undefined && service.interface === undefined) return [];
		const { address: _, interface: __, ...free } = service;
		return [
			{
				text: `Let ${service.kind} of ${node.name} listen at ${formatIpv4(wanted.address)} too, as at all its addresses`,
				apply: (lab) =>
					updateNode(lab, node.id, { services: node.services.map((one) => (one === service ? free : one)) })
			}
		];
	});
};
