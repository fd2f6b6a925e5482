/** What advice says will be lost is lost, and what it says would mend it does. */
import { describe, expect, it } from 'vitest';
import { adviseOn } from '../lab/advice/index.ts';
import type { Lab } from '../lab/document.ts';
import { labOf, type LinkSource, type NodeSource } from '../lab/testing/lab-of.ts';
import { Session } from './session.ts';

const ends = (address: string, via?: string): Omit<NodeSource, 'id'> => ({
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: [address] }],
	routes: via === undefined ? [] : [{ to: 'default', via }]
});
const router = (forwarding: boolean, ...addresses: string[]): Omit<NodeSource, 'id'> => ({
	kind: 'router',
	forwarding,
	interfaces: addresses.map((address, i) => ({ name: `eth${i}`, addresses: [address] }))
});

function status(lab: Lab, to: string): string {
	const session = new Session(lab);
	session.input([{ at: '0s', node: 'a', action: { do: 'ping', to, count: 1, interval: '1s', size: 56, ttl: 64 } }], 0);
	while (session.advance());
	return session.progress.flows[0].status;
}

const two: LinkSource[] = [
	['a/eth0', 'r/eth0'],
	['r/eth1', 'b/eth0']
];
const cases: [kind: string, nodes: Record<string, Omit<NodeSource, 'id'>>, links: LinkSource[], to: string][] = [
	['duplicate-address', { a: ends('10.0.0.1/24'), b: ends('10.0.0.1/24') }, [['a/eth0', 'b/eth0']], '10.0.0.2'],
	['reserved-address', { a: ends('10.0.0.1/24'), b: ends('10.0.0.255/24') }, [['a/eth0', 'b/eth0']], '10.0.0.2'],
	['mask-mismatch', { a: ends('10.0.0.1/24'), b: ends('10.0.0.130/25') }, [['a/eth0', 'b/eth0']], '10.0.0.130'],
	['unreachable-gateway', { a: ends('10.0.0.1/24', '10.0.0.9'), r: router(true, '10.0.0.254/24', '10.0.1.254/24'), b: ends('10.0.1.1/24', '10.0.1.254') }, two, '10.0.1.1'], // prettier-ignore
	['unreachable-gateway', { a: ends('10.0.0.1/24', '10.7.0.9'), r: router(true, '10.0.0.254/24', '10.0.1.254/24'), b: ends('10.0.1.1/24', '10.0.1.254') }, two, '10.0.1.1'], // prettier-ignore
	['forwarding-off', { a: ends('10.0.0.1/24', '10.0.0.254'), r: router(false, '10.0.0.254/24', '10.0.1.254/24'), b: ends('10.0.1.1/24', '10.0.1.254') }, two, '10.0.1.1'], // prettier-ignore
	['missing-return-route', { a: ends('10.0.0.1/24', '10.0.0.254'), r: router(true, '10.0.0.254/24', '10.0.1.254/24'), b: ends('10.0.1.1/24') }, two, '10.0.1.1'] // prettier-ignore
];

describe.each(cases)('%s', (kind, nodes, links, to) => {
	const lab = labOf(
		Object.entries(nodes).map(([id, node]) => ({ id, ...node })),
		links
	);

	it('a ping fails before, and gets its answer after each mend', () => {
		expect(status(lab, to)).toBe('failed');
		const { mends } = adviseOn(lab).find((one) => one.kind === kind)!;
		expect(mends.length).toBeGreaterThan(0);
		for (const mend of mends) expect([mend.text, status(mend.apply(lab), to)]).toEqual([mend.text, 'ok']);
	});
});
