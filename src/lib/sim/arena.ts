/** Bytes that are only ever added at the end and read again: frames of a trace. */

/** Bytes of one chunk. */
const CHUNK = 1 << 20;

export class Arena {
	#chunks: Uint8Array[] = [];
	#end = 0;

	/** Copies the first `length` bytes in; answers where they are. No run crosses a chunk. */
	append(bytes: Uint8Array, length: number): number {
		let at = this.#end;
		if ((at % CHUNK) + length > CHUNK) at = (Math.floor(at / CHUNK) + 1) * CHUNK;
		const index = Math.floor(at / CHUNK);
		while (this.#chunks.length <= index) this.#chunks.push(new Uint8Array(CHUNK));
		const chunk = this.#chunks[index];
		const from = at % CHUNK;
		// Copying a short frame by hand is quicker than making a view of it.
		if (length <= 128) for (let i = 0; i < length; i++) chunk[from + i] = bytes[i];
		else chunk.set(bytes.length === length ? bytes : bytes.subarray(0, length), from);
		this.#end = at + length;
		return at;
	}

	read(at: number, length: number): Uint8Array {
		const from = at % CHUNK;
		return this.#chunks[Math.floor(at / CHUNK)].slice(from, from + length);
	}

	/** As `read`, but not a copy. */
	peek(at: number, length: number): Uint8Array {
		const from = at % CHUNK;
		return this.#chunks[Math.floor(at / CHUNK)].subarray(from, from + length);
	}

	copy(): Arena {
		const other = new Arena();
		other.#chunks = this.#chunks.map((chunk) => chunk.slice());
		other.#end = this.#end;
		return other;
	}

	/** Forgets everything from `at` on. */
	truncate(at: number): void {
		this.#end = at;
		this.#chunks.length = Math.ceil(at / CHUNK);
	}
}
