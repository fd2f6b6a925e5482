/** Whether an action names an interface that its node has, by the lab or by an input. */
import type { Report } from '../checks/report.ts';
import type { Lab, LabNode } from '../document.ts';
import { devicesOf, netnsOf } from '../topology.ts';

export function checkName(
	lab: Lab,
	node: LabNode,
	name: string,
	at: readonly (string | number)[],
	report: Report,
	later: ReadonlySet<string>
): void {
	const netns = netnsOf(lab, node.id);
	if (later.has(`${netns}/${name}`) || devicesOf(lab, netns).some((device) => device.name === name)) return;
	report.error([...at, 'interface'], `${node.name} has no interface "${name}"`);
}
