/** A frame comes in by an interface (net/core/dev.c, __netif_receive_skb_core). */
import {
	ETHERTYPE_802_2,
	ETHERTYPE_MIN,
	etherDestination,
	etherSource,
	etherType,
	HEADER_LENGTH,
	isForGroup
} from '../../wire/ethernet.ts';
import { receiveFacts } from '../common-facts.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Device } from './device.ts';
import { hear } from './heard.ts';
import { rxHandlers } from './types.ts';

/** Owns the packet. `device` is where it came in. */
export type Receive = (k: Kernel, ns: Netns, device: Device, packet: Packet) => void;

/** Protocols by EtherType (dev_add_pack); each enters itself when the kernel is put together. */
export const packetTypes = new Map<number, Receive>();

/** Shows a frame to the packet sockets; entered when the kernel is put together. The packet is only lent. */
export const packetTap: { receive: Receive } = { receive: () => {} };

/** Room that a frame may have over the MTU: its Ethernet header and a VLAN tag (is_skb_forwardable). */
const OVERHEAD = HEADER_LENGTH + 4;

/** Owns the packet. */
export function deviceReceive(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	if (!device.up) return drop(k, ns, 'device', packet, 'dev-down', device.name);
	if (packet.length < HEADER_LENGTH) return drop(k, ns, 'device', packet, 'bad-frame', device.name);
	// The peer's end looks before it hands over (veth_forward_skb); what a tunnel unpacks is taken whatever the MTU.
	if (packet.length > device.mtu + OVERHEAD && device.kind !== 'vxlan') {
		return drop(k, ns, 'device', packet, 'mtu-exceeded', device.name, String(device.mtu));
	}
	device.rxPackets++;
	packet.input = device.index;
	if (k.tap !== null) k.tap(ns, device, 'in', packet, k.now);
	if (device.heard !== null) hear(device.heard, packet);
	if (device.rxHandler !== '' && rxHandlers[device.rxHandler](k, ns, device, packet)) return;
	receiveUp(k, ns, device, packet, false);
}

/** A tunnel's own frame, which it was handed without a way (vxlan_encap_bypass: PACKET_HOST); one that came back was dropped. */
function isBypass(device: Device, packet: Packet): boolean {
	return device.kind === 'vxlan' && etherSource(packet.bytes, 0) === device.mac;
}

/** A length instead of a type: what follows is an 802.2 header (eth_type_trans, ETH_P_802_2). */
function protocolOf(type: number): number {
	return type < ETHERTYPE_MIN ? ETHERTYPE_802_2 : type;
}

/**
 * Hands a frame to its protocol. Owns the packet.
 * @param local The frame is for this netns whatever its address says (a bridge took it in by a port's own MAC).
 */
export function receiveUp(k: Kernel, ns: Netns, device: Device, packet: Packet, local: boolean): void {
	const type = protocolOf(etherType(packet.bytes, 0));
	const group = isForGroup(packet.bytes, 0);
	const mine =
		local || etherDestination(packet.bytes, 0) === device.mac || device.kind === 'lo' || isBypass(device, packet);
	if (k.rec.on) {
		k.rec.step(ns, 'device', 'pass', packet, receiveFacts(device.name, packet.bytes, type, mine));
	}
	if (!group && !mine) return drop(k, ns, 'device', packet, 'other-host', device.name);
	if (ns.sockets.packet.length > 0) packetTap.receive(k, ns, device, packet);
	const protocol = packetTypes.get(type);
	if (protocol === undefined)
		return drop(k, ns, 'device', packet, 'unknown-ethertype', device.name, `0x${type.toString(16).padStart(4, '0')}`);
	protocol(k, ns, device, packet);
}
