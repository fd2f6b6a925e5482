import { describe, expect, it } from 'vitest';
import { findSysctl, sysctlDefault, sysctlNames, sysctlPath } from './sysctls.ts';

describe('sysctls', () => {
	it.each([
		['net.ipv4.ip_default_ttl', 64, 'net/ipv4/ip_default_ttl'],
		['net.ipv4.ip_forward', 0, 'net/ipv4/ip_forward'],
		['net.ipv4.conf.all.send_redirects', 1, 'net/ipv4/conf/all/send_redirects'],
		['net.ipv4.conf.eth0.forwarding', 0, 'net/ipv4/conf/eth0/forwarding'],
		['net.ipv4.conf.eth0/10.forwarding', 0, 'net/ipv4/conf/eth0.10/forwarding'],
		['net.ipv4.conf.eth0.10.forwarding', 0, 'net/ipv4/conf/eth0.10/forwarding'],
		['net.ipv4.neigh.default.locktime', 100, 'net/ipv4/neigh/default/locktime'],
		['net.ipv4.neigh.all.locktime', undefined, 'net/ipv4/neigh/all/locktime'],
		['net.ipv4.conf.all.locktime', undefined, 'net/ipv4/conf/all/locktime'],
		['net.core.somaxconn', undefined, 'net/core/somaxconn']
	])('%s', (name, initial, path) => {
		expect(sysctlDefault(name)).toBe(initial);
		expect(sysctlPath(name)).toBe(path);
	});

	it('has no name twice, and finds every one', () => {
		const names = sysctlNames();
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => findSysctl(name) === undefined)).toEqual([]);
	});
});
