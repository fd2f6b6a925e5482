import { expect, it } from 'vitest';
import { kindsOfNodes } from '../lab/kinds/registry.ts';
import { bodies, glyphSvg, glyphUri } from './bodies.ts';

it.each(kindsOfNodes.map(({ kind }) => kind))('%s has a glyph of its own that fits its outline', (kind) => {
	const body = bodies[kind];
	expect(body.glyphSize).toBeLessThan(Math.min(body.width, body.height));
	const others = kindsOfNodes.filter((other) => other.kind !== kind);
	for (const other of others) expect(bodies[other.kind].glyph).not.toBe(body.glyph);
});

it('a glyph is drawn in the colour asked for, as an image that needs no request', () => {
	expect(glyphSvg('router', '#123456')).toContain('stroke="#123456"');
	expect(glyphUri('router', '#123456')).toMatch(/^data:image\/svg\+xml;utf8,%3Csvg/);
});
