/** Building and sending ARP messages (RFC 826; net/ipv4/arp.c, arp_solicit and arp_send). */
import { ARP_LENGTH, ARP_REPLY, ARP_REQUEST, writeArp } from '../../wire/arp.ts';
import { BROADCAST_MAC, ETHERTYPE_ARP, writeEthernet } from '../../wire/ethernet.ts';
import { ipv4Source } from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { deviceTransmit } from '../devices/transmit.ts';
import { isOwnAddress, selectSource } from '../ip/addresses.ts';
import type { Netns } from '../netns.ts';
import { allocate, L3, type Packet } from '../packet.ts';
import type { Neighbour } from './entry.ts';

/** Asks for `entry`'s MAC, with arp_announce 0: in the name of the waiting packet's own source if it is an address of ours. */
export function solicit(
	k: Kernel,
	ns: Netns,
	device: Device,
	entry: Neighbour,
	waiting: Packet | null,
	unicast: boolean,
	attempt: number
): void {
	let sender = 0;
	if (waiting !== null) {
		const source = ipv4Source(waiting.bytes, L3);
		if (isOwnAddress(ns, source)) sender = source;
	}
	if (sender === 0) sender = selectSource(ns, device, entry.address);
	const request = build(ARP_REQUEST, device, unicast ? entry.mac : BROADCAST_MAC, sender, 0, entry.address);
	request.cause = waiting !== null ? waiting.cause : entry.cause;
	request.flow = waiting !== null ? waiting.flow : entry.flow;
	if (k.rec.on) {
		k.rec.step(ns, 'neighbour', 'pass', request, {
			kind: 'arp-request',
			dev: device.name,
			target: entry.address,
			sender,
			attempt,
			of: unicast ? device.neigh.ucastSolicit : device.neigh.mcastSolicit,
			unicast
		});
	}
	deviceTransmit(k, ns, device, request);
}

/** Answers `request`: `address` is at this interface. */
export function sendReply(
	k: Kernel,
	ns: Netns,
	device: Device,
	request: Packet,
	targetMac: number,
	target: number,
	address: number
): void {
	const answer = build(ARP_REPLY, device, targetMac, address, targetMac, target);
	answer.cause = request.cause;
	answer.flow = request.flow;
	if (k.rec.on) {
		k.rec.step(ns, 'neighbour', 'reply', answer, {
			kind: 'arp-reply',
			dev: device.name,
			target,
			targetMac,
			address,
			mac: device.mac
		});
	}
	deviceTransmit(k, ns, device, answer);
}

function build(
	operation: number,
	device: Device,
	to: number,
	sender: number,
	targetMac: number,
	target: number
): Packet {
	const packet = allocate(L3 + ARP_LENGTH);
	writeEthernet(packet.bytes, 0, to, device.mac, ETHERTYPE_ARP);
	writeArp(packet.bytes, L3, operation, device.mac, sender, targetMac, target);
	return packet;
}
