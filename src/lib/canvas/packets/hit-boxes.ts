/** Where on the screen each packet was drawn last, for clicks. Columns: filled anew on every frame without garbage. */

export const hitPart = { packet: 0, dismiss: 1 } as const;

export interface Hit {
	hop: number;
	part: 'packet' | 'dismiss';
}

export class HitBoxes {
	#count = 0;
	/** left, top, right, bottom in CSS pixels of the canvas. */
	#edges = new Float32Array(256 * 4);
	#hops = new Int32Array(256);
	#parts = new Uint8Array(256);

	get count(): number {
		return this.#count;
	}

	clear(): void {
		this.#count = 0;
	}

	add(hop: number, part: number, left: number, top: number, right: number, bottom: number): void {
		const i = this.#count++;
		if (i === this.#hops.length) this.#grow();
		this.#edges[i * 4] = left;
		this.#edges[i * 4 + 1] = top;
		this.#edges[i * 4 + 2] = right;
		this.#edges[i * 4 + 3] = bottom;
		this.#hops[i] = hop;
		this.#parts[i] = part;
	}

	/** What was drawn last, and so lies on top, at a place. `reach`: pixels around it that count too. */
	find(x: number, y: number, reach = 0): Hit | null {
		for (let i = this.#count - 1; i >= 0; i--) {
			const at = i * 4;
			if (x < this.#edges[at] - reach || x > this.#edges[at + 2] + reach) continue;
			if (y < this.#edges[at + 1] - reach || y > this.#edges[at + 3] + reach) continue;
			return { hop: this.#hops[i], part: this.#parts[i] === hitPart.dismiss ? 'dismiss' : 'packet' };
		}
		return null;
	}

	#grow(): void {
		const size = this.#hops.length * 2;
		const [edges, hops, parts] = [this.#edges, this.#hops, this.#parts];
		this.#edges = new Float32Array(size * 4);
		this.#hops = new Int32Array(size);
		this.#parts = new Uint8Array(size);
		this.#edges.set(edges);
		this.#hops.set(hops);
		this.#parts.set(parts);
	}
}
