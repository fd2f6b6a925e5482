/** The rules of a node: whether iptables would take them, and whether they name what is there. */
import type { LabNode } from '../document.ts';
import { closest } from '../../net/closest.ts';
import { parseSets } from '../../kernel/netfilter/language/ipset-text.ts';
import { setsOf } from '../ipset-change.ts';
import { interfacesIn, setNamesIn } from '../firewall-names.ts';
import { problemsOfRules } from '../firewall.ts';
import type { LabDevice } from '../topology.ts';
import type { Report } from './report.ts';

type Path = readonly (string | number)[];

/** @param at Where the lines stand. */
export function checkSets(lines: LabNode['ipsets'], at: Path, report: Report): void {
	for (const { line, message, mend } of parseSets(lines).problems) report.error([...at, line], message, mend);
}

/** Sets that rules name have to be there. @param at Where the rules stand. */
export function checkSetNames(
	iptables: LabNode['iptables'],
	ipsets: LabNode['ipsets'],
	at: Path,
	report: Report
): void {
	const known = [...setsOf(ipsets).keys()];
	for (const [i, line] of iptables.entries())
		for (const name of setNamesIn(line)) {
			if (known.includes(name)) continue;
			const near = closest(name, known);
			const mend = near === undefined ? `create it in ipsets: create ${name} hash:ip` : `did you mean ${near}?`;
			report.error([...at, i], `there is no set "${name}"`, mend);
		}
}

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
