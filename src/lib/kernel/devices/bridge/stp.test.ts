import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../../engine/run-lab.ts';
import { readTables } from '../../../engine/tables.ts';
import { labs } from '../../../labs/index.ts';

const loop = labs.find(({ id }) => id === 'bridge-loop')!.lab;
const mended = {
	...loop,
	nodes: loop.nodes.map((node) =>
		node.bridge === undefined ? node : { ...node, bridge: { ...node.bridge, stp: true } }
	)
};
const S = 1_000_000_000;

describe('the spanning tree', () => {
	it('makes the loop of the shipped lab safe, with one port blocked', () => {
		const sim = createSimulation(mended);
		sim.run(35 * S);
		const ports = ['sw1', 'sw2'].flatMap((node) => {
			const { interfaces } = readTables(sim.world, node);
			return interfaces
				.filter(({ port }) => port !== '')
				.map(({ dev, port }) => `${node} ${dev} ${port.split(' ')[0]}`);
		});
		expect(ports.filter((text) => !text.endsWith('forwarding'))).toEqual(['sw2 eth2 blocking']);
		sim.input(0, loop.suggested[0].node, loop.suggested[0].action);
		sim.run(38 * S);
		const far = readTables(sim.world, 'host2');
		expect(far.neighbours.map(({ state }) => state)).toEqual(['DELAY']);
		// BPDUs aside one ARP request and one echo request came in.
		expect(far.interfaces.find(({ dev }) => dev === 'eth0')!.tx).toBe(2);
	});

	it('elects the bridge with the lowest MAC, and the other hears of it', () => {
		const sim = createSimulation(mended);
		sim.run(10 * S);
		const [a, b] = ['sw1', 'sw2'].map((node) => {
			return sim.world.namespaces[sim.world.netnsOfNode.get(node)!]!.deviceByName.get('br0')!.bridge!;
		});
		expect(a.designatedRoot).toBe(a.id);
		expect(b.designatedRoot).toBe(a.id);
		expect([b.rootPathCost, b.rootPort]).toEqual([2, 2]);
	});
});
