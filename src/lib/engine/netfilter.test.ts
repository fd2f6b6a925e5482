/** Rules as a person meets them in a running lab: what a packet's way through the tables tells, and when the table of connections is full. */
import { describe, expect, it } from 'vitest';
import type { Input, LabSource } from '../lab/document.ts';
import { labOf } from '../lab/testing/lab-of.ts';
import type { Facts } from '../trace/steps/types.ts';
import { createSimulation, enqueue, record } from './run-lab.ts';
import { readTables } from './tables.ts';

const nodes = (iptables: string[], sysctls: Record<string, number> = {}): LabSource['nodes'] =>
	labOf(
		[
			{ id: 'a', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }] },
			{ id: 'b', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }], iptables, sysctls }
		],
		[['a/eth0', 'b/eth0']]
	).nodes;

function run(iptables: string[], inputs: Input[], sysctls: Record<string, number> = {}) {
	const lab = labOf(nodes(iptables, sysctls), [['a/eth0', 'b/eth0']]);
	const sim = createSimulation(lab);
	const trace = record(sim);
	enqueue(sim, inputs);
	sim.run(5_000_000_000);
	const facts = Array.from({ length: trace.count }, (_, id) => (trace.isHop(id) ? null : trace.factsOf(id)));
	return { tables: readTables(sim.world, 'b'), facts: facts.filter((one): one is Facts => one !== null) };
}

const ping: Input = {
	at: '0s',
	node: 'a',
	action: { do: 'ping', to: '10.0.0.2', count: 1, interval: '1s', size: 56, ttl: 64 }
};
const datagram = (fromPort: number): Input => ({
	at: '0s',
	node: 'a',
	action: { do: 'udp', to: '10.0.0.2', port: 9, fromPort, size: 18, count: 1, interval: '1s' }
});

describe("a packet's way through a table", () => {
	it('tells every rule that was tried, chains that it led to, and who decided', () => {
		const { facts, tables } = run(
			[
				'*filter',
				':mine -',
				'-A INPUT -p tcp -j DROP',
				'-A INPUT -p icmp -j mine',
				'-A mine -m ttl --ttl-eq 64 -j DROP',
				'COMMIT'
			],
			[ping]
		);
		expect(facts.filter(({ kind }) => kind === 'chain')).toEqual([
			{
				kind: 'chain',
				table: 'filter',
				chain: 'INPUT',
				tried: [
					{ chain: 'INPUT', number: 1, text: '-p tcp -j DROP', matched: false, failed: '-p tcp' },
					{ chain: 'INPUT', number: 2, text: '-p icmp -j mine', matched: true, failed: '' },
					{ chain: 'mine', number: 1, text: '-m ttl --ttl-eq 64 -j DROP', matched: true, failed: '' }
				],
				by: 'mine',
				number: 1,
				target: 'DROP'
			}
		]);
		expect(facts.find(({ kind }) => kind === 'drop')).toMatchObject({ reason: 'nf-drop', detail: 'filter INPUT' });
		expect(
			tables.rules.filter(({ packets }) => packets > 0).map(({ key, packets, bytes }) => [key, packets, bytes])
		).toEqual([
			['filter|INPUT|2', 1, 84],
			['filter|mine|1', 1, 84]
		]);
	});
});

describe('nf_conntrack_max', () => {
	it('lets no more connections in than it says, and tells why', () => {
		const { facts, tables } = run(
			['*filter', '-A INPUT -m conntrack --ctstate NEW', 'COMMIT'],
			[datagram(5001), datagram(5002), datagram(5003)],
			{ 'net.netfilter.nf_conntrack_max': 2 }
		);
		expect(tables.conntrack).toHaveLength(2);
		expect(facts.filter((one) => one.kind === 'drop' && one.reason === 'conntrack-full')).toHaveLength(1);
	});
});
