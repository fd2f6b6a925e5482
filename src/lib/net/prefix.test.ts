import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as prefix from './prefix.ts';
import { parseIpv4 } from './text.ts';

const ip = parseIpv4;
const address = fc.integer({ min: 0, max: 0xffffffff });
const length = fc.integer({ min: 0, max: 32 });

describe('prefixes', () => {
	it('have a mask, a network and a broadcast address', () => {
		expect(prefix.maskOf(0)).toBe(0);
		expect(prefix.maskOf(24)).toBe(ip('255.255.255.0'));
		expect(prefix.maskOf(32)).toBe(0xffffffff);
		expect(prefix.networkOf(ip('192.168.1.77'), 26)).toBe(ip('192.168.1.64'));
		expect(prefix.broadcastOf(ip('192.168.1.77'), 26)).toBe(ip('192.168.1.127'));
	});

	it('hold exactly the addresses from network to broadcast', () => {
		fc.assert(
			fc.property(address, length, address, (network, bits, other) => {
				const inside = other >= prefix.networkOf(network, bits) && other <= prefix.broadcastOf(network, bits);
				expect(prefix.contains(network, bits, other)).toBe(inside);
			})
		);
	});

	it('share as many bits as their longest common prefix', () => {
		expect(prefix.commonLength(ip('10.0.0.0'), ip('10.0.0.0'))).toBe(32);
		expect(prefix.commonLength(ip('10.0.0.1'), ip('10.0.1.1'))).toBe(23);
		expect(prefix.commonLength(0, 0x80000000)).toBe(0);
	});

	it('are read from a netmask, if it is one', () => {
		fc.assert(fc.property(length, (bits) => prefix.lengthOfMask(prefix.maskOf(bits)) === bits));
		expect(prefix.lengthOfMask(ip('255.0.255.0'))).toBe(-1);
	});

	it('know the special addresses', () => {
		expect(prefix.isMulticast(ip('224.0.0.1'))).toBe(true);
		expect(prefix.isMulticast(ip('240.0.0.1'))).toBe(false);
		expect(prefix.isLoopback(ip('127.1.2.3'))).toBe(true);
		expect(prefix.isLimitedBroadcast(ip('255.255.255.255'))).toBe(true);
		expect(prefix.isThisNetwork(0)).toBe(true);
		expect(prefix.isLinkLocal(ip('169.254.9.9'))).toBe(true);
		for (const inside of ['10.9.9.9', '172.31.255.1', '192.168.0.1']) expect(prefix.isPrivate(ip(inside))).toBe(true);
		expect(prefix.isPrivate(ip('172.32.0.1'))).toBe(false);
	});
});
