/** Links join two interfaces that exist, and an interface takes one link only. */
import type { Lab } from '../document.ts';
import { nodeById } from '../topology.ts';
import type { Report } from './report.ts';

export function checkLinks(lab: Lab, report: Report): void {
	const taken = new Map<string, number>();
	for (const [i, link] of lab.links.entries()) {
		const [a, b] = link.ends;
		if (a.node === b.node && a.interface === b.interface) {
			report.error(['links', i, 'ends'], `both ends are ${a.interface} of ${a.node}: a link joins two interfaces`);
			continue;
		}
		for (const [j, end] of link.ends.entries()) {
			const at = ['links', i, 'ends', j];
			const node = nodeById(lab, end.node);
			if (node === undefined) {
				report.error([...at, 'node'], `there is no node "${end.node}"`);
				continue;
			}
			if (end.interface === 'lo') {
				report.error([...at, 'interface'], "lo can't be linked");
				continue;
			}
			if (!node.interfaces.some((one) => one.name === end.interface)) {
				const names = node.interfaces.map((one) => one.name).filter((name) => name !== 'lo');
				const mend = names.length === 0 ? `${node.name} has no interfaces` : `${node.name} has ${names.join(', ')}`;
				report.error([...at, 'interface'], `${node.name} has no interface "${end.interface}"`, mend);
				continue;
			}
			const key = `${end.node}/${end.interface}`;
			const first = taken.get(key);
			if (first === undefined) taken.set(key, i);
			else report.error(at, `${end.interface} of ${node.name} is in links[${first}] already`);
		}
	}
}
