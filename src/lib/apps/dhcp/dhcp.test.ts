/** What takes a client hours, and what a server refuses. The messages themselves are held against dnsmasq and udhcpc (tests/kernel). */
import { describe, expect, it } from 'vitest';
import { createSimulation, enqueue, record, runLab } from '../../engine/run-lab.ts';
import { readTables } from '../../engine/tables.ts';
import type { Input, Lab } from '../../lab/document.ts';
import { applyLab } from '../../sim/configure/apply.ts';
import { labOf } from '../../lab/testing/lab-of.ts';
import { frameLabel } from '../../wire/dissect.ts';

const dhcp = (more = {}) => ({
	kind: 'dhcp' as const,
	interface: 'eth0',
	from: '10.0.0.100',
	to: '10.0.0.101',
	lease: 240,
	...more
});

function lab(services = [dhcp()]): Lab {
	return labOf(
		[
			{ id: 'pc', kind: 'host', interfaces: [{ name: 'eth0' }] },
			{ id: 'server', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }], services }
		],
		[['pc/eth0', 'server/eth0']]
	);
}

const lease: Input = { at: '0s', node: 'pc', action: { do: 'dhcp', interface: 'eth0', ask: 'lease', probe: false } };

/** "12 DHCP Discover": second and label of every frame that leaves or reaches the client. */
function run(of: Lab, inputs: Input[], until: number): { frames: string[]; addresses: string[]; steps: string[] } {
	const frames: string[] = [];
	const { sim, trace } = runLab(of, inputs, {
		until: until * 1e9,
		record: true,
		tap: (ns, dev, _direction, packet, now) => {
			if (ns.node !== 'pc' || dev.name !== 'eth0') return;
			const label = frameLabel(packet.bytes, packet.length);
			if (label.startsWith('DHCP')) frames.push(`${Math.floor(now / 1e9)} ${label}`);
		}
	});
	const steps: string[] = [];
	for (let id = 0; id < trace!.count; id++) {
		const facts = trace!.factsOf(id);
		if (facts?.kind === 'dhcp-state') steps.push(facts.after);
		if (facts?.kind === 'dhcp-answer') steps.push(`${facts.answer}: ${facts.why}`);
	}
	const device = readTables(sim.world, 'pc').interfaces.find(({ dev }) => dev === 'eth0')!;
	return { frames, addresses: device.addresses, steps };
}

describe('a DHCP client', () => {
	it('renews at half of the lease, again and again', () => {
		const { frames, addresses } = run(lab(), [lease], 300);
		expect(frames).toEqual([
			'0 DHCP Discover',
			'0 DHCP Offer 10.0.0.100',
			'0 DHCP Request',
			'0 DHCP ACK 10.0.0.100',
			'120 DHCP Request',
			'120 DHCP ACK 10.0.0.100',
			'240 DHCP Request',
			'240 DHCP ACK 10.0.0.100'
		]);
		expect(addresses).toEqual(['10.0.0.100/24']);
	});

	it('asks the server, then everybody, and gives the address up when the lease is over', () => {
		const pulled: Input = { at: '1s', action: { do: 'link', link: 'a', up: false } };
		const { addresses, steps } = run(lab(), [lease, pulled], 250);
		expect(steps.slice(0, 5)).toEqual(['SELECTING', 'offer: free', 'REQUESTING', 'ack: offered', 'BOUND']);
		expect(steps).toContain('RENEWING');
		expect(steps).toContain('REBINDING');
		expect(steps.lastIndexOf('SELECTING')).toBeGreaterThan(steps.indexOf('REBINDING'));
		expect(addresses).toEqual([]);
	});

	it('searches names in the domain that it is told', () => {
		const sim = createSimulation(lab([dhcp({ dns: ['10.0.0.53'], domain: 'lab.example' })]));
		enqueue(sim, [lease]);
		sim.run(10e9);
		const { nameservers, resolver } = sim.world.namespaces[0]!;
		expect(nameservers).toEqual([0x0a000035]);
		expect(resolver).toMatchObject({ search: ['lab.example'], order: ['files', 'dns'] });
		// What else is told of the node leaves that alone.
		enqueue(sim, [
			{ at: '0s', node: 'pc', action: { do: 'config', set: { hosts: [{ address: '10.0.0.9', names: ['x'] }] } } }
		]);
		sim.run(20e9);
		expect(resolver.search).toEqual(['lab.example']);
		expect(nameservers).toEqual([0x0a000035]);
		enqueue(sim, [{ at: '0s', node: 'pc', action: { do: 'config', set: { resolver: { ndots: 3, order: 'dns' } } } }]);
		sim.run(30e9);
		expect(sim.world.namespaces[0]).toMatchObject({
			nameservers: [],
			resolver: { search: [], ndots: 3, order: ['dns'] }
		});
	});

	it('starts over when its address is refused', () => {
		const sim = createSimulation(lab());
		enqueue(sim, [lease]);
		sim.run(10e9);
		// The server moves to another subnet, and the client comes back with an address of the old one.
		applyLab(
			sim,
			labOf(
				[
					{ id: 'pc', kind: 'host', interfaces: [{ name: 'eth0' }] },
					{
						id: 'server',
						kind: 'host',
						interfaces: [{ name: 'eth0', addresses: ['10.1.0.1/24'] }],
						services: [dhcp({ from: '10.1.0.50', to: '10.1.0.60' })]
					}
				],
				[['pc/eth0', 'server/eth0']]
			)
		);
		const trace = record(sim);
		sim.run(250e9);
		const answers = [];
		for (let id = 0; id < trace.count; id++) {
			const facts = trace.factsOf(id);
			if (facts?.kind === 'dhcp-answer') answers.push(`${facts.answer}: ${facts.why}`);
		}
		expect(answers.slice(0, 3)).toEqual(['nak: wrong-network', 'offer: free', 'ack: offered']);
		expect(readTables(sim.world, 'pc').interfaces[1].addresses).toEqual(['10.1.0.50/24']);
	});

	it('fails after three questions that nobody answers', () => {
		const { frames, steps } = run(lab([]), [lease], 60);
		expect(frames).toEqual(['0 DHCP Discover', '3 DHCP Discover', '6 DHCP Discover']);
		expect(steps).toEqual(['SELECTING']);
	});
});

describe('a DHCP service', () => {
	it.each<[object, string]>([
		[{ interface: 'eth7' }, 'nodes[1].services[0].interface: server has no interface "eth7" to serve at'],
		[{ to: '10.0.0.99' }, 'nodes[1].services[0].to: the pool ends before it begins, at 10.0.0.100'],
		[{ to: '10.0.1.5' }, 'nodes[1].services[0].to: 10.0.1.5 is not in the subnet of eth0, 10.0.0.1/24'],
		[{ lease: 60 }, 'nodes[1].services[0].lease: a lease is 120 seconds or more']
	])('%j', (more, problem) => {
		expect(() => lab([dhcp(more)])).toThrow(problem);
	});
});
