/** The packets of a run that pass a display filter, a line each, as tshark prints them. */
import { PacketList } from '../lib/engine/packets/list.ts';
import type { Session } from '../lib/engine/session.ts';
import { Failure } from './command.ts';

/** The filter is refused with a line that points at what is wrong. */
export function packetLines(session: Session, filter: string): string[] {
	const list = new PacketList(session.reader);
	const query = { scope: { kind: 'lab' } as const, filter, flow: -1, generation: 0 };
	const { rows, problem } = list.advance(query, session.progress.time, () => true);
	if (problem !== null) {
		const mark = `${' '.repeat(problem.from)}${'^'.repeat(Math.max(1, problem.to - problem.from))}`;
		throw new Failure(`--filter: ${problem.message}`, `  ${filter}`, `  ${mark}`);
	}
	return list.rows(0, rows).map(({ number, time, node, interface: dev, source, destination, ...row }) => {
		const where = `${session.reader.nodeName(node)} ${dev}`;
		const end = row.end === '' ? '' : ` (${row.end}: ${row.reason})`;
		return `${String(number).padStart(5)} ${(time / 1e9).toFixed(9).padStart(14)}  ${where}  ${source} → ${destination} ${row.protocol} ${row.length} ${row.info}${end}`;
	});
}
