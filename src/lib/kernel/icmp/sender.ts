/**
 * The way out for ICMP errors. IP output itself must be able to complain, so the two know each other only by
 * this place, which is filled when the kernel is put together (Linux has a socket per CPU here, icmp_sk).
 */
import type { Kernel } from '../context.ts';
import type { Flow } from '../flow.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';

export const errorSender: {
	/** An ICMP packet without DF, TTL as by default, with room for `payload` bytes. */
	create(ns: Netns, payload: number, source: number, destination: number, tos: number): Packet;
	/** Owns the packet, which goes on as another. */
	withOptions(packet: Packet, options: Uint8Array): Packet;
	/** Owns the packet. @param about The packet that it is about. */
	output(k: Kernel, ns: Netns, packet: Packet, oif?: number, unbound?: boolean, about?: Flow | null): void;
} = {
	create: () => {
		throw new Error('the kernel is not put together: import kernel/assemble.ts first');
	},
	withOptions: (packet) => packet,
	output: () => {}
};
