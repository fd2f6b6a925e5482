import { describe, expect, it } from 'vitest';
import { LAB_VERSION } from './document.ts';
import { migrate, migrations } from './migrations.ts';

describe('migrations', () => {
	/** As if the format had had two earlier versions. */
	const registry = {
		1: ({ name, ...rest }: Record<string, unknown>) => ({ ...rest, title: name }),
		2: (document: Record<string, unknown>) => ({ ...document, nodes: document.boxes, boxes: undefined })
	};

	it('lead from each version through the next ones to the latest', () => {
		const first = { version: 1, name: 'Old', boxes: [1] };
		expect(migrate(first, registry, 3)).toEqual({ ok: true, document: { version: 3, title: 'Old', nodes: [1] } });
		const second = { version: 2, title: 'Old', boxes: [1] };
		expect(migrate(second, registry, 3)).toEqual({ ok: true, document: { version: 3, title: 'Old', nodes: [1] } });
		expect(first).toEqual({ version: 1, name: 'Old', boxes: [1] });
	});

	it('leave the latest version as it is', () => {
		const document = { version: 3, nodes: [] };
		expect(migrate(document, registry, 3)).toEqual({ ok: true, document });
	});

	it.each([0, -1, 1.5, '1', null, undefined])('refuse %j as a version', (version) => {
		expect(migrate({ version }, registry, 3).ok).toBe(false);
	});

	it('refuse what a newer Hopwise made', () => {
		expect(migrate({ version: 4 }, registry, 3)).toEqual({
			ok: false,
			message: 'made by a newer Hopwise: version 4, and this one reads up to 3'
		});
	});

	it('exist for every version below the latest', () => {
		for (let version = 1; version < LAB_VERSION; version++) expect(migrations[version]).toBeTypeOf('function');
	});
});
