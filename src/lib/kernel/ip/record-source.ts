/** What reverse path filtering found, as a step: the way that an answer would take. */
import { ipv4Destination, ipv4Source } from '../../wire/ipv4.ts';
import type { DropReason } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { routeFacts } from '../fib.ts';
import { flowOfPacket } from '../flow.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import type { RouteEntry } from '../route-entry.ts';
import { validateSource } from './validate-source.ts';

/** @param verdict Of the decision. @param route Of the decision, null: it had none. */
export function recordSource(
	k: Kernel,
	ns: Netns,
	device: Device,
	packet: Packet,
	verdict: string,
	route: RouteEntry | null,
	reason: DropReason | ''
): void {
	if (verdict === 'none' || (verdict === 'martian' && reason !== 'ip-rp-filter')) return;
	const source = ipv4Source(packet.bytes, L3);
	const towards = verdict === 'broadcast' ? 0 : ipv4Destination(packet.bytes, L3);
	const ways: (RouteEntry | null)[] = [];
	const output = verdict === 'forward' || route?.type === 'unicast' ? route!.dev : 0;
	validateSource(ns, device, source, towards, output, flowOfPacket(packet, device.index), ways);
	const back = ways[0] ?? null;
	k.rec.step(ns, 'routing', reason === 'ip-rp-filter' ? 'drop' : 'pass', packet, {
		kind: 'rp-filter',
		source,
		dev: device.name,
		mode: device.conf.rpFilter === 1 ? 'strict' : 'loose',
		back: back === null || back.table === 0 ? null : routeFacts(back, ns.devices),
		passed: reason !== 'ip-rp-filter'
	});
}
