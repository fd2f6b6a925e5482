import { describe, expect, it } from 'vitest';
import { encodeEthernet } from '../wire/ethernet.ts';
import { neighbourFacts, receiveFacts, ttlFacts } from './common-facts.ts';
import type { Neighbour } from './neighbour/entry.ts';
import { addNeighbour } from './neighbour/table.ts';
import { createNetns } from './netns.ts';

const MACS = Array.from({ length: 2000 }, (_, i) => 0x020000000000 + i);

function frame(source: number, destination: number): Uint8Array {
	return encodeEthernet({ source, destination, type: 0x0806, payload: new Uint8Array() });
}

function neighbour(address: number, mac: number): Neighbour {
	const entry = addNeighbour(createNetns(0, 'a', 'a'), 1, address);
	entry.mac = mac;
	return entry;
}

describe('facts in common', () => {
	it('are one object for frames of one stream', () => {
		const bytes = frame(MACS[0], MACS[1]);
		expect(receiveFacts('eth0', bytes, 0x0806, true)).toBe(receiveFacts('eth0', bytes.slice(), 0x0806, true));
		expect(neighbourFacts('eth0', neighbour(1, 2), true)).toBe(neighbourFacts('eth0', neighbour(1, 2), true));
		expect(ttlFacts(64)).toBe(ttlFacts(64));
	});

	it('say what they are asked to say, however many streams there are', () => {
		for (const source of MACS) {
			for (const dev of ['eth0', 'eth1']) {
				const destination = source + 1;
				expect(receiveFacts(dev, frame(source, destination), 0x0806, false)).toEqual({
					kind: 'receive',
					dev,
					source,
					destination,
					etherType: 0x0806,
					toUs: 'other'
				});
				expect(neighbourFacts(dev, neighbour(source % 7, source), false)).toEqual({
					kind: 'neigh-lookup',
					dev,
					address: source % 7,
					state: 'NONE',
					mac: source,
					gateway: false
				});
			}
		}
		for (let before = 2; before < 256; before++)
			expect(ttlFacts(before)).toEqual({ kind: 'ttl', before, after: before - 1 });
	});

	it('keep the facts that a trace holds as they were', () => {
		const first = receiveFacts('eth0', frame(MACS[0], MACS[1]), 0x0806, true);
		expect(receiveFacts('eth0', frame(MACS[0], MACS[1]), 0x0806, false).toUs).toBe('other');
		expect(first.toUs).toBe('unicast');
	});
});
