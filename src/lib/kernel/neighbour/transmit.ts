/** Puts the Ethernet header of a known neighbour before an IP packet and sends it. */
import { ETHERTYPE_IPV4, writeEthernet } from '../../wire/ethernet.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { deviceTransmit } from '../devices/transmit.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import type { Neighbour } from './entry.ts';

/** The neighbour is handed over and not its MAC: a number of 48 bits would be put into an object of its own for each packet. */
export function transmitToNeighbour(k: Kernel, ns: Netns, device: Device, { mac }: Neighbour, packet: Packet): void {
	writeEthernet(packet.bytes, 0, mac, device.mac, ETHERTYPE_IPV4);
	deviceTransmit(k, ns, device, packet);
}

export function transmitTo(k: Kernel, ns: Netns, device: Device, mac: number, packet: Packet): void {
	writeEthernet(packet.bytes, 0, mac, device.mac, ETHERTYPE_IPV4);
	deviceTransmit(k, ns, device, packet);
}
