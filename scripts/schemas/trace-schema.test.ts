import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportOf } from '../../src/lib/engine/report.ts';
import { Session } from '../../src/lib/engine/session.ts';
import { labs } from '../../src/lib/labs/index.ts';
import { traceSchemaFile } from './trace-schema.ts';

let schema = '';
beforeAll(() => {
	schema = traceSchemaFile()['trace.schema.json'];
}, 60_000);

describe('the schema of a trace', () => {
	it('in docs/ is as it is made (scripts/make-schemas.ts makes it)', () => {
		expect(readFileSync('docs/trace.schema.json', 'utf8')).toBe(schema);
	});

	it('says what the traces of all shipped labs are', { timeout: 60_000 }, () => {
		const valid = new Ajv({ strict: false }).compile(JSON.parse(schema) as object);
		for (const { id, lab } of labs) {
			const session = new Session(lab);
			session.input(lab.suggested, 0);
			while (session.advance());
			const report = JSON.parse(JSON.stringify(reportOf(session, lab, Infinity))) as { records: object[] };
			report.records = report.records.slice(0, 2000);
			expect([id, valid(report), valid.errors]).toEqual([id, true, null]);
			expect(valid({ ...report, version: 2 })).toBe(false);
		}
	});
});
