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

/** Every field of both; those that differ are marked. Normalised values: ports from 50001 are ephemeral ones. */
function sideBySide(linux: Frame, ours: Frame): string[] {
	const left = fields(linux);
	const right = fields(ours);
	const names = [...new Set([...left.keys(), ...right.keys()])];
	const width = Math.max(...names.map((name) => name.length));
	const column = Math.min(48, Math.max(...[...left.values()].map((value) => value.length), 5));
	return names.map((name) => {
		const a = left.get(name) ?? '-';
		const b = right.get(name) ?? '-';
		return `  ${a === b ? ' ' : '≠'} ${name.padEnd(width)}  ${a.padEnd(column)}  ${b}`;
	});
}

function fields({ bytes }: Frame): Map<string, string> {
	const found = new Map<string, string>();
	for (const layer of dissect(bytes)) {
		for (const { name, value } of layer.fields) {
			let key = `${layer.name}: ${name}`;
			while (found.has(key)) key += "'";
			found.set(key, value);
		}
	}
	return found;
}
