/** A packet in the counters of a chain, a rule or a set. */
import { ipv4HeaderLength } from '../../wire/ipv4.ts';
import { tcpHeaderLength } from '../../wire/tcp.ts';
import { L3, type Packet } from '../packet.ts';

/** @param length Bytes of the IP packet. */
export function count(counter: { packets: number; bytes: number }, packet: Packet, length: number): void {
	if (packet.furtherOfBurst) {
		const header = ipv4HeaderLength(packet.bytes, L3);
		counter.bytes += length - header - tcpHeaderLength(packet.bytes, L3 + header);
		return;
	}
	counter.packets++;
	counter.bytes += length;
}
