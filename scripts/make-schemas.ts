/** Writes docs/*.schema.json: `node scripts/run-ts.mjs scripts/make-schemas.ts`, after a change of the formats. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaFiles } from './schemas/json-schemas.ts';
import { traceSchemaFile } from './schemas/trace-schema.ts';

for (const [name, text] of Object.entries({ ...schemaFiles(), ...traceSchemaFile() })) {
	writeFileSync(fileURLToPath(new URL(`../docs/${name}`, import.meta.url)), text);
	console.log(`docs/${name}`);
}
