/** `npm run compare:tshark`: our dissection of every lab beside Wireshark's, as a figure. */
import { busiestLink, captureOf, kernelCaptures, madeCaptures, shippedCaptures } from './captures.ts';
import { compareColumns, compareFields, kinds, type Tallies } from './compare.ts';
import { columnsOf, fieldsOf, withCapture, withoutTshark } from './tshark.ts';

if (withoutTshark) throw new Error('tshark is not installed');

const fields: Tallies = new Map();
const columns: Tallies = new Map();
const labs = [...madeCaptures(), ...kernelCaptures(), ...shippedCaptures()].filter((frames) => frames.length > 0);
// What crosses several links is sent again to Wireshark: one link alone has whole conversations, too.
const captures = labs.flatMap((frames) => [frames, ...busiestLink(frames)]);
for (const frames of captures)
	withCapture(captureOf(frames), (file) => {
		const theirs = fieldsOf(file);
		compareFields(fields, frames, theirs);
		compareColumns(columns, frames, columnsOf(file), theirs);
	});

function print(title: string, tallies: Tallies): void {
	const rows = [...tallies].map(([name, { compared, equal }]) => ({ name, compared, equal }));
	const sum = (key: 'compared' | 'equal') => rows.reduce((total, row) => total + row[key], 0);
	console.log(`${title.padEnd(14)}${'compared'.padStart(10)}${'equal'.padStart(10)}${'different'.padStart(11)}`);
	for (const { name, compared, equal } of [...rows, { name: 'all', compared: sum('compared'), equal: sum('equal') }])
		console.log(
			`${name.padEnd(14)}${String(compared).padStart(10)}${String(equal).padStart(10)}${String(compared - equal).padStart(11)}`
		);
}

console.log(`${captures.length} labs, ${captures.reduce((total, { length }) => total + length, 0)} frames`);
print('fields of', fields);
print('column', columns);
const different = [...kinds(fields), ...kinds(columns)];
for (const kind of different) console.log(kind);
process.exitCode = different.length === 0 ? 0 : 1;
