/** IP protocols by number (inet_add_protocol); each enters itself when the kernel is put together. */
import type { Kernel } from '../context.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';

export interface Protocol {
	/** A packet for this netns, its IP header checked. Owns the packet. */
	receive(k: Kernel, ns: Netns, packet: Packet): void;
	/**
	 * An ICMP error quoted a packet of this protocol that this netns had sent.
	 * @param quoted Offset of the quoted IP header in `packet`; the packet is only lent.
	 */
	error(k: Kernel, ns: Netns, packet: Packet, quoted: number, type: number, code: number, info: number): void;
	/** Whether a redirect that quotes such a packet is for a socket that is there and may take it now; else nobody learns from it. */
	mayRedirect(k: Kernel, ns: Netns, packet: Packet, quoted: number): boolean;
}

export const protocols = new Map<number, Protocol>();
