/** Nobody listens on the port. */
import { PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import type { Service } from '../../../lab/document.ts';
import type { Proposer } from '../proposals.ts';
import { earlier } from '../scene.ts';

const HTTP_PORTS: readonly number[] = [80, 8080, 8000];

export const noService: Proposer = (scene) => {
	const { node } = scene;
	const wanted = earlier(scene, 'socket-lookup');
	if (node === undefined || wanted === undefined) return [];
	const { port } = wanted;
	const web = HTTP_PORTS.includes(port) || scene.input.action.do === 'http';
	const service: Service =
		wanted.protocol !== PROTOCOL_TCP
			? { kind: 'udp-echo', port }
			: web
				? { kind: 'http', port, body: 'Hello from Hopwise\n' }
				: { kind: 'tcp-echo', port };
	return [
		{
			text: `Start ${service.kind} on port ${port} of ${node.name}`,
			apply: (lab) => updateNode(lab, node.id, { services: [...node.services, service] })
		}
	];
};
