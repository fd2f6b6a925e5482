import { describe, expect, it } from 'vitest';
import { fromHex } from './bytes.ts';
import { dissect, frameLabel } from './dissect.ts';
import { frameClass } from './frame-class.ts';
import { checkVxlan, vxlanVni, writeVxlan } from './vxlan.ts';

/** Linux asks "who has 10.0.0.2?" through the VXLAN 42. */
const frame = fromHex(
	'423430c99e80 921382bd3479 0800 4500004e2cba00004011c9e1c0000201c0000202 df4012b5003ad56d 0800000000002a00' +
		'ffffffffffff 02000000aa01 0806 0001080006040001 02000000aa01 0a000001 000000000000 0a000002'
);

describe('VXLAN', () => {
	it('says its VNI', () => {
		expect(checkVxlan(frame, 42, frame.length)).toBe(true);
		expect(vxlanVni(frame, 42)).toBe(42);
		const header = new Uint8Array(8);
		writeVxlan(header, 0, 0xfedcba);
		expect(header).toEqual(fromHex('08000000fedcba00'));
		expect(vxlanVni(header, 0)).toBe(0xfedcba);
	});

	it('is none without its flag, or when no frame fits in', () => {
		expect(checkVxlan(fromHex('0000000000002a00'.padEnd(60, '0')), 0, 30)).toBe(false);
		expect(checkVxlan(frame, 42, 42 + 8 + 13)).toBe(false);
	});

	it('shows the frame inside, which gives it its name and its colour', () => {
		expect(dissect(frame).map(({ name }) => name)).toEqual(['Ethernet', 'IPv4', 'UDP', 'VXLAN', 'Ethernet', 'ARP']);
		expect(frameLabel(frame)).toBe('ARP who has 10.0.0.2? in VXLAN');
		expect(frameClass(frame)).toBe('arp');
	});
});
