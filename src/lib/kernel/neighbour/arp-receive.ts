/** What an ARP message teaches, and who answers it (net/ipv4/arp.c, arp_rcv and arp_process). */
import { ARP_REPLY, ARP_REQUEST, arpOperation, arpSender, arpSenderMac, arpTarget, checkArp } from '../../wire/arp.ts';
import { etherDestination } from '../../wire/ethernet.ts';
import { isMulticast } from '../../net/prefix.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { isOwnAddress } from '../ip/addresses.ts';
import { sourceProblem } from '../ip/validate-source.ts';
import type { Netns } from '../netns.ts';
import { L3, release, type Packet } from '../packet.ts';
import { sendReply } from './arp-send.ts';
import { createNeighbour, findNeighbour, update } from './table.ts';

/** Owns the packet. */
export function arpReceive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const { bytes } = packet;
	if (!checkArp(bytes, L3, packet.length)) return drop(k, ns, 'neighbour', packet, 'arp-bad', device.name);
	const operation = arpOperation(bytes, L3);
	const sender = arpSender(bytes, L3);
	const senderMac = arpSenderMac(bytes, L3);
	const target = arpTarget(bytes, L3);
	if ((operation !== ARP_REQUEST && operation !== ARP_REPLY) || isMulticast(target)) {
		return drop(k, ns, 'neighbour', packet, 'arp-bad', device.name);
	}
	const asks = operation === ARP_REQUEST;
	const mine = isOwnAddress(ns, target);
	if (k.rec.on) {
		k.rec.step(ns, 'neighbour', 'pass', packet, {
			kind: 'arp-receive',
			dev: device.name,
			operation: asks ? 'request' : 'reply',
			senderMac,
			sender,
			target,
			mine
		});
	}
	if (asks && sender === 0) {
		// Duplicate address detection (RFC 5227): answered, nothing learnt.
		if (mine) sendReply(k, ns, device, packet, senderMac, sender, target);
	} else if (asks && mine && sourceProblem(ns, sender) === '') {
		const entry = findNeighbour(ns, device.index, sender) ?? createNeighbour(ns, device.index, sender);
		if (entry.flow < 0) entry.flow = packet.flow;
		update(k, ns, device, entry, senderMac, 'STALE', true, 'request', packet);
		sendReply(k, ns, device, packet, senderMac, sender, target);
	} else {
		heard(k, ns, device, packet, sender, senderMac, asks, target);
		if (!mine) return drop(k, ns, 'neighbour', packet, 'arp-not-mine', device.name);
	}
	release(packet);
}

/** An answer, or a question for somebody else: a known entry is brought up to date, none is made. */
function heard(
	k: Kernel,
	ns: Netns,
	device: Device,
	packet: Packet,
	sender: number,
	senderMac: number,
	asks: boolean,
	target: number
): void {
	const entry = findNeighbour(ns, device.index, sender);
	if (entry === undefined) return;
	const gratuitous = sender === target;
	const override = k.now > entry.updated + device.neigh.locktime || gratuitous;
	const toMe = etherDestination(packet.bytes, 0) === device.mac;
	update(
		k,
		ns,
		device,
		entry,
		senderMac,
		!asks && toMe ? 'REACHABLE' : 'STALE',
		override,
		asks ? 'request' : 'reply',
		packet
	);
}
