/** What nodes are told and what runs on them: settings, services, and the inputs that a lab suggests. */
import type { Input, Lab, Service } from '../document.ts';
import { devicesOf, netnsOf, nodeById } from '../topology.ts';
import { eachRepeated, type Report } from './report.ts';
import { checkNoSettings, checkSettings } from './settings.ts';

/** The protocol that a service listens with. */
export function serviceProtocol(service: Service): 'udp' | 'tcp' {
	return service.kind === 'tcp-echo' || service.kind === 'http' ? 'tcp' : 'udp';
}

export function checkPrograms(lab: Lab, report: Report): void {
	for (const [i, node] of lab.nodes.entries()) {
		if (node.kind === 'bridge') {
			checkNoSettings(node, ['nodes', i], report);
			if (node.services.length === 0) continue;
			report.error(
				['nodes', i, 'services'],
				'a bridge has no services of its own',
				'put them on the node that it is in'
			);
			continue;
		}
		checkSettings(lab, node, node, ['nodes', i], report);
		eachRepeated(
			node.services.entries(),
			([, service]) => `${serviceProtocol(service)} ${service.port}`,
			([j, service], [first]) => {
				const taken = `${serviceProtocol(service)} port ${service.port} is taken by services[${first}]`;
				report.error(['nodes', i, 'services', j, 'port'], taken);
			}
		);
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
		const what = action.do === 'config' ? 'a bridge has no configuration of its own' : 'a bridge runs no programs';
		report.error([...at, 'node'], what, 'name the node that it is in');
	} else if (action.do === 'config') {
		checkSettings(lab, node, action.set, [...at, 'action', 'set'], report);
	}
}
