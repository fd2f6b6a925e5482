/**
 * Writes what follows from the formats, after a change of theirs: `node scripts/run-ts.mjs scripts/make-schemas.ts`. These are
 * docs/*.schema.json, and the lab of a first visit as it is when it has been read, so that the page shows it without what reads labs.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { labById } from '../src/lib/labs/index.ts';
import { schemaFiles } from './schemas/json-schemas.ts';
import { traceSchemaFile } from './schemas/trace-schema.ts';

function write(path: string, text: string): void {
	writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), text);
	console.log(path);
}

for (const [name, text] of Object.entries({ ...schemaFiles(), ...traceSchemaFile() })) write(`docs/${name}`, text);
write('src/lib/labs/first.json', `${JSON.stringify(labById('bridge'), null, '\t')}\n`);
