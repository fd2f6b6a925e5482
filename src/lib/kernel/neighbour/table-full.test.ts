import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../engine/run-lab.ts';
import { labOf } from '../../lab/testing/lab-of.ts';
import { parseIpv4 } from '../../net/text.ts';
import { createNeighbour, findNeighbour, makeFixed } from './table.ts';

const S = 1_000_000_000;

describe('a neighbour table with gc_thresh3 2', () => {
	const lab = labOf([
		{
			id: 'h',
			kind: 'host',
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }],
			sysctls: { 'net.ipv4.neigh.default.gc_thresh3': 2 }
		}
	]);
	const sim = createSimulation(lab);
	const ns = sim.world.namespaces[0]!;
	const { index } = ns.deviceByName.get('eth0')!;
	const add = (last: number, now: number) => createNeighbour(ns, index, parseIpv4(`10.0.0.${last}`), now);

	it('takes two, and refuses a third while both are fresh', () => {
		expect([add(2, 0), add(3, 0), add(4, S)].map((entry) => entry !== null)).toEqual([true, true, false]);
	});

	it('lets one go that has not changed for five seconds', () => {
		expect(add(4, 6 * S)).not.toBeNull();
		expect(findNeighbour(ns, index, parseIpv4('10.0.0.2'))).toBeUndefined();
	});

	it('always has room for what a person sets', () => {
		const device = ns.deviceByName.get('eth0')!;
		expect(makeFixed(sim, ns, device, parseIpv4('10.0.0.9'), 2, 'PERMANENT', -1)).toBe(true);
		expect(findNeighbour(ns, index, parseIpv4('10.0.0.9'))?.state).toBe('PERMANENT');
	});
});
