/** The stretch of the timeline that is in view, in places of it. */
export interface View {
	from: number;
	to: number;
}

/** Places in view at the least. */
const CLOSEST = 2;

/** `factor` above 1 is closer; the place at `share` of the width stays where it is. The whole timeline is the farthest. */
export function zoomed({ from, to }: View, total: number, factor: number, share: number): View {
	const width = Math.max(Math.min(CLOSEST, total), (to - from) / factor);
	if (width >= total) return { from: 0, to: total };
	return moved({ from: 0, to: width }, total, from + (to - from) * share - width * share);
}

/** By so many places, never beyond the ends. */
export function moved({ from, to }: View, total: number, by: number): View {
	const start = Math.max(0, Math.min(total - (to - from), from + by));
	return { from: start, to: start + (to - from) };
}

/** Scrolled so that `place` is in view, with room after it. */
export function showing(view: View, total: number, place: number): View {
	const width = view.to - view.from;
	if (place >= view.from && place <= view.to - width * 0.04) return view;
	return moved({ from: 0, to: width }, total, place - width * 0.3);
}
