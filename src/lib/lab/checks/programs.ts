/** What nodes are told and what runs on them: settings, services, and the inputs that a lab suggests. */
import { actionKind } from '../actions/registry.ts';
import type { Input, Lab } from '../document.ts';
import { serviceKind } from '../services/registry.ts';
import { nodeById } from '../topology.ts';
import { eachRepeated, type Report } from './report.ts';
import { checkNoSettings, checkSettings } from './settings.ts';

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
		for (const [j, service] of node.services.entries())
			serviceKind(service).check?.(lab, node, service, ['nodes', i, 'services', j], report);
		const ports = node.services.flatMap((service, j) =>
			serviceKind(service).protocols.map((protocol) => ({
				protocol,
				port: service.port,
				place: serviceKind(service).place?.(service) ?? '',
				j
			}))
		);
		eachRepeated(
			ports,
			({ protocol, port, place }) => `${protocol} ${port} ${place.trim()}`,
			({ protocol, port, j }, first) => {
				const taken = `${protocol} port ${port} is taken by services[${first.j}]`;
				report.error(['nodes', i, 'services', j, 'port'], taken);
			}
		);
	}
	const later = broughtBy(lab, lab.suggested);
	for (const [i, input] of lab.suggested.entries()) checkInput(lab, input, ['suggested', i], report, later);
}

/** Interfaces that inputs rename or move: where they are then. */
export function broughtBy(lab: Lab, inputs: readonly Input[]): Set<string> {
	return new Set(
		inputs.flatMap(({ node, action }) =>
			node === undefined ? [] : (actionKind(action).brings?.(lab, node, action) ?? [])
		)
	);
}

/** An input's node, and what its action names, exist in the lab. */
export function checkInput(
	lab: Lab,
	input: Input,
	at: readonly (string | number)[],
	report: Report,
	later: ReadonlySet<string>
): void {
	const { action } = input;
	const kind = actionKind(action);
	const here = [...at, 'action'];
	if (kind.nowhere === true) return kind.check?.(lab, undefined, action, here, report, later);
	if (input.node === undefined) {
		report.error([...at, 'node'], `${action.do} needs a node`, 'the id of the node that does it');
		return;
	}
	const node = nodeById(lab, input.node);
	if (node === undefined) {
		report.error([...at, 'node'], `there is no node "${input.node}"`);
	} else if (node.kind === 'bridge' && kind.onBridge !== null) {
		report.error([...at, 'node'], kind.onBridge ?? 'a bridge runs no programs', 'name the node that it is in');
	} else {
		kind.check?.(lab, node, action, here, report, later);
	}
}
