/** What a run came to, as data (docs/trace-format.md) and as lines for a person. */
import type { Session } from './session.ts';
import type { Lab } from '../lab/document.ts';
import type { TraceReport } from '../trace/report.ts';

/** @param until ns; records beyond it are left out. */
export function reportOf(session: Session, lab: Lab, until: number): TraceReport {
	const { count, flows, time, ...progress } = session.progress;
	const storm = progress.storm ?? progress.loop;
	const records = session.records(0, count).filter((record) => record.time <= until);
	return {
		format: 'hopwise-trace',
		version: 1,
		title: lab.title,
		time: Math.min(time, until),
		inputs: flows.map(({ flow, text, status, result }) => {
			const ended = records.some((one) => one.flow === flow && one.type === 'step' && one.facts.kind === 'app-end');
			return ended || status === 'planned' ? { text, status, result } : { text, status: 'running', result: '' };
		}),
		storm: storm === null ? null : `${storm.kind[0].toUpperCase()}${storm.kind.slice(1)}: ${storm.text}`,
		nodes: Object.fromEntries(lab.nodes.map(({ id, name }) => [id, name])),
		records: records.map((record) => ({ ...record, sentence: session.explain(record.id).sentence }))
	};
}

/** One line for each record: when, where, what. Hops are marked with an arrow. */
export function reportLines({ title, time, inputs, storm, nodes, records }: TraceReport): string[] {
	const name = (node: string) => nodes[node] ?? node;
	const rows = records.map((record) => {
		if (record.type === 'step') return { when: record.time, where: name(record.node), what: record.sentence };
		const lost = record.lost ? ' (lost)' : '';
		const way = `${record.interface} → ${name(record.to.node)} ${record.to.interface}`;
		return { when: record.time, where: name(record.node), what: `→ ${way}: ${record.label}${lost}` };
	});
	const width = Math.max(0, ...rows.map(({ where }) => where.length));
	const lines = rows.map(({ when, where, what }) => `${clock(when)}  ${where.padEnd(width)}  ${what}`);
	const hops = records.filter(({ type }) => type === 'hop').length;
	lines.push('', `${title}: ${hops} hops, ${records.length - hops} decisions, ${(time / 1e9).toFixed(6)} s`);
	for (const input of inputs)
		lines.push(`  ${input.text}: ${input.status}${input.result === '' ? '' : `, ${input.result}`}`);
	if (storm !== null) lines.push(`  ${storm}`);
	return lines;
}

/** Seconds with all of their nanoseconds' worth: "  0.000400000". */
function clock(ns: number): string {
	return (ns / 1e9).toFixed(9).padStart(14);
}
