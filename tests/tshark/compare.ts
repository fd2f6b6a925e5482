/** Our dissection beside Wireshark's, field by field and column by column. */
import { formatIpv4 } from '../../src/lib/net/ipv4.ts';
import { formatMac } from '../../src/lib/net/mac.ts';
import { dissect, frameColumns, type Field } from '../../src/lib/wire/dissect.ts';
import { Conversations } from '../../src/lib/wire/dissect/conversations.ts';
import type { Sent } from './captures.ts';
import { columnsNotCompared, isFragment, notCompared } from './documented.ts';
import type { TsharkColumns, TsharkFields } from './tshark.ts';

export interface Tally {
	compared: number;
	equal: number;
	differences: Difference[];
}

export interface Difference {
	lab: string;
	/** From 1. */
	frame: number;
	what: string;
	ours: string;
	tshark: string;
}

/** By protocol for fields: "ip"; by column for the packet list: "info". */
export type Tallies = Map<string, Tally>;

export function compareFields(tallies: Tallies, frames: readonly Sent[], theirs: readonly TsharkFields[]): void {
	eachFrame(frames, (place, { bytes, lab }, context) => {
		const ours = byKey(dissect(bytes, bytes.length, context).flatMap(({ fields }) => fields));
		for (const [key, fields] of ours) if (REORDERED.test(key)) fields.sort((a, b) => Number(a.raw) - Number(b.raw));
		for (const key of new Set([...ours.keys(), ...theirs[place].keys()])) {
			if (notCompared(key, lab, theirs[place])) continue;
			const tally = tallyOf(tallies, key.split('.')[0]);
			const mine = ours.get(key) ?? [];
			const other = inOrder(key, theirs[place].get(key) ?? []);
			for (let i = 0; i < Math.max(mine.length, other.length); i++) {
				tally.compared++;
				if (mine[i] !== undefined && other[i] !== undefined && sameValue(mine[i], other[i])) tally.equal++;
				else
					tally.differences.push({
						lab,
						frame: place + 1,
						what: key,
						ours: mine[i] === undefined ? 'none' : textOf(mine[i]),
						tshark: other[i] ?? 'none'
					});
			}
		}
	});
}

export function compareColumns(
	tallies: Tallies,
	frames: readonly Sent[],
	theirs: readonly TsharkColumns[],
	fields: readonly TsharkFields[]
): void {
	eachFrame(frames, (place, { bytes, lab }, context) => {
		const ours = { ...frameColumns(bytes, bytes.length, context), length: String(bytes.length) };
		for (const column of ['source', 'destination', 'protocol', 'length', 'info'] as const) {
			if (column !== 'length' && columnsNotCompared(lab, fields[place])) continue;
			const tally = tallyOf(tallies, column);
			const tshark =
				column === 'info'
					? plainInfo(theirs[place].info, (number) => isFragment(fields[number - 1]))
					: theirs[place][column];
			tally.compared++;
			if (ours[column] === tshark) tally.equal++;
			else tally.differences.push({ lab, frame: place + 1, what: column, ours: ours[column], tshark });
		}
	});
}

/**
 * Without what Wireshark adds from an analysis of the whole capture. @param inPieces Whether a frame of this number is a piece of a
 * packet: these answer no echo request here.
 */
function plainInfo(info: string, inPieces: (number: number) => boolean): string {
	return info
		.replace(/ \(duplicate use of [^)]*\)/, '')
		.replace(/ \[(Reassembled in #\d+)\]/, '')
		.replace(/ \((request|reply) in (\d+)\)$/, (all, kind: string, number: string) => {
			if (!inPieces(+number)) return all;
			return kind === 'reply' ? ' (no response found!)' : '';
		})
		.trimEnd();
}

/** JSON brings options of one kind together. */
const REORDERED = /^(tcp\.option_(kind|len)|ip\.opt\.(type|len)|dhcp\.option\.(type|length))$/;

function inOrder(key: string, values: readonly string[]): readonly string[] {
	// The end of DHCP's options has no type; Wireshark shows one of 0.
	if (key === 'dhcp.option.type')
		return inOrder(
			'dhcp.option.length',
			values.filter((value) => value !== '0')
		);
	// A field and a note with the same name.
	if (key === 'tcp.analysis.duplicate_ack') return values.slice(0, 1);
	return REORDERED.test(key) ? [...values].sort((a, b) => Number(a) - Number(b)) : values;
}

function eachFrame(
	frames: readonly Sent[],
	look: (place: number, frame: Sent, context: ReturnType<Conversations['context']>) => void
): void {
	const conversations = new Conversations((place) => frames[place].bytes);
	for (const { bytes, time } of frames) conversations.add(bytes, { time, place: 0 });
	frames.forEach((frame, place) => look(place, frame, conversations.context(place)));
}

function byKey(fields: readonly Field[]): Map<string, Field[]> {
	const found = new Map<string, Field[]>();
	for (const field of fields) {
		for (const key of field.key === '' ? [] : [field.key, ...field.also]) {
			if (found.has(key)) found.get(key)!.push(field);
			else found.set(key, [field]);
		}
	}
	return found;
}

function tallyOf(tallies: Tallies, name: string): Tally {
	if (!tallies.has(name)) tallies.set(name, { compared: 0, equal: 0, differences: [] });
	return tallies.get(name)!;
}

/** As `tshark -T json` writes it; numbers in whatever base. */
function sameValue(field: Field, theirs: string): boolean {
	const { type, raw } = field;
	if (type === 'uint' || type === 'boolean') return Number(theirs) === raw;
	if (type === 'seconds') return Math.abs(Number(theirs) - (raw as number)) < 1e-6;
	if (raw instanceof Uint8Array) return theirs === textOf(field) || theirs === printed(raw);
	return theirs === textOf(field);
}

/** Bytes as the text that they are there, where what is not ASCII can't be shown. */
function printed(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : '\ufffd')).join('');
}

function textOf({ type, raw }: Field): string {
	if (typeof raw === 'string') return raw;
	if (typeof raw !== 'number') return Array.from(raw, (byte) => byte.toString(16).padStart(2, '0')).join(':');
	if (type === 'ipv4') return formatIpv4(raw);
	return type === 'ether' ? formatMac(raw) : String(raw);
}

/** Kinds of differences, the most frequent first. */
export function kinds(tallies: Tallies): string[] {
	const counts = new Map<string, { count: number; example: Difference }>();
	for (const { differences } of tallies.values()) {
		for (const one of differences) {
			const kind = `${one.what} ${one.ours === 'none' ? 'missing' : one.tshark === 'none' ? 'extra' : 'differs'}`;
			if (counts.has(kind)) counts.get(kind)!.count++;
			else counts.set(kind, { count: 1, example: one });
		}
	}
	return [...counts]
		.sort(([, a], [, b]) => b.count - a.count)
		.map(
			([kind, { count, example }]) =>
				`${kind}: ${count}, such as frame ${example.frame} (${example.lab}): ours ${example.ours}, tshark ${example.tshark}`
		);
}
