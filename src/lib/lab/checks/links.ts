/** Links join two interfaces that exist, and an interface takes one link only. */
import { parseTime } from '../../net/text.ts';
import type { Lab, LabLink } from '../document.ts';
import { impairmentsOf } from '../impairments.ts';
import { nodeById } from '../topology.ts';
import type { Report } from './report.ts';

function checkImpairments(link: LabLink, at: (string | number)[], report: Report): void {
	const said = [
		{ what: link, at },
		...(link.ways?.there === undefined ? [] : [{ what: { ...impairmentsOf(link, 0) }, at: [...at, 'ways', 'there'] }]),
		...(link.ways?.back === undefined ? [] : [{ what: { ...impairmentsOf(link, 1) }, at: [...at, 'ways', 'back'] }])
	];
	for (const { what, at } of said) {
		if (what.loss > 0 && what.gemodel !== undefined)
			report.error([...at, 'loss'], 'loss and gemodel both say how much is lost', 'keep one of them');
		if (what.limit !== undefined && what.rate === undefined)
			report.warning([...at, 'limit'], 'without a rate nothing waits, and the limit has no effect', 'set a rate too');
		if (what.distribution !== undefined && what.jitter === undefined)
			report.warning([...at, 'distribution'], 'without a jitter it has no effect', 'set a jitter too');
		if ((what.reorder ?? 0) > 0 && parseTime(what.delay) === 0)
			report.warning([...at, 'reorder'], 'without a delay no frame can overtake', 'set a delay too');
	}
}

export function checkLinks(lab: Lab, report: Report): void {
	const taken = new Map<string, number>();
	for (const [i, link] of lab.links.entries()) {
		checkImpairments(link, ['links', i], report);
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
