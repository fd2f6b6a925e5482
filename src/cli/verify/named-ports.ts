/** The ports that a lab or its inputs name. All others are ephemeral: the kernel chose them by chance. */
import type { Input, Lab, NatRule } from '../../lib/lab/document.ts';
import { DNS_PORT } from '../../lib/wire/dns.ts';
import { HTTP_PORT } from '../../lib/wire/http.ts';

export function namedPorts(lab: Lab, inputs: readonly Input[]): Set<number> {
	const ports = new Set([DNS_PORT, HTTP_PORT]);
	const addRules = (rules: readonly NatRule[]) => {
		for (const rule of rules) {
			if (rule.target !== 'DNAT') continue;
			ports.add(rule.port);
			ports.add(rule.toPort ?? rule.port);
		}
	};
	for (const node of lab.nodes) {
		for (const { port } of node.services) ports.add(port);
		addRules(node.nat);
	}
	for (const { action } of inputs) {
		if (action.do === 'udp' || action.do === 'tcp') {
			ports.add(action.port);
			if (action.fromPort !== undefined) ports.add(action.fromPort);
		}
		if (action.do === 'serve') ports.add(action.service.port);
		if (action.do === 'config') addRules(action.set.nat ?? []);
		if (action.do === 'http') ports.add(Number(URL.parse(action.url)?.port) || HTTP_PORT);
	}
	return ports;
}
