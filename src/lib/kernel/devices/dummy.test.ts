import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../engine/run-lab.ts';
import { readTables } from '../../engine/tables.ts';
import { labOf } from '../../lab/testing/lab-of.ts';

/** What drivers/net/dummy.c says; the kernel that labs are compared with has none. */
describe('a dummy', () => {
	const lab = labOf(
		[
			{
				id: 'a',
				kind: 'host',
				interfaces: [
					{ name: 'eth0', addresses: ['10.0.0.1/24'] },
					{ name: 'dummy0', type: 'dummy', addresses: ['172.16.0.1/24'] }
				]
			},
			{
				id: 'b',
				kind: 'host',
				interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }],
				routes: [{ to: '172.16.0.0/24', via: '10.0.0.1' }]
			}
		],
		[['a/eth0', 'b/eth0']]
	);

	it('is up with a carrier, and its subnet is a route', () => {
		const { world } = createSimulation(lab);
		const { interfaces, routes } = readTables(world, 'a');
		expect(interfaces.find(({ dev }) => dev === 'dummy0')).toMatchObject({ kind: 'dummy', up: true, carrier: true });
		expect(routes.map(({ text }) => text)).toContain('172.16.0.0/24 dev dummy0 proto kernel scope link src 172.16.0.1');
	});

	it('answers for its address whichever way it is asked, and swallows what is sent by it', () => {
		const sim = createSimulation(lab);
		sim.input(0, 'b', { do: 'ping', to: '172.16.0.1', count: 1, interval: '1s', size: 56, ttl: 64 });
		sim.input(1_000_000, 'a', { do: 'ping', to: '172.16.0.9', count: 1, interval: '1s', size: 56, ttl: 64 });
		sim.run(5_000_000_000);
		const [a, b] = ['a', 'b'].map((node) => readTables(sim.world, node).interfaces);
		// ARP and the answer. The second ping asks nobody for a MAC (IFF_NOARP), and ends in the dummy.
		expect(b.find(({ dev }) => dev === 'eth0')).toMatchObject({ rx: 2, tx: 2 });
		expect(a.find(({ dev }) => dev === 'dummy0')).toMatchObject({ tx: 1, rx: 0, dropped: 1 });
	});
});
