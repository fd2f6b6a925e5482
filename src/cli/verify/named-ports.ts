/** The ports that a lab or its inputs name. All others are ephemeral: the kernel chose them by chance. */
import { actionKind } from '../../lib/lab/actions/registry.ts';
import type { Input, Lab, NatRule } from '../../lib/lab/document.ts';
import { kindOfInterface } from '../../lib/lab/interfaces/registry.ts';
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
	const addLines = (lines: readonly string[]) => {
		for (const port of lines.flatMap(portsIn)) ports.add(port);
	};
	for (const node of lab.nodes) {
		for (const { port } of node.services) ports.add(port);
		for (const one of node.interfaces) for (const port of kindOfInterface(one)?.ports?.(one) ?? []) ports.add(port);
		addRules(node.nat);
		addLines(node.iptables);
	}
	for (const { action } of inputs) {
		for (const port of actionKind(action).ports?.(action) ?? []) if (port !== undefined) ports.add(port);
		if (action.do === 'config') {
			addRules(action.set.nat ?? []);
			addLines(action.set.iptables ?? []);
		}
	}
	return ports;
}

/** A range of more ports than this is where NAT may choose: which it takes is chance. */
const CHOICE = 1;

/** Ports that a line of iptables names one by one. */
function portsIn(line: string): number[] {
	const values = line.matchAll(/--\S*(?:ports?|to-destination|to-source)\s+(\S+)/g);
	return [...values].flatMap(([, value]) => {
		const ports = value.includes(':') && /\d+\.\d+/.test(value) ? value.split(':').at(-1)! : value;
		return ports.split(',').flatMap((one) => {
			const [from, to = from] = one.split(/[-:]/).map(Number);
			return Number.isInteger(from) && to - from < CHOICE ? [from] : [];
		});
	});
}
