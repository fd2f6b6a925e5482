import { readFileSync } from 'node:fs';
import type { ReachCell } from '../../lib/engine/reach/cell.ts';
import { ReachMatrix } from '../../lib/engine/reach/matrix.ts';
import { createSimulation } from '../../lib/engine/run-lab.ts';
import { isTime, parseTime } from '../../lib/net/text.ts';
import { type Call, type Command, Failure, onlyName, textOption, UsageError } from '../command.ts';
import { readLab, reasonOf } from '../documents.ts';
import { type Expectation, readExpectations, unmet } from '../reach-expectations.ts';

/** A cell by the names of its ends. */
export interface ReachLine extends Expectation {
	state: ReachCell['state'];
	result: string;
}

export interface ReachReport {
	title: string;
	/** ns of virtual time at which it was asked. */
	time: number;
	/** Nodes that there was no room for. */
	left: number;
	cells: ReachLine[];
}

const SIGNS: Record<ReachCell['state'], string> = { answered: 'ok', arrived: 'one-way', lost: '-', undecided: '?' };

export const reach: Command = {
	name: 'reach',
	usage: 'LAB.json [--at TIME] [--routers] [--why] [--expect FILE] [--json]',
	summary: 'Says who reaches whom: every host every other one, and every port that one listens on.',
	details:
		'ok: an answer came; a datagram need only arrive. one-way: it arrived, and no answer came back. -: it was lost. ?: too much else goes on to see.\n' +
		'A host is pinged, a TCP port connected to, a UDP port sent a datagram, each in a fresh copy of the network.',
	options: {
		at: {
			type: 'string',
			value: 'TIME',
			help: 'virtual time at which it is asked, such as 31s; else at the beginning'
		},
		routers: { type: 'boolean', help: 'asks routers and NAT gateways, too' },
		why: { type: 'boolean', help: 'says for each cell that failed where, why, and what would mend it' },
		expect: {
			type: 'string',
			value: 'FILE',
			help: 'what should be, as JSON: [{"from": "a", "to": "b", "port": "tcp/80", "reached": true}, ...], or what --json has printed; fails where it is not so'
		},
		json: { type: 'boolean', help: 'tells it as one JSON object' }
	},
	run(call) {
		const file = onlyName(call, 'LAB.json');
		const { lab } = readLab(file);
		const sim = createSimulation(lab);
		const time = atOption(call);
		if (time > 0) {
			sim.run(time);
			sim.world.now = time;
		}
		const expected = expectations(call);
		const matrix = new ReachMatrix(sim.world, call.options.routers === true);
		const known: ReachCell[] = [];
		for (let cell = matrix.next(); cell !== null; cell = matrix.next()) known.push(cell);
		const report: ReachReport = {
			title: lab.title,
			time,
			left: matrix.table.left,
			cells: known.map((cell) => lineOf(matrix, cell))
		};
		call.output.out(
			call.options.json === true ? `${JSON.stringify(report)}\n` : `${table(matrix, known).join('\n')}\n`
		);
		if (call.options.why === true) for (const line of reasons(matrix, known)) call.output.out(`${line}\n`);
		const broken = unmet(expected, report.cells);
		if (broken.length > 0) throw new Failure(...broken.map((text) => `${file}: ${text}`));
		return 0;
	}
};

function atOption(call: Call): number {
	const text = textOption(call, 'at');
	if (text === undefined) return 0;
	if (!isTime(text)) throw new UsageError(`--at: ${text} is not a time with a unit, such as 500ms or 10s`);
	return parseTime(text);
}

function expectations(call: Call): Expectation[] {
	const file = textOption(call, 'expect');
	if (file === undefined) return [];
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw new Failure(`${file}: ${reasonOf(error)}`);
	}
	return readExpectations(file, text);
}

function lineOf(
	{ table: { rows, columns } }: ReachMatrix,
	{ row, column, state, reached, result }: ReachCell
): ReachLine {
	const { name, port } = columns[column];
	return {
		from: rows[row].name,
		to: name,
		...(port === null ? {} : { port: `${port.protocol}/${port.number}` }),
		reached,
		state,
		result
	};
}

/** Names at the left and above, a word for each cell. */
function table({ table: { rows, columns, left } }: ReachMatrix, known: readonly ReachCell[]): string[] {
	const heads = columns.map(({ name, port }) => (port === null ? name : `${name}:${port.number}/${port.protocol}`));
	const words = rows.map(() => columns.map(() => '.'));
	for (const { row, column, state, reached } of known) words[row][column] = reached ? SIGNS.answered : SIGNS[state];
	const first = Math.max(...rows.map(({ name }) => name.length), 0);
	const widths = heads.map((head) => Math.max(head.length, SIGNS.arrived.length));
	const line = (head: string, cells: readonly string[]) =>
		[head.padEnd(first), ...cells.map((cell, i) => cell.padEnd(widths[i]))].join('  ').trimEnd();
	return [
		line('', heads),
		...rows.map(({ name }, i) => line(name, words[i])),
		...(left === 0 ? [] : [`${left} more nodes are left out`])
	];
}

function* reasons(matrix: ReachMatrix, known: readonly ReachCell[]): Generator<string> {
	for (const cell of known) {
		if (cell.reached) continue;
		const { from, to, port } = lineOf(matrix, cell);
		const { place, sentence, mends } = matrix.why(cell.row, cell.column);
		const where = place === '' ? cell.result : `at ${place}: ${sentence}`;
		yield `${from} to ${to}${port === undefined ? '' : ` ${port}`}: ${where || 'no answer'}`;
		for (const { text } of mends) yield `  would mend it: ${text}`;
	}
}
