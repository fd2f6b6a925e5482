/** The last step of a packet in IP: to the neighbour, or to everybody (net/ipv4/ip_output.c, ip_finish_output2). */
import { BROADCAST_MAC } from '../../wire/ethernet.ts';
import type { Errno } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { resolveOutput } from '../neighbour/table.ts';
import { transmitTo } from '../neighbour/transmit.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import { isThroughGateway } from './route.ts';

/** Owns the packet. */
export function hand(k: Kernel, ns: Netns, device: Device, packet: Packet): Errno | '' {
	const route = packet.route!;
	if (!device.noArp && route.type !== 'broadcast') {
		return resolveOutput(k, ns, device, packet.nextHop, packet, isThroughGateway(route));
	}
	transmitTo(k, ns, device, device.noArp ? device.mac : BROADCAST_MAC, packet);
	return '';
}
