/**
 * Which lane a packet takes beside its link. Each direction has a side of its own, and packets of one direction that
 * would cover each other lie in lanes side by side, the first nearest to the link.
 */

/** Packets of one side that are looked at for room: in a storm, more than these would be a heap anyway. */
const LOOK_AT = 24;
const LAST_LANE = 30;

export class Lanes {
	#frame = 0;
	/** By side (link * 2 + direction): the frame in which it was last used, and the packet put there last. */
	#usedIn = new Int32Array(0);
	#last = new Int32Array(0);
	/** By packet. */
	#before = new Int32Array(256);
	#at = new Float32Array(256);
	#extent = new Float32Array(256);
	#lane = new Uint8Array(256);
	#count = 0;

	/** Before a frame's first packet. */
	begin(links: number): void {
		this.#count = 0;
		this.#frame++;
		if (this.#usedIn.length >= links * 2) return;
		this.#usedIn = new Int32Array(links * 2);
		this.#last = new Int32Array(links * 2);
	}

	/**
	 * The lane, from 0, of a packet whose middle is `at` pixels along the link and that is `extent` pixels long in the
	 * link's direction.
	 */
	take(link: number, direction: number, at: number, extent: number): number {
		const side = link * 2 + direction;
		const fresh = this.#usedIn[side] !== this.#frame;
		let taken = 0;
		let looked = 0;
		for (let i = fresh ? -1 : this.#last[side]; i !== -1 && looked < LOOK_AT; i = this.#before[i], looked++)
			if (Math.abs(this.#at[i] - at) < (this.#extent[i] + extent) / 2) taken |= 1 << this.#lane[i];
		let lane = 0;
		while (lane < LAST_LANE && taken & (1 << lane)) lane++;

		const i = this.#count++;
		if (i === this.#before.length) this.#grow();
		this.#before[i] = fresh ? -1 : this.#last[side];
		this.#at[i] = at;
		this.#extent[i] = extent;
		this.#lane[i] = lane;
		this.#usedIn[side] = this.#frame;
		this.#last[side] = i;
		return lane;
	}

	#grow(): void {
		const size = this.#before.length * 2;
		const [before, at, extent, lane] = [this.#before, this.#at, this.#extent, this.#lane];
		this.#before = new Int32Array(size);
		this.#at = new Float32Array(size);
		this.#extent = new Float32Array(size);
		this.#lane = new Uint8Array(size);
		this.#before.set(before);
		this.#at.set(at);
		this.#extent.set(extent);
		this.#lane.set(lane);
	}
}
