import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arpRequest } from './captured-frames.ts';
import {
	BROADCAST_MAC,
	decodeEthernet,
	describeEthernet,
	encodeEthernet,
	ETHERTYPE_ARP,
	etherDestination,
	etherSource,
	etherType,
	isGroupMac,
	setEtherDestination,
	setEtherSource,
	setEtherType
} from './ethernet.ts';

const mac = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const frame = fc.record({
	destination: mac,
	source: mac,
	type: fc.integer({ min: 0, max: 0xffff }),
	payload: fc.uint8Array({ maxLength: 64 })
});

describe('Ethernet', () => {
	it('takes a captured frame apart', () => {
		expect(etherDestination(arpRequest, 0)).toBe(BROADCAST_MAC);
		expect(etherSource(arpRequest, 0)).toBe(0x020000000001);
		expect(etherType(arpRequest, 0)).toBe(ETHERTYPE_ARP);
		expect(describeEthernet(decodeEthernet(arpRequest, 0, arpRequest.length)!)).toBe(
			'Ethernet II, Src: 02:00:00:00:00:01, Dst: ff:ff:ff:ff:ff:ff, ARP'
		);
	});

	it('puts it together again, by the header or field by field', () => {
		expect(encodeEthernet(decodeEthernet(arpRequest, 0, arpRequest.length)!)).toEqual(arpRequest);
		const b = new Uint8Array(14);
		setEtherDestination(b, 0, BROADCAST_MAC);
		setEtherSource(b, 0, 0x020000000001);
		setEtherType(b, 0, ETHERTYPE_ARP);
		expect(b).toEqual(arpRequest.slice(0, 14));
	});

	it('decodes what it encoded', () => {
		fc.assert(
			fc.property(frame, (x) => {
				const b = encodeEthernet(x);
				expect(decodeEthernet(b, 0, b.length)).toEqual(x);
			})
		);
	});

	it('knows group addresses by the lowest bit of the first byte', () => {
		expect(isGroupMac(BROADCAST_MAC)).toBe(true);
		expect(isGroupMac(0x01005e000001)).toBe(true);
		expect(isGroupMac(0x020000000001)).toBe(false);
	});

	it('refuses less than a header', () => {
		expect(decodeEthernet(arpRequest, 0, 13)).toBeNull();
	});
});
