import { describe, expect, it } from 'vitest';
import { parseCidr, parseIpv4 } from '../net/text.ts';
import { networkOf } from '../net/prefix.ts';
import type { Device } from './devices/device.ts';
import { addressRoutes, addRoute, candidates, createFib, lookup, removeRoute, tableName } from './fib.ts';
import { createRoute, type RouteEntry, TABLE_LOCAL, TABLE_MAIN } from './route-entry.ts';
import { defaultConf } from './sysctl.ts';

function device(index: number, up = true): Device {
	return { index, name: `eth${index}`, kind: 'veth', up, carrier: true, conf: defaultConf() } as Device;
}

const devices = [null, device(1), device(2), device(3, false)];

function route(to: string, dev: number, more: Partial<RouteEntry> = {}): RouteEntry {
	const { address, length } = parseCidr(to);
	const network = networkOf(address, length);
	return createRoute({
		table: TABLE_MAIN,
		network,
		length,
		type: 'unicast',
		dev,
		scope: 'link',
		origin: 'static',
		...more
	});
}

function found(routes: RouteEntry[], destination: string, output = 0): RouteEntry | null {
	const fib = createFib();
	for (const one of routes) addRoute(fib, one);
	return lookup(fib, devices, parseIpv4(destination), output);
}

describe('the FIB', () => {
	const wide = route('10.0.0.0/8', 1);
	const middle = route('10.1.0.0/16', 2);
	const host = route('10.1.2.3/32', 1);
	const fallback = route('0.0.0.0/0', 2, { gateway: parseIpv4('10.1.0.1') });

	it.each([
		['10.1.2.3', host],
		['10.1.2.4', middle],
		['10.2.0.1', wide],
		['8.8.8.8', fallback]
	])('takes the longest prefix for %s', (destination, expected) => {
		expect(found([fallback, wide, host, middle], destination)).toBe(expected);
	});

	it('answers null where no route matches', () => {
		expect(found([middle], '192.168.0.1')).toBeNull();
	});

	it('takes the smaller metric, and of equals the older', () => {
		const cheap = route('10.0.0.0/8', 2, { metric: 10 });
		const dear = route('10.0.0.0/8', 1, { metric: 20 });
		const second = route('10.0.0.0/8', 1, { metric: 10 });
		expect(found([dear, cheap, second], '10.9.9.9')).toBe(cheap);
	});

	it('passes over a route whose interface is down, for a shorter one', () => {
		expect(found([route('10.1.0.0/16', 3), wide], '10.1.2.3')).toBe(wide);
	});

	it('keeps to the interface that is asked for', () => {
		expect(found([middle, wide], '10.1.2.3', 1)).toBe(wide);
	});

	it('looks at the local table first, and names all candidates in the order of preference', () => {
		const fib = createFib();
		const address = parseIpv4('10.1.2.3');
		for (const one of addressRoutes(device(1), { address, length: 24, secondary: false, subnet: address }))
			addRoute(fib, one);
		addRoute(fib, host);
		addRoute(fib, wide);
		expect(lookup(fib, devices, parseIpv4('10.1.2.3'), 0)?.table).toBe(TABLE_LOCAL);
		expect(candidates(fib, parseIpv4('10.1.2.3')).map((one) => `${tableName(one.table)}/${one.length}`)).toEqual([
			'local/32',
			'main/32',
			'main/24',
			'main/8'
		]);
	});

	it('refuses the same route twice and forgets a removed one', () => {
		const fib = createFib();
		expect(addRoute(fib, wide)).toBe(true);
		expect(addRoute(fib, { ...wide })).toBe(false);
		expect(removeRoute(fib, wide)).toBe(true);
		expect(lookup(fib, devices, parseIpv4('10.0.0.1'), 0)).toBeNull();
	});

	it.each([
		['10.0.0.1/24', ['local 10.0.0.1/32', 'main 10.0.0.0/24', 'local 10.0.0.255/32']],
		['10.0.0.0/31', ['local 10.0.0.0/32', 'main 10.0.0.0/31']],
		['10.0.0.1/32', ['local 10.0.0.1/32']]
	])('gives %s the routes that Linux gives it', (text, expected) => {
		const { address, length } = parseCidr(text);
		const names = addressRoutes(device(1), { address, length, secondary: false, subnet: address }).map((one) => {
			const octets = [24, 16, 8, 0].map((shift) => (one.network >>> shift) & 255).join('.');
			return `${tableName(one.table)} ${octets}/${one.length}`;
		});
		expect(names).toEqual(expected);
	});
});
