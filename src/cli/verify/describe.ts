/** A difference between Linux and Hopwise, for a person. */
import { dissect, frameLabel } from '../../lib/wire/dissect.ts';
import type { Frame } from './capture.ts';
import type { Difference } from './compare.ts';

/** Frames shown from before the difference. */
const BEFORE = 6;

export function describeDifferences(differences: readonly Difference[]): string {
	const [first, ...others] = differences;
	if (first === undefined) return 'no difference';
	const lines = describeDifference(first);
	if (others.length > 0) {
		const places = others.map(({ node, dev, index }) => `${node} ${dev} (frame ${index + 1})`);
		lines.push(`later also: ${places.join(', ')}`);
	}
	return lines.join('\n');
}

function describeDifference({ node, dev, index, linux, ours, before, counts }: Difference): string[] {
	const lines = [`${node} ${dev}, frame ${index + 1} (Linux has ${counts.linux}, Hopwise ${counts.ours})`];
	const shown = before.slice(-BEFORE);
	if (before.length > shown.length) lines.push(`    ... ${before.length - shown.length} equal frames before these`);
	for (const frame of shown) lines.push(`    ${oneLine(frame)}`);
	lines.push(`  Linux:   ${linux === null ? 'no more frames' : oneLine(linux)}`);
	lines.push(`  Hopwise: ${ours === null ? 'no more frames' : oneLine(ours)}`);
	if (linux !== null && ours !== null) lines.push(...sideBySide(linux, ours));
	return lines;
}

function oneLine({ direction, bytes, time }: Frame): string {
	return `${direction.padEnd(3)} ${frameLabel(bytes)} (${bytes.length} bytes, ${(time / 1e6).toFixed(3)} ms)`;
}

/** The layers that differ, field by field. Values are normalised: ports from 50001 are ephemeral ones. */
function sideBySide(linux: Frame, ours: Frame): string[] {
	const left = layers(linux);
	const right = layers(ours);
	const names = [...new Set([...left.keys(), ...right.keys()])];
	const equal = names.filter((name) => sameFields(left.get(name), right.get(name)));
	const lines = equal.length > 0 ? [`    equal: ${equal.join(', ')}`] : [];
	for (const name of names) {
		if (!equal.includes(name)) lines.push(`    ${name}`, ...columns(left.get(name), right.get(name)));
	}
	return lines;
}

type Fields = Map<string, string>;

function layers({ bytes }: Frame): Map<string, Fields> {
	const found = new Map<string, Fields>();
	for (const layer of dissect(bytes)) {
		const fields: Fields = new Map();
		for (const { name, value } of layer.fields) fields.set(fields.has(name) ? `${name} (${fields.size})` : name, value);
		found.set(layer.name, fields);
	}
	return found;
}

function sameFields(a: Fields | undefined, b: Fields | undefined): boolean {
	if (a === undefined || b === undefined || a.size !== b.size) return false;
	return [...a].every(([name, value]) => b.get(name) === value);
}

function columns(a: Fields = new Map(), b: Fields = new Map()): string[] {
	const names = [...new Set([...a.keys(), ...b.keys()])];
	const width = Math.max(...names.map((name) => name.length));
	const column = Math.max(5, ...[...a.values()].map((value) => value.length));
	return names.map((name) => {
		const left = a.get(name) ?? '-';
		const right = b.get(name) ?? '-';
		return `  ${left === right ? ' ' : '≠'}   ${name.padEnd(width)}  ${left.padEnd(column)}  ${right}`;
	});
}
