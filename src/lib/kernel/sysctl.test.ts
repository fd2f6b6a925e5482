import { describe, expect, it } from 'vitest';
import { createSimulation } from '../engine/run-lab.ts';
import { labOf } from '../lab/testing/lab-of.ts';
import type { ConfSysctl } from '../net/sysctls.ts';

const S = 1_000_000_000;

function netns(sysctls: Record<string, number>, forwarding = false) {
	const interfaces = [{ name: 'eth0' }, { name: 'eth1' }];
	const lab = labOf([{ id: 'h', kind: 'host', forwarding, interfaces, sysctls }]);
	return createSimulation(lab).world.namespaces[0]!;
}

function onEach(ns: ReturnType<typeof netns>, key: ConfSysctl): Record<string, number> {
	return Object.fromEntries([...ns.deviceByName.values()].map(({ name, conf }) => [name, conf[key]]));
}

describe('sysctls of an interface', () => {
	it('are those of all or its own where one is enough', () => {
		const all = 'net.ipv4.conf.all.send_redirects';
		expect(onEach(netns({ [all]: 0 }), 'sendRedirects')).toEqual({ lo: 1, eth0: 1, eth1: 1 });
		const none = { [all]: 0, 'net.ipv4.conf.default.send_redirects': 0, 'net.ipv4.conf.eth1.send_redirects': 1 };
		expect(onEach(netns(none), 'sendRedirects')).toEqual({ lo: 0, eth0: 0, eth1: 1 });
	});

	it('what is said of one stands against the default, in whichever order', () => {
		const own = { 'net.ipv4.neigh.eth0.retrans_time_ms': 100, 'net.ipv4.neigh.default.retrans_time_ms': 2000 };
		const ns = netns(own);
		expect([...ns.deviceByName.values()].map(({ neigh }) => neigh.retransTime / S)).toEqual([2, 0.1, 2]);
	});

	it('one switch makes all of them forward, and stops believing redirects', () => {
		const ns = netns({}, true);
		expect(onEach(ns, 'forwarding')).toEqual({ lo: 1, eth0: 1, eth1: 1 });
		expect(onEach(ns, 'acceptRedirects')).toEqual({ lo: 0, eth0: 0, eth1: 0 });
	});

	it('one of them may be kept from forwarding, and then believes redirects for its own sake', () => {
		const ns = netns({ 'net.ipv4.conf.eth0.forwarding': 0 }, true);
		expect(onEach(ns, 'forwarding')).toEqual({ lo: 1, eth0: 0, eth1: 1 });
		expect(onEach(ns, 'acceptRedirects')).toEqual({ lo: 0, eth0: 1, eth1: 0 });
	});
});
