import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4 } from '../net/ipv4.ts';
import { fromHex } from './bytes.ts';
import {
	addressesOption,
	clientId,
	decodeDhcp,
	describeDhcp,
	describeDhcpOption,
	type DhcpMessage,
	DHCPOFFER,
	dhcpType,
	encodeDhcp,
	OPTION_DNS,
	OPTION_DOMAIN,
	OPTION_LEASE_TIME,
	OPTION_SERVER_ID,
	optionOf,
	wordOption
} from './dhcp.ts';

/** What dnsmasq 2.90 offered to udhcpc: sname and file are empty. */
const offer = fromHex(
	`020106004d19d53c00000000000000000a0000780a00000100000000020000000201${'00'.repeat(10 + 192)}6382536335010236040a0000013304000000783a04` +
		'0000003c3b04000000690104ffffff001c040a0000ff0f0b6578616d706c652e6c616e06040a00003503040a000001ff'
);

describe('DHCP', () => {
	const message = decodeDhcp(offer, 0, offer.length)!;

	it('is taken apart', () => {
		expect(message).toMatchObject({ reply: true, xid: 0x4d19d53c, secs: 0, broadcast: false, mac: 0x020000000201 });
		expect(message.yours).toBe(parseIpv4('10.0.0.120'));
		expect(dhcpType(message)).toBe(DHCPOFFER);
		expect(wordOption(message, OPTION_LEASE_TIME)).toBe(120);
		expect(wordOption(message, OPTION_SERVER_ID)).toBe(parseIpv4('10.0.0.1'));
		expect(addressesOption(message, OPTION_DNS)).toEqual([parseIpv4('10.0.0.53')]);
		expect(new TextDecoder().decode(optionOf(message, OPTION_DOMAIN))).toBe('example.lan');
	});

	it('is put together again, to the same bytes', () => {
		expect(encodeDhcp(message)).toEqual(offer);
	});

	it('reads as a line, and its options as words', () => {
		expect(describeDhcp(message)).toBe('DHCP Offer    - Transaction ID 0x4d19d53c');
		expect(message.options.map((option) => Object.values(describeDhcpOption(option)).join(': '))).toEqual([
			'Message type: Offer',
			'Server: 10.0.0.1',
			'Lease time: 120 s',
			'Renewal time: 60 s',
			'Rebinding time: 105 s',
			'Subnet mask: 255.255.255.0',
			'Broadcast address: 10.0.0.255',
			'Domain: example.lan',
			'DNS server: 10.0.0.53',
			'Router: 10.0.0.1'
		]);
	});

	it('names a client by its MAC', () => {
		expect(clientId(0x020000000201).data).toEqual(fromHex('01020000000201'));
	});

	it('every message comes back as it was', () => {
		const word = fc.integer({ min: 0, max: 0xffffffff });
		const messages: fc.Arbitrary<DhcpMessage> = fc.record({
			reply: fc.boolean(),
			xid: word,
			secs: fc.integer({ min: 0, max: 0xffff }),
			broadcast: fc.boolean(),
			client: word,
			yours: word,
			server: word,
			relay: word,
			mac: fc.integer({ min: 0, max: 0xffffffffffff }),
			options: fc.array(
				fc.record({ code: fc.integer({ min: 1, max: 254 }), data: fc.uint8Array({ maxLength: 255 }) }),
				{ maxLength: 12 }
			)
		});
		fc.assert(
			fc.property(messages, (one) => {
				const bytes = encodeDhcp(one);
				expect(bytes.length).toBeGreaterThanOrEqual(300);
				expect(decodeDhcp(bytes, 0, bytes.length)).toEqual(one);
			})
		);
	});

	it('whatever is cut off or changed is read or refused, never thrown', () => {
		fc.assert(
			fc.property(fc.nat(offer.length), fc.nat(offer.length - 1), fc.integer({ min: 0, max: 255 }), (end, at, byte) => {
				const bytes = offer.slice(0, end);
				if (at < end) bytes[at] = byte;
				const read = decodeDhcp(bytes, 0, bytes.length);
				if (read !== null) read.options.forEach(describeDhcpOption);
			})
		);
	});
});
