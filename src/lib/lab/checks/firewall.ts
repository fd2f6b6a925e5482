/** The rules of a node: whether iptables would take them, and whether they name what is there. */
import type { LabNode } from '../document.ts';
import { interfacesIn } from '../firewall-names.ts';
import { problemsOfRules } from '../firewall.ts';
import type { LabDevice } from '../topology.ts';
import type { Report } from './report.ts';

type Path = readonly (string | number)[];

/** @param at Where the lines stand. */
export function checkRules(
	node: LabNode,
	lines: LabNode['iptables'],
	at: Path,
	devices: LabDevice[],
	report: Report
): void {
	for (const { line, message, mend } of problemsOfRules(lines)) report.error([...at, line], message, mend);
	const names = devices.map((device) => device.name);
	for (const [i, line] of lines.entries()) {
		const missing = interfacesIn(line).find((name) => !names.includes(name));
		if (missing === undefined) continue;
		report.warning(
			[...at, i],
			`${node.name} has no interface "${missing}": the rule never matches`,
			`it has ${names.join(', ')}`
		);
	}
}
