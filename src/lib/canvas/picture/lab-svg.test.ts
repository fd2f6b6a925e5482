import { describe, expect, it } from 'vitest';
import { labs } from '../../labs/index.ts';
import { specsOf } from '../elements/specs.ts';
import { labSvg } from './lab-svg.ts';

const size = () => ({ width: 200, height: 60 });

describe('the canvas as SVG', () => {
	it.each(labs.map(({ id, lab }) => [id, lab] as const))('%s has every node, address and interface', (_, lab) => {
		const svg = labSvg(specsOf(lab, size), 'light', lab.title, (note) => [note]);
		for (const spec of specsOf(lab, size)) {
			if (spec.type === 'node') expect(svg).toContain(`>${spec.data.name}</text>`);
			if (spec.type === 'node' && spec.data.address !== '') expect(svg).toContain(`>${spec.data.address}</text>`);
			if (spec.type === 'link') expect(svg).toContain(`>${spec.data.sourceText.split(' ')[0]}</text>`);
		}
		expect(svg).not.toMatch(/NaN|undefined|Infinity/);
	});

	it('says nothing that a file could be made to run', () => {
		const [{ lab }] = labs;
		const nodes = lab.nodes.map((node) => ({ ...node, name: '<script>x</script>' }));
		expect(labSvg(specsOf({ ...lab, nodes }, size), 'dark', '"><b>', () => [])).not.toMatch(/<script|<b>/);
	});

	it('is empty and sound without a node', () => {
		expect(labSvg([], 'light', 'Nothing', () => [])).toMatch(/viewBox="-48 -48 96 96"/);
	});
});
