/** Building and sending ARP messages (RFC 826; net/ipv4/arp.c, arp_solicit and arp_send). */
import { ARP_LENGTH, ARP_REPLY, ARP_REQUEST, arpSender, arpSenderMac, arpTarget, writeArp } from '../../wire/arp.ts';
import { BROADCAST_MAC, ETHERTYPE_ARP, writeEthernet } from '../../wire/ethernet.ts';
import { ipv4Source } from '../../wire/ipv4.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { deviceTransmit } from '../devices/transmit.ts';
import { isOwnAddress, selectSource } from '../ip/addresses.ts';
import { onLink } from '../ip/route-input.ts';
import type { Netns } from '../netns.ts';
import { drop } from '../drop.ts';
import { allocate, L3, release, type Packet } from '../packet.ts';
import type { Neighbour } from './entry.ts';

/** arp_announce: in whose name `target` is asked for. */
function senderFor(ns: Netns, device: Device, target: number, waiting: Packet | null): number {
	const { arpAnnounce } = device.conf;
	if (waiting !== null && arpAnnounce < 2) {
		const source = ipv4Source(waiting.bytes, L3);
		if (isOwnAddress(ns, source) && (arpAnnounce === 0 || onLink(device, target, source))) return source;
	}
	return selectSource(ns, device, target);
}

/** Asks for `entry`'s MAC, in the name of the waiting packet's own source where arp_announce lets it. */
export function solicit(
	k: Kernel,
	ns: Netns,
	device: Device,
	entry: Neighbour,
	waiting: Packet | null,
	unicast: boolean,
	attempt: number,
	of: number
): void {
	const sender = senderFor(ns, device, entry.address, waiting);
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
			of,
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

/** pneigh_enqueue: an answer for somebody else waits a while that chance decides, so that the owner may be quicker. Owns the request. */
export function putOff(k: Kernel, ns: Netns, device: Device, request: Packet): void {
	if (device.proxyQueue.length > device.neigh.proxyQlen) {
		return drop(k, ns, 'neighbour', request, 'arp-proxy-full', device.name, String(device.neigh.proxyQlen));
	}
	const delay = Math.floor((k.random() / 0x1_0000_0000) * device.neigh.proxyDelay);
	device.proxyQueue.push({ due: k.now + delay, request });
	k.schedule(ns, delay, 'arp-proxy', device.index, 0, request.cause);
}

/** neigh_proxy_process */
export function proxyTimer(k: Kernel, ns: Netns, index: number): void {
	const device = ns.devices[index];
	if (!device) return;
	const due = device.proxyQueue.filter((one) => one.due <= k.now);
	device.proxyQueue = device.proxyQueue.filter((one) => one.due > k.now);
	for (const { request } of due) {
		const { bytes } = request;
		if (device.up)
			sendReply(k, ns, device, request, arpSenderMac(bytes, L3), arpSender(bytes, L3), arpTarget(bytes, L3));
		release(request);
	}
}

/** inetdev_send_gratuitous_arp: an interface says which addresses it has. */
export function announce(k: Kernel, ns: Netns, device: Device, cause: number): void {
	for (const { address } of device.addresses) {
		const packet = build(ARP_REQUEST, device, BROADCAST_MAC, address, 0, address);
		packet.cause = cause;
		if (k.rec.on) {
			k.rec.step(ns, 'neighbour', 'pass', packet, { kind: 'arp-announce', dev: device.name, address });
		}
		deviceTransmit(k, ns, device, packet);
	}
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
