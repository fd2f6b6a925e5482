/** The first place where two runs of a lab differ. */
import type { Frame, InterfaceCapture } from './capture.ts';
import { normalise } from './normalise.ts';

export interface Difference {
	node: string;
	dev: string;
	/** Place in the interface's list, from 0. */
	index: number;
	/** Normalised; null: this side has no more frames. */
	linux: Frame | null;
	ours: Frame | null;
	/** What both had before it, normalised. */
	before: Frame[];
	/** Frames in all, on each side. */
	counts: { linux: number; ours: number };
}

/** Every interface's first difference, the earliest first; none: the runs are equal. Both lists are of the same interfaces in the same order. */
export function compareCaptures(
	linux: readonly InterfaceCapture[],
	ours: readonly InterfaceCapture[],
	named: ReadonlySet<number>,
	/** Frames compared on each interface. */
	limit = Infinity
): Difference[] {
	const cut = (captures: readonly InterfaceCapture[]) =>
		captures.map((capture) => ({ ...capture, frames: capture.frames.slice(0, limit) }));
	const a = normalise(cut(linux), named);
	const b = normalise(cut(ours), named);
	const differences = a.flatMap((capture, i) => firstDifference(capture, b[i]) ?? []);
	return differences.sort((one, other) => timeOf(one) - timeOf(other));
}

function timeOf({ linux, ours }: Difference): number {
	return Math.min(linux?.time ?? Infinity, ours?.time ?? Infinity);
}

function firstDifference(linux: InterfaceCapture, ours: InterfaceCapture): Difference | null {
	const length = Math.max(linux.frames.length, ours.frames.length);
	for (let index = 0; index < length; index++) {
		const a = linux.frames[index] ?? null;
		const b = ours.frames[index] ?? null;
		if (a !== null && b !== null && sameFrame(a, b)) continue;
		const counts = { linux: linux.frames.length, ours: ours.frames.length };
		return { node: linux.node, dev: linux.dev, index, linux: a, ours: b, before: linux.frames.slice(0, index), counts };
	}
	return null;
}

function sameFrame(a: Frame, b: Frame): boolean {
	return a.direction === b.direction && Buffer.compare(a.bytes, b.bytes) === 0;
}
