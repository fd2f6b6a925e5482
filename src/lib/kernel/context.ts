/**
 * What the kernel needs of the outside. The simulation gives it; the kernel never asks for a clock,
 * a random number or another netns by itself.
 */
import type { Errno, Facts, Stage, Verdict } from '../trace/steps/types.ts';
import type { Packet } from './packet.ts';
import type { Netns } from './netns.ts';
import type { Device } from './devices/device.ts';

/** What happened to a socket, told to the program that owns it. */
export type SocketEvent =
	| {
			type: 'datagram';
			data: Uint8Array;
			source: number;
			sourcePort: number;
			destination: number;
			ttl: number;
			/** ifindex that it came in by */ dev: number;
	  }
	| {
			type: 'icmp';
			icmpType: number;
			code: number;
			id: number;
			sequence: number;
			data: Uint8Array;
			source: number;
			ttl: number;
			/** ns, when it came in */ time: number;
	  }
	/** `icmpType` -1: no ICMP message, the kernel's own finding. `info`: the message's second word. */
	| { type: 'error'; errno: Errno; source: number; icmpType: number; code: number; info: number; sequence: number }
	/** A whole frame, to a packet socket. */
	| { type: 'packet'; data: Uint8Array }
	| { type: 'connected' }
	| { type: 'accepted'; socket: number }
	| { type: 'data'; data: Uint8Array }
	| { type: 'eof' }
	| { type: 'closed' };

export interface Recorder {
	/** False: `step` and `hop` must not be called; no facts are built. */
	readonly on: boolean;
	/**
	 * Notes a decision about `packet` (or about none) and answers its record id. Becomes `packet.cause`.
	 * `cause` and `flow`: where they are not the packet's own.
	 * Called after the tables were changed, so a table "at this step" has what the step wrote.
	 */
	step(
		ns: Netns,
		stage: Stage,
		verdict: Verdict,
		packet: Packet | null,
		facts: Facts,
		cause?: number,
		flow?: number
	): number;
}

/** `direction` as the interface sees it. The bytes are only lent. */
export type Tap = (ns: Netns, dev: Device, direction: 'in' | 'out', packet: Packet, now: number) => void;

/** Timers are data: `kind` names the handler in the kernel's registry, `key` and `extra` are for it. */
export interface Kernel {
	/** ns of virtual time */
	now: number;
	readonly rec: Recorder;
	/** Sees every frame on every interface, as a packet socket would; null: nobody listens. */
	tap: Tap | null;
	/** Puts a frame on the link that `dev` is an end of; the packet is the link's from then on. */
	transmit(ns: Netns, dev: Device, packet: Packet): void;
	/** The device at the other end of `dev`'s link; null: nothing is plugged in. */
	peer(ns: Netns, dev: Device): Device | null;
	/** Netns by its index in the world: a macvlan may be in another than the device that it shares. */
	netns(index: number): Netns | null;
	/** Calls timer `kind` of `ns` after `delay` ns. Cancelling is done by the handler: it looks whether it is still wanted. */
	schedule(ns: Netns, delay: number, kind: string, key: number, extra: number, cause: number): void;
	/** Tells the program that owns `socket`, after what is now being processed. */
	notify(ns: Netns, socket: number, owner: number, event: SocketEvent, packet: Packet | null): void;
	/** Unsigned 32 bits of the seeded random state. */
	random(): number;
}
