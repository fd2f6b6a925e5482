/** What an ARP message teaches, and who answers it (net/ipv4/arp.c, arp_rcv and arp_process). */
import {
	ARP_REPLY,
	ARP_REQUEST,
	arpOperation,
	arpSender,
	arpSenderMac,
	arpTarget,
	arpTargetMac,
	checkArp
} from '../../wire/arp.ts';
import { etherDestination } from '../../wire/ethernet.ts';
import { isLoopback, isMulticast } from '../../net/prefix.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import { isOwnAddress } from '../ip/addresses.ts';
import { confirmAddress } from '../ip/confirm-address.ts';
import type { Netns } from '../netns.ts';
import { L3, release, type Packet } from '../packet.ts';
import { type ArpAnswer, answerFor, ignores } from './arp-answer.ts';
import { putOff, sendReply } from './arp-send.ts';
import type { Neighbour } from './entry.ts';
import { createNeighbour, findNeighbour, update } from './table.ts';

/** Owns the packet. */
export function arpReceive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const { bytes } = packet;
	if (!checkArp(bytes, L3, packet.length)) return drop(k, ns, 'neighbour', packet, 'arp-bad', device.name);
	const operation = arpOperation(bytes, L3);
	const sender = arpSender(bytes, L3);
	const senderMac = arpSenderMac(bytes, L3);
	const target = arpTarget(bytes, L3);
	const loopback = isLoopback(target) && device.conf.routeLocalnet === 0;
	if ((operation !== ARP_REQUEST && operation !== ARP_REPLY) || isMulticast(target) || loopback) {
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
	if (sender === target && device.conf.dropGratuitousArp !== 0) {
		return drop(k, ns, 'neighbour', packet, 'arp-gratuitous', device.name);
	}
	if (sender === 0) return probed(k, ns, device, packet, senderMac, target);
	const answer: ArpAnswer = asks ? answerFor(ns, device, sender, target) : { kind: 'none' };
	switch (answer.kind) {
		case 'own':
			learn(k, ns, device, packet, sender, senderMac);
			sendReply(k, ns, device, packet, senderMac, sender, target);
			return release(packet);
		case 'proxy':
			learn(k, ns, device, packet, sender, senderMac);
			if (k.rec.on) {
				const { why, by } = answer;
				k.rec.step(ns, 'neighbour', 'pass', packet, { kind: 'arp-proxy', dev: device.name, target, why, by: by.name });
			}
			if (etherDestination(bytes, 0) === device.mac || device.neigh.proxyDelay === 0) {
				sendReply(k, ns, device, packet, senderMac, sender, target);
				return release(packet);
			}
			return putOff(k, ns, device, packet);
		case 'silent':
			return drop(k, ns, 'neighbour', packet, answer.reason, device.name, answer.detail);
		case 'none':
			heard(k, ns, device, packet, asks);
			if (!mine) return drop(k, ns, 'neighbour', packet, 'arp-not-mine', device.name);
			return release(packet);
	}
}

/** Duplicate address detection (RFC 5227): answered, nothing learnt. Owns the packet. */
function probed(k: Kernel, ns: Netns, device: Device, packet: Packet, senderMac: number, target: number): void {
	if (arpOperation(packet.bytes, L3) === ARP_REQUEST && isOwnAddress(ns, target)) {
		if (ignores(ns, device, 0, target)) {
			return drop(k, ns, 'neighbour', packet, 'arp-ignored', device.name, String(device.conf.arpIgnore));
		}
		sendReply(k, ns, device, packet, senderMac, 0, target);
	}
	release(packet);
}

/** neigh_event_ns: whoever asks us is noted. */
function learn(k: Kernel, ns: Netns, device: Device, packet: Packet, sender: number, senderMac: number): void {
	const entry = findNeighbour(ns, device.index, sender) ?? createNeighbour(ns, device.index, sender, k.now);
	if (entry === null) return;
	if (entry.flow < 0) entry.flow = packet.flow;
	update(k, ns, device, entry, senderMac, 'STALE', true, 'request', packet);
}

/** arp_is_garp: it says where its own sender is, and that is not us. */
function isGratuitous(ns: Netns, { bytes }: Packet, asks: boolean): boolean {
	const sender = arpSender(bytes, L3);
	if (sender !== arpTarget(bytes, L3)) return false;
	if (!asks && arpTargetMac(bytes, L3) !== arpSenderMac(bytes, L3)) return false;
	return !isOwnAddress(ns, sender);
}

/** arp_accept: may an entry be made for somebody whom nobody asked for? */
function acceptsFrom(ns: Netns, device: Device, sender: number): boolean {
	const { arpAccept } = device.conf;
	return arpAccept === 1 || (arpAccept === 2 && confirmAddress(ns, device, sender, 0, false));
}

/** An answer, or a question for somebody else: a known entry is brought up to date. */
function heard(k: Kernel, ns: Netns, device: Device, packet: Packet, asks: boolean): void {
	const sender = arpSender(packet.bytes, L3);
	let entry: Neighbour | null = findNeighbour(ns, device.index, sender) ?? null;
	const accepts = acceptsFrom(ns, device, sender);
	const gratuitous = (entry !== null || accepts) && isGratuitous(ns, packet, asks);
	if (entry === null && accepts && (gratuitous || (!asks && !isOwnAddress(ns, sender)))) {
		entry = createNeighbour(ns, device.index, sender, k.now);
		if (entry !== null) entry.flow = packet.flow;
	}
	if (entry === null) return;
	const override = k.now > entry.updated + device.neigh.locktime || gratuitous;
	const toMe = etherDestination(packet.bytes, 0) === device.mac;
	const state = !asks && toMe ? 'REACHABLE' : 'STALE';
	update(k, ns, device, entry, arpSenderMac(packet.bytes, L3), state, override, asks ? 'request' : 'reply', packet);
}
