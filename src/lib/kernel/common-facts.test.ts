import { describe, expect, it } from 'vitest';
import { neighbourFacts, receiveFacts, ttlFacts } from './common-facts.ts';

const MACS = Array.from({ length: 2000 }, (_, i) => 0x020000000000 + i);

describe('facts in common', () => {
	it('are one object for frames of one stream', () => {
		const first = receiveFacts('eth0', MACS[0], MACS[1], 0x0800, 'unicast');
		expect(receiveFacts('eth0', MACS[0], MACS[1], 0x0800, 'unicast')).toBe(first);
		expect(neighbourFacts('eth0', 1, 'REACHABLE', 2, true)).toBe(neighbourFacts('eth0', 1, 'REACHABLE', 2, true));
		expect(ttlFacts(64)).toBe(ttlFacts(64));
	});

	it('say what they are asked to say, however many streams there are', () => {
		for (const mac of MACS) {
			for (const dev of ['eth0', 'eth1']) {
				const destination = mac + 1;
				expect(receiveFacts(dev, mac, destination, 0x0806, 'other')).toEqual({
					kind: 'receive',
					dev,
					source: mac,
					destination,
					etherType: 0x0806,
					toUs: 'other'
				});
				expect(neighbourFacts(dev, mac % 7, 'STALE', mac, false)).toEqual({
					kind: 'neigh-lookup',
					dev,
					address: mac % 7,
					state: 'STALE',
					mac,
					gateway: false
				});
			}
		}
		for (let before = 2; before < 256; before++)
			expect(ttlFacts(before)).toEqual({ kind: 'ttl', before, after: before - 1 });
	});

	it('keep the facts that a trace holds as they were', () => {
		const first = receiveFacts('eth0', MACS[0], MACS[1], 0x0800, 'unicast');
		receiveFacts('eth0', MACS[0], MACS[1], 0x0800, 'other');
		expect(first.toUs).toBe('unicast');
	});
});
