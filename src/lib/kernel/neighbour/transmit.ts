/** Puts the Ethernet header of a known neighbour before an IP packet and sends it. */
import { ETHERTYPE_IPV4, writeEthernet } from '../../wire/ethernet.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { deviceTransmit } from '../devices/transmit.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';

export function transmitTo(k: Kernel, ns: Netns, device: Device, mac: number, packet: Packet): void {
	writeEthernet(packet.bytes, 0, mac, device.mac, ETHERTYPE_IPV4);
	deviceTransmit(k, ns, device, packet);
}
