import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { runLab } from '../../engine/run-lab.ts';
import { actionSchema, type LabLink } from '../../lab/document.ts';
import { updateLink } from '../../lab/edit.ts';
import { labOf } from '../../lab/testing/lab-of.ts';
import { createRandom, nextRandom } from '../../sim/random.ts';
import { exponential } from './source.ts';

const lab = labOf(
	[
		{ id: 'a', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }] },
		{
			id: 'b',
			kind: 'host',
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }],
			services: [{ kind: 'load', port: 5001 }]
		}
	],
	[['a/eth0', 'b/eth0']]
);

/** What the source says in the end, and what the meter prints. */
function run(load: object, link: Partial<LabLink> = {}): { result: string; meter: string } {
	const action = v.parse(actionSchema, { do: 'load', to: '10.0.0.2', ...load });
	const { trace } = runLab(updateLink(lab, 'a', link), [{ at: '0s', node: 'a', action }], { record: true });
	const said = { result: '', meter: '' };
	for (let id = 0; id < trace!.count; id++) {
		const facts = trace!.factsOf(id);
		if (facts?.kind === 'app-output') said.meter = facts.line;
		if (facts?.kind === 'app-end') said.result = facts.result;
	}
	return said;
}

describe('a load source', () => {
	it('sends at its rate, and all of it arrives', () => {
		const { result, meter } = run({ rate: '8mbit', size: 1000, count: 100 });
		expect(result).toBe('100 sent, 100 received, 0 lost (0.0 %), 8.000 Mbit/s');
		expect(meter).toContain('10.0.0.1: 100 received, jitter');
	});

	it('as many as a duration holds', () => {
		expect(run({ rate: '800kbit', size: 1000, duration: '500ms' }).result).toContain('50 sent, 50 received');
	});

	it('fills a link that is too narrow, and its queue overflows', () => {
		const { result } = run({ rate: '8mbit', size: 1000, count: 300 }, { rate: '4mbit', limit: { packets: 10 } });
		const lost = Number(/(\d+) lost/.exec(result)![1]);
		// Half of it, and the headers, less what waits in the end.
		expect(lost).toBeGreaterThan(140);
		expect(lost).toBeLessThan(165);
	});

	it('by TCP is as quick as the link', () => {
		const { result, meter } = run({ protocol: 'tcp', bytes: 50_000 }, { rate: '4mbit' });
		expect(result).toBe('50000 bytes sent; the meter says how quick they were');
		const rate = Number(/50000 bytes, ([\d.]+) Mbit/.exec(meter)![1]);
		expect(rate).toBeGreaterThan(3.5);
		expect(rate).toBeLessThan(4);
	});

	it('gives up when nobody counts', () => {
		expect(run({ port: 9, count: 2 }).result).toBe('Connection refused');
	});
});

describe('exponential gaps', () => {
	it('have the mean and the spread that they should', () => {
		const state = createRandom(7);
		const drawn = Array.from({ length: 20_000 }, () => exponential(() => nextRandom(state)));
		const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
		expect(Math.abs(mean - 1)).toBeLessThan(0.03);
		expect(Math.abs(drawn.filter((x) => x > 1).length / drawn.length - Math.exp(-1))).toBeLessThan(0.015);
		expect(Math.abs(drawn.filter((x) => x > 3).length / drawn.length - Math.exp(-3))).toBeLessThan(0.008);
	});
});
