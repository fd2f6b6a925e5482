import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseInputsText, parseLabText } from '../../src/lib/lab/parse-text.ts';
import { schemaFiles } from './json-schemas.ts';

function docs(name: string): string {
	return readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');
}

/** The first JSON example of a page. */
function example(name: string): string {
	return /```json\n([\s\S]*?)```/.exec(docs(name))![1];
}

/** Names of all properties that a JSON Schema has, inner ones too. */
function propertiesOf(schema: unknown): string[] {
	if (typeof schema !== 'object' || schema === null) return [];
	const { properties = {}, ...rest } = schema as { properties?: Record<string, unknown> };
	const inner = [...Object.values(rest), ...Object.values(properties)];
	return [...Object.keys(properties), ...inner.flatMap(propertiesOf)];
}

describe('the formats as they are documented', () => {
	it.each(Object.entries(schemaFiles()))('%s is what scripts/make-schemas.ts writes', (name, text) => {
		expect(docs(name)).toBe(text);
	});

	it('the example of a lab is one, without a warning', () => {
		expect(parseLabText(example('lab-format.md'))).toMatchObject({ ok: true, warnings: [] });
	});

	it('the example of inputs goes with it', () => {
		const parsed = parseLabText(example('lab-format.md'));
		expect(parsed.ok && parseInputsText(example('input-format.md'), parsed.lab)).toMatchObject({ ok: true });
	});

	it('every property is documented', () => {
		// What inputs set of a node is described with the node.
		const pages = docs('lab-format.md') + docs('input-format.md');
		for (const text of Object.values(schemaFiles())) {
			const properties = propertiesOf(JSON.parse(text));
			expect(properties.length).toBeGreaterThan(5);
			expect(properties.filter((property) => !pages.includes(`\`${property}\``))).toEqual([]);
		}
	});
});
