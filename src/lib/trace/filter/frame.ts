/** A dissected frame as a filter sees it: values by the names of their fields. */
import { dissect, type Context, type Layer } from '../../wire/dissect.ts';
import type { FieldValue } from '../../wire/dissect/field.ts';

/** Where and when a frame was seen. Times in ns. */
export interface Sighting {
	/** From 1. */
	number: number;
	time: number;
	/** Of the first frame of the list, and of the one before this. */
	first: number;
	before: number;
	/** "r1 eth0" */
	interface: string;
}

const SECOND = 1e9;

export class FilterFrame {
	readonly layers: readonly Layer[];
	readonly #bytes: Uint8Array;
	readonly #sighting: Sighting;

	constructor(bytes: Uint8Array, sighting: Sighting, context?: Context) {
		this.#bytes = bytes;
		this.#sighting = sighting;
		this.layers = dissect(bytes, bytes.length, context);
	}

	/** @param layer 0: of every one. */
	values(key: string, layer: number): readonly FieldValue[] {
		if (key.startsWith('frame.')) return this.#seen(key);
		const found: FieldValue[] = [];
		for (const { fields } of this.#numbered(layer))
			for (const field of fields) if (field.key === key || field.also.includes(key)) found.push(field.raw);
		return found;
	}

	/** All layers, or of each protocol the how manieth. A filter asks for a few fields: looking for them is quicker than a table of all. */
	#numbered(layer: number): readonly Layer[] {
		if (layer === 0) return this.layers;
		const counts = new Map<string, number>();
		return this.layers.filter((one) => {
			const count = (counts.get(one.key) ?? 0) + 1;
			counts.set(one.key, count);
			return count === layer;
		});
	}

	/** The bytes of a protocol, with all that it carries. */
	protocol(key: string, layer: number): readonly Uint8Array[] {
		if (key === 'frame') return [this.#bytes];
		const found = this.layers.filter((one) => one.key === key && one.name !== 'Padding');
		const end = this.layers.find(({ name }) => name === 'Padding')?.from ?? this.#bytes.length;
		const parts = found.map(
			({ from, to, joined }) =>
				joined?.subarray(from, to) ?? this.#bytes.subarray(from, key === 'eth' ? undefined : end)
		);
		return layer === 0 ? parts : parts.slice(layer - 1, layer);
	}

	#seen(key: string): FieldValue[] {
		const { number, time, first, before, interface: name } = this.#sighting;
		switch (key) {
			case 'frame.number':
				return [number];
			case 'frame.len':
			case 'frame.cap_len':
				return [this.#bytes.length];
			case 'frame.time_relative':
				return [(time - first) / SECOND];
			case 'frame.time_delta':
				return [(time - before) / SECOND];
			case 'frame.time_epoch':
				return [time / SECOND];
			case 'frame.interface_name':
				return [name];
			case 'frame.protocols':
				return [this.#protocols()];
			default:
				return [];
		}
	}

	#protocols(): string {
		const names = this.layers.filter(({ name }) => name !== 'Padding').map(({ key }) => key);
		return names.map((key, i) => (key === 'eth' && names[i + 1] !== 'llc' ? 'eth:ethertype' : key)).join(':');
	}
}
