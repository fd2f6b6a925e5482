/** Interfaces that are not the end of a link: their settings, and what they need. */
import type { Interface, Lab, LabNode } from '../document.ts';
import { kindOfInterface, lacksSettings, typesWithSettings } from '../interfaces/registry.ts';
import { devicesOf, linkAt, netnsOf, nodeById } from '../topology.ts';
import type { Report } from './report.ts';

export function checkInterface(
	lab: Lab,
	node: LabNode,
	one: Interface,
	at: readonly (string | number)[],
	report: Report
): void {
	for (const type of typesWithSettings) {
		if (one[type] !== undefined && one.type !== type)
			report.error([...at, type], `only an interface of the type ${type} has these`, `set "type": "${type}"`);
	}
	const bridging = node.kind === 'bridge' || node.kind === 'switch';
	if (one.port !== undefined && !bridging)
		report.error([...at, 'port'], 'only a port of a bridge or a switch has these');
	const kind = kindOfInterface(one);
	if (kind === null) return;
	if (linkAt(lab, node.id, one.name) !== undefined)
		report.error([...at, 'type'], `${one.name} is the end of a link, and ${kind.label} has none`, 'remove the link');
	if (bridging && one.type === 'macvlan')
		return report.error([...at, 'type'], "a MACVLAN can't be a bridge's port here", 'put it on the bridge instead');
	const type = typesWithSettings.find((name) => name === one.type);
	if (lacksSettings(one)) {
		const mend = type === 'vxlan' ? '"vxlan": {"id": 1}' : '"macvlan": {"lower": "eth0"}';
		return report.error([...at, type!], 'it is missing', `such as ${mend}`);
	}
	const owner = nodeById(lab, kind.lower?.(one)?.node ?? node.id);
	const devices = owner === undefined ? null : devicesOf(lab, netnsOf(lab, owner.id));
	kind.check?.(node, one, devices, type === undefined ? at : [...at, type], report);
}
