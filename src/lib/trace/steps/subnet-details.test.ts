import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../../net/text.ts';
import { subnetDetails } from './subnet-details.ts';
import type { RouteFacts, StepFacts } from './types.ts';

const own = parseIpv4('10.0.1.10');
const gateway = parseIpv4('10.0.1.1');

const connected: RouteFacts = {
	network: parseIpv4('10.0.1.0'),
	length: 24,
	type: 'unicast',
	gateway: 0,
	dev: 'eth0',
	metric: 0,
	scope: 'link',
	preferredSource: own,
	origin: 'kernel',
	table: 'main',
	tos: 0,
	hops: []
};
const byGateway: RouteFacts = {
	...connected,
	network: 0,
	length: 0,
	gateway,
	scope: 'global',
	preferredSource: 0,
	origin: 'static'
};

function asked(destination: string, changes: Partial<StepFacts['route']>): StepFacts['route'] {
	return {
		destination: parseIpv4(destination),
		source: own,
		from: '',
		candidates: [connected, byGateway],
		winner: 0,
		losers: [],
		errno: '',
		...changes
	};
}

describe('is it on my subnet?', () => {
	it('yes: the destination is asked for', () => {
		const [bits] = subnetDetails(asked('10.0.1.20', {}));
		expect(bits.rows).toEqual([
			{ label: '10.0.1.20 (destination)', value: parseIpv4('10.0.1.20'), length: 32, matched: true },
			{ label: '10.0.1.10 (my own address, 10.0.1.0/24)', value: own, length: 24, matched: true }
		]);
		expect(bits.outcome).toBe(
			'Yes: all 24 bits are the same, so it is a neighbour, and its own MAC address is asked for.'
		);
	});

	it('no: the gateway is asked for', () => {
		const [bits] = subnetDetails(asked('10.0.2.20', { candidates: [byGateway], losers: [connected] }));
		expect(bits.rows[1].matched).toBe(false);
		expect(bits.outcome).toBe(
			'No: bit 23 differs, so the frame goes to the gateway, and the MAC address of 10.0.1.1 is asked for.'
		);
	});

	it('a longer route may send a neighbour by a gateway, and a route without one reach strangers', () => {
		const host = { ...byGateway, network: parseIpv4('10.0.1.20'), length: 32 };
		expect(subnetDetails(asked('10.0.1.20', { candidates: [host, connected] }))[0].outcome).toMatch(
			/^All 24 bits are the same, but a longer route says otherwise/
		);
		const onLink = { ...byGateway, gateway: 0 };
		expect(subnetDetails(asked('10.0.2.20', { candidates: [onLink], losers: [connected] }))[0].outcome).toMatch(
			/^No: bit 23 differs\. But the route names no gateway/
		);
	});

	it('is not asked about packets that pass, that stay here, or where no subnet is known', () => {
		expect(subnetDetails(asked('10.0.1.20', { from: 'eth1' }))).toEqual([]);
		expect(subnetDetails(asked('10.0.1.10', { candidates: [{ ...connected, type: 'local' }] }))).toEqual([]);
		expect(subnetDetails(asked('10.0.2.20', { candidates: [byGateway] }))).toEqual([]);
		expect(subnetDetails(asked('10.0.2.20', { candidates: [], winner: -1 }))).toEqual([]);
	});
});
