/** Whether a question is answered, and in whose name (net/ipv4/arp.c, arp_process). */
import type { StepFacts } from '../../trace/steps/types.ts';
import type { Device } from '../devices/device.ts';
import { confirmAddress } from '../ip/confirm-address.ts';
import { flowOf } from '../flow.ts';
import { routeInput } from '../ip/route-input.ts';
import { routeOutput } from '../ip/route.ts';
import type { Netns } from '../netns.ts';
import { neighbourKey } from './entry.ts';

export type ProxyWhy = StepFacts['arp-proxy']['why'];

export type ArpAnswer =
	| { kind: 'own' }
	/** For another machine, which is reached by `by`. */
	| { kind: 'proxy'; why: ProxyWhy; by: Device }
	/** The address is ours, but it is not to be told: `detail` is the setting, or the interface that would be right. */
	| { kind: 'silent'; reason: 'arp-ignored' | 'arp-filtered'; detail: string }
	/** It is nobody whom we speak for. */
	| { kind: 'none' };

/** arp_ignore: what the setting says against an answer. */
export function ignores(ns: Netns, device: Device, sender: number, target: number): boolean {
	switch (device.conf.arpIgnore) {
		case 1:
			return !confirmAddress(ns, device, 0, target, true);
		case 2:
			return !confirmAddress(ns, device, sender, target, true);
		case 3:
			return !confirmAddress(ns, null, 0, target, false);
		case 8:
			return true;
		default:
			return false;
	}
}

/** arp_filter: the interface by which the asker would be answered, if it is not this one. "" where there is no way. */
function filteredBy(ns: Netns, device: Device, sender: number, target: number): string | null {
	const { route, errno } = routeOutput(ns, sender, target);
	if (errno !== '' || route === null) return '';
	const way = route.type === 'local' ? 1 : route.dev;
	return way === device.index ? null : (ns.devices[way]?.name ?? '');
}

function ownAnswer(ns: Netns, device: Device, sender: number, target: number): ArpAnswer {
	if (ignores(ns, device, sender, target)) {
		return { kind: 'silent', reason: 'arp-ignored', detail: String(device.conf.arpIgnore) };
	}
	const by = device.conf.arpFilter === 0 ? null : filteredBy(ns, device, sender, target);
	return by === null ? { kind: 'own' } : { kind: 'silent', reason: 'arp-filtered', detail: by };
}

/** arp_fwd_proxy, arp_fwd_pvlan and pneigh_lookup: the asked one is beyond an interface of ours. */
function proxyWhy(ns: Netns, device: Device, by: number, sender: number, target: number): ProxyWhy | null {
	if (by === device.index) return device.conf.proxyArpPvlan !== 0 && sender !== target ? 'proxy_arp_pvlan' : null;
	if (device.conf.proxyArp !== 0) return 'proxy_arp';
	return ns.proxyNeighbours.has(neighbourKey(device.index, target)) ? 'neighbour' : null;
}

/** For a question from `sender`, which is not 0. */
export function answerFor(ns: Netns, device: Device, sender: number, target: number): ArpAnswer {
	const { verdict, route } = routeInput(ns, device, target, sender, flowOf(target, sender, { input: device.index }));
	if (verdict === 'local') return ownAnswer(ns, device, sender, target);
	if (verdict !== 'forward' || route === null || route.type !== 'unicast') return { kind: 'none' };
	// A route back by the same interface is none for a question (__mkroute_input).
	const why = proxyWhy(ns, device, route.dev, sender, target);
	const by = ns.devices[route.dev];
	return why === null || !by ? { kind: 'none' } : { kind: 'proxy', why, by };
}
