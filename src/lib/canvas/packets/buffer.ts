/**
 * How packets reach the packet layer: once a frame the layer hands its buffer to a `PacketSource`, which fills it.
 * Columns instead of objects, so that 60 frames a second make no garbage.
 */
import type { FrameClass } from '../../trace/record.ts';

/** A class's number is its place here. */
export const packetClasses = [
	'arp',
	'icmp',
	'udp',
	'tcp',
	'dns',
	'http',
	'other'
] as const satisfies readonly FrameClass[];

export const classNumber = Object.fromEntries(packetClasses.map((name, i) => [name, i])) as Record<FrameClass, number>;

/** Bits of `PacketBuffer.flags`. */
export const packetFlags = {
	/** It stays where it is with a red cross and its reason. */
	dead: 1,
	selected: 2
} as const;

export interface PacketSource {
	/** Adds every packet of this moment. `now` is `performance.now()` of the frame, ms. Answers whether anything moves. */
	collect(out: PacketBuffer, now: number): boolean;
	/** Short text of a hop's packet. Asked on every frame that shows it: answer with a string that is at hand. */
	label(hop: number): string;
	/** Why a dead packet died, one short sentence, "" while it isn't known. Asked as often as `label`. */
	reason(hop: number): string;
}

export class PacketBuffer {
	/** Packets in the buffer. */
	count = 0;
	/** Hop id, or any other number that stays the same for one packet. */
	hop: Int32Array;
	/** `LabCanvas.linkIndex`, or -1: the packet is at a node. */
	link: Int32Array;
	/** `LabCanvas.nodeIndex`, for a packet that is at a node. */
	node: Int32Array;
	/** 0: from the link's ends[0] to ends[1]; 1: the other way. */
	direction: Uint8Array;
	/** 0 at the sender, 1 at the receiver. */
	progress: Float32Array;
	/** Place in `packetClasses`. */
	class: Uint8Array;
	/** `packetFlags`, or-ed. */
	flags: Uint8Array;

	constructor(capacity = 256) {
		this.hop = new Int32Array(capacity);
		this.link = new Int32Array(capacity);
		this.node = new Int32Array(capacity);
		this.direction = new Uint8Array(capacity);
		this.progress = new Float32Array(capacity);
		this.class = new Uint8Array(capacity);
		this.flags = new Uint8Array(capacity);
	}

	get capacity(): number {
		return this.hop.length;
	}

	clear(): void {
		this.count = 0;
	}

	/** A packet on a link. */
	addOnLink(hop: number, link: number, direction: 0 | 1, progress: number, cls: number, flags: number): void {
		const i = this.#next();
		this.hop[i] = hop;
		this.link[i] = link;
		this.node[i] = -1;
		this.direction[i] = direction;
		this.progress[i] = progress;
		this.class[i] = cls;
		this.flags[i] = flags;
	}

	/** A packet inside a node: it died there, or it waits there. */
	addAtNode(hop: number, node: number, cls: number, flags: number): void {
		const i = this.#next();
		this.hop[i] = hop;
		this.link[i] = -1;
		this.node[i] = node;
		this.direction[i] = 0;
		this.progress[i] = 0;
		this.class[i] = cls;
		this.flags[i] = flags;
	}

	#next(): number {
		if (this.count === this.capacity) this.#grow();
		return this.count++;
	}

	/** Doubles the columns: happens a few times in a session, never in steady flow. */
	#grow(): void {
		const size = this.capacity * 2;
		const wider = <T extends Int32Array | Uint8Array | Float32Array>(column: T, fresh: T): T => {
			fresh.set(column);
			return fresh;
		};
		this.hop = wider(this.hop, new Int32Array(size));
		this.link = wider(this.link, new Int32Array(size));
		this.node = wider(this.node, new Int32Array(size));
		this.direction = wider(this.direction, new Uint8Array(size));
		this.progress = wider(this.progress, new Float32Array(size));
		this.class = wider(this.class, new Uint8Array(size));
		this.flags = wider(this.flags, new Uint8Array(size));
	}
}
