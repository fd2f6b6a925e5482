/** The ports that a lab or its inputs name. All others are ephemeral: the kernel chose them by chance. */
import type { Input, Lab } from '../../lib/lab/document.ts';
import { DNS_PORT } from '../../lib/wire/dns.ts';
import { HTTP_PORT } from '../../lib/wire/http.ts';

export function namedPorts(lab: Lab, inputs: readonly Input[]): Set<number> {
	const ports = new Set([DNS_PORT, HTTP_PORT]);
	for (const node of lab.nodes) {
		for (const { port } of node.services) ports.add(port);
		for (const rule of node.nat) {
			if (rule.target !== 'DNAT') continue;
			ports.add(rule.port);
			ports.add(rule.toPort ?? rule.port);
		}
	}
	for (const { action } of inputs) {
		if (action.do === 'udp' || action.do === 'tcp') {
			ports.add(action.port);
			if (action.fromPort !== undefined) ports.add(action.fromPort);
		}
		if (action.do === 'http') ports.add(Number(URL.parse(action.url)?.port) || HTTP_PORT);
	}
	return ports;
}
