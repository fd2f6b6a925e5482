/** The ports that a lab or its inputs name. All others are ephemeral: the kernel chose them by chance. */
import { actionKind } from '../../lib/lab/actions/registry.ts';
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
		for (const port of actionKind(action).ports?.(action) ?? []) if (port !== undefined) ports.add(port);
		if (action.do === 'config') addRules(action.set.nat ?? []);
	}
	return ports;
}
