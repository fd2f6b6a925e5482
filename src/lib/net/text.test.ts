import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	formatCidr,
	formatDuration,
	formatIpv4,
	formatMac,
	formatTime,
	isCidr,
	isIpv4,
	isMac,
	isTime,
	parseCidr,
	parseIpv4,
	parseMac,
	parseTime
} from './text.ts';

const address = fc.integer({ min: 0, max: 0xffffffff });

describe('IPv4 addresses', () => {
	it('reads dotted decimals as an unsigned number in host order', () => {
		expect(parseIpv4('10.0.0.1')).toBe(0x0a000001);
		expect(parseIpv4('255.255.255.255')).toBe(0xffffffff);
		expect(formatIpv4(0xc0a80164)).toBe('192.168.1.100');
	});

	it.each(['', '10.0.0', '10.0.0.300', '010.0.0.1', '1.2.3.4.5', ' 1.2.3.4', '1.2.3.-1', '0x1.2.3.4', 'host'])(
		'refuses %j and says so',
		(text) => {
			expect(isIpv4(text)).toBe(false);
			expect(() => parseIpv4(text)).toThrow(`${text} is not an IPv4 address`);
		}
	);

	it('reads what it wrote', () => {
		fc.assert(fc.property(address, (a) => parseIpv4(formatIpv4(a)) === a));
	});
});

describe('CIDR', () => {
	it('keeps the host bits', () => {
		expect(parseCidr('10.0.0.1/24')).toEqual({ address: 0x0a000001, length: 24 });
		expect(formatCidr(0, 0)).toBe('0.0.0.0/0');
	});

	it.each(['10.0.0.1', '10.0.0.1/', '10.0.0.1/33', '10.0.0.1/024', '10.0.0.1/-1', '10.0.0/8', '1.2.3.4/8/9', '/8'])(
		'refuses %j and says so',
		(text) => {
			expect(isCidr(text)).toBe(false);
			expect(() => parseCidr(text)).toThrow(`${text} is not an IPv4 address with a prefix length`);
		}
	);

	it('reads what it wrote', () => {
		fc.assert(
			fc.property(address, fc.integer({ min: 0, max: 32 }), (a, length) => {
				expect(parseCidr(formatCidr(a, length))).toEqual({ address: a, length });
			})
		);
	});
});

describe('MAC addresses', () => {
	it('are 48-bit numbers, first byte highest', () => {
		expect(parseMac('02:00:00:00:00:01')).toBe(0x020000000001);
		expect(parseMac('FF:ff:ff:ff:ff:ff')).toBe(0xffffffffffff);
		expect(formatMac(0x0180c2000000)).toBe('01:80:c2:00:00:00');
	});

	it.each(['', '02:00:00:00:00', '02-00-00-00-00-01', '020000000001', '02:00:00:00:00:0g', '02:00:00:00:00:01:02'])(
		'refuses %j',
		(text) => {
			expect(isMac(text)).toBe(false);
			expect(() => parseMac(text)).toThrow('is not a MAC address');
		}
	);

	it('reads what it wrote', () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (mac) => parseMac(formatMac(mac)) === mac));
	});
});

describe('times', () => {
	it.each([
		['100us', 100_000],
		['0.1ms', 100_000],
		['1.5s', 1_500_000_000],
		['300s', 300_000_000_000],
		['5min', 300_000_000_000],
		['2h', 7_200_000_000_000],
		['0s', 0],
		['7ns', 7]
	])('%s is %i ns', (text, ns) => expect(parseTime(text)).toBe(ns));

	it.each(['', '5', 's', '-1s', '1,5s', '1.s', '.5s', '1 s', '1m', '99999999h'])('refuses %j', (text) => {
		expect(isTime(text)).toBe(false);
		expect(() => parseTime(text)).toThrow('is not a time with a unit');
	});

	it.each([
		[0, '0s'],
		[100_000, '100us'],
		[1_500_000_000, '1.5s'],
		[300_000_000_000, '5min'],
		[90_000_000_000, '90s'],
		[1_000_000, '1ms'],
		[412, '412ns'],
		[1_234_567, '1234.567us']
	])('%i ns is written %s', (ns, text) => expect(formatTime(ns)).toBe(text));

	it('reads what it wrote', () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (ns) => parseTime(formatTime(ns)) === ns));
	});

	it.each([
		[412, '412 ns'],
		[412_000, '0.412 ms'],
		[1_000_000_000, '1.000 s'],
		[300_000_000_000, '5 min'],
		[432_000_000_000_000, '120 h'],
		[73_200_000_000, '73.200 s']
	])('%i ns is %s for people', (ns, text) => expect(formatDuration(ns)).toBe(text));
});
