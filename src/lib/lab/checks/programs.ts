/** What runs on nodes: NAT rules, services, sysctls, and the inputs that a lab suggests. */
import type { Input, Lab, LabNode, Service } from '../document.ts';
import { devicesOf, netnsOf, nodeById } from '../topology.ts';
import { eachRepeated, type Report } from './report.ts';

/** The protocol that a service listens with. */
export function serviceProtocol(service: Service): 'udp' | 'tcp' {
	return service.kind === 'tcp-echo' || service.kind === 'http' ? 'tcp' : 'udp';
}

/** What a bridge inside a node leaves to that node. */
const ofTheNetns = ['routes', 'nat', 'neighbours', 'hosts', 'nameservers', 'services'] as const;

function checkBridgeNode(node: LabNode, i: number, report: Report): void {
	for (const key of ofTheNetns) {
		if (node[key].length > 0) {
			report.error(['nodes', i, key], `a bridge has no ${key} of its own`, 'put them on the node that it is in');
		}
	}
	if (node.forwarding) report.error(['nodes', i, 'forwarding'], 'forwarding belongs to the node that the bridge is in');
	if (Object.keys(node.sysctls).length > 0) {
		report.error(['nodes', i, 'sysctls'], 'sysctls belong to the node that the bridge is in');
	}
}

export function checkPrograms(lab: Lab, report: Report): void {
	for (const [i, node] of lab.nodes.entries()) {
		if (node.kind === 'bridge') {
			checkBridgeNode(node, i, report);
			continue;
		}
		const names = devicesOf(lab, node.id).map((device) => device.name);
		for (const [j, rule] of node.nat.entries()) {
			const [key, name] = rule.target === 'DNAT' ? ['in', rule.in] : ['out', rule.out];
			if (name === undefined || names.includes(name)) continue;
			report.error(
				['nodes', i, 'nat', j, key!],
				`${node.name} has no interface "${name}"`,
				`it has ${names.join(', ')}`
			);
		}
		eachRepeated(
			node.services.entries(),
			([, service]) => `${serviceProtocol(service)} ${service.port}`,
			([j, service], [first]) => {
				const taken = `${serviceProtocol(service)} port ${service.port} is taken by services[${first}]`;
				report.error(['nodes', i, 'services', j, 'port'], taken);
			}
		);
		for (const name of Object.keys(node.sysctls)) {
			if (/^net(\.[A-Za-z0-9_-]+){2,}$/.test(name)) continue;
			report.error(
				['nodes', i, 'sysctls', name],
				`"${name}" is no sysctl of a network`,
				'such as net.ipv4.ip_default_ttl'
			);
		}
	}
	for (const [i, input] of lab.suggested.entries()) checkInput(lab, input, ['suggested', i], report);
}

/** An input's node, link and interface exist in the lab. */
export function checkInput(lab: Lab, input: Input, at: readonly (string | number)[], report: Report): void {
	const { action } = input;
	if (action.do === 'link') {
		if (!lab.links.some((link) => link.id === action.link)) {
			report.error([...at, 'action', 'link'], `there is no link "${action.link}"`);
		}
		return;
	}
	if (input.node === undefined) {
		report.error([...at, 'node'], `${action.do} needs a node`, 'the id of the node that does it');
		return;
	}
	const node = nodeById(lab, input.node);
	if (node === undefined) {
		report.error([...at, 'node'], `there is no node "${input.node}"`);
	} else if (action.do === 'interface') {
		const devices = devicesOf(lab, netnsOf(lab, node.id));
		if (devices.some((device) => device.name === action.interface)) return;
		report.error([...at, 'action', 'interface'], `${node.name} has no interface "${action.interface}"`);
	} else if (node.kind === 'bridge') {
		report.error([...at, 'node'], 'a bridge runs no programs', 'name the node that it is in');
	}
}
