import { writeFileSync } from 'node:fs';
import { Session } from '../../lib/engine/session.ts';
import type { Input, Lab } from '../../lib/lab/document.ts';
import { parseTime } from '../../lib/net/text.ts';
import { type Command, Failure, onlyName, textOption } from '../command.ts';
import { readInputs, readLab, reasonOf, untilOption } from '../documents.ts';
import { writeCaptures } from '../captures.ts';
import { reportLines, reportOf } from '../../lib/engine/report.ts';
import type { TraceReport } from '../../lib/trace/report.ts';
import { packetLines } from '../packets.ts';
import { runEngine } from '../verify/engine-run.ts';

/** A frame of a record is seen at both ends of its link and by the bridge between; where a storm stands still in time, this ends it. */
const CAPTURED_PER_RECORD = 4;

export const run: Command = {
	name: 'run',
	usage: 'LAB.json [--input FILE] [--until TIME] [--filter FILTER] [--pcap DIR] [--trace FILE] [--json]',
	summary: 'Runs a lab and tells every hop and every decision, in order.',
	details:
		'Without --until it ends when nothing is left to happen, or, where bridges speak STP and are never quiet, 60 s after the last input. A broadcast storm is named and ends the run (exit code 1); a routing loop is named, and ends by itself with the TTL.\n' +
		'A ping without an answer is a result, not a failure.',
	options: {
		input: {
			type: 'string',
			value: 'FILE',
			help: 'timed actions as JSON (docs/input-format.md); else what the lab suggests'
		},
		until: { type: 'string', value: 'TIME', help: 'virtual time at which it ends, such as 10s' },
		filter: {
			type: 'string',
			value: 'FILTER',
			help: 'lists packets instead: those that a display filter in Wireshark\'s language passes, "" for all'
		},
		pcap: { type: 'string', value: 'DIR', help: 'writes one pcapng for each interface that saw a frame' },
		trace: { type: 'string', value: 'FILE', help: 'writes every hop and step as one line of JSON' },
		json: { type: 'boolean', help: 'tells it as one JSON object' }
	},
	run(call) {
		const file = onlyName(call, 'LAB.json');
		const { lab } = readLab(file);
		const inputs = readInputs(call, lab, file);
		const until = untilOption(call) ?? endOf(lab, inputs);
		const session = new Session(lab);
		session.input(inputs, 0);
		while (session.progress.time <= until && session.advance()) session.playhead = session.progress.count;
		const report = reportOf(session, lab, until);

		const trace = textOption(call, 'trace');
		if (trace !== undefined)
			write(trace, () => writeFileSync(trace, report.records.map((one) => `${JSON.stringify(one)}\n`).join('')));
		const folder = textOption(call, 'pcap');
		if (folder !== undefined) {
			// The same lab, seed and inputs: the same bytes. This time every interface is listened to.
			const limit = report.records.length * CAPTURED_PER_RECORD + 1000;
			const { captures } = runEngine(lab, inputs, { until: report.time, limit });
			write(folder, () => writeCaptures(folder, lab, captures));
		}
		const filter = textOption(call, 'filter');
		if (filter !== undefined)
			call.output.out(
				packetLines(session, filter)
					.map((line) => `${line}\n`)
					.join('')
			);
		else call.output.out(call.options.json === true ? `${JSON.stringify(report)}\n` : text(report));
		if (session.progress.storm !== null) throw new Failure(`${file}: ${report.storm}`);
		return 0;
	}
};

function text(report: TraceReport): string {
	return reportLines(report).join('\n') + '\n';
}

function write(place: string, body: () => void): void {
	try {
		body();
	} catch (error) {
		throw new Failure(`${place}: ${reasonOf(error)}`);
	}
}

/** ns after the last input that a lab goes on which never gets quiet. */
const STP_END = 60_000_000_000;

/** ns; Infinity: when nothing is left to happen. */
function endOf(lab: Lab, inputs: readonly Input[]): number {
	if (!lab.nodes.some(({ bridge }) => bridge?.stp === true)) return Infinity;
	return Math.max(0, ...inputs.map(({ at }) => parseTime(at))) + STP_END;
}
