/** A seen frame as a display filter looks at it. */
import { FilterFrame } from '../../trace/filter/frame.ts';
import type { TraceReader } from '../trace-reader.ts';
import type { SeenFrames } from './frames.ts';

export function filterFrame(reader: TraceReader, frames: SeenFrames, place: number): FilterFrame {
	const { node, interface: name } = frames.endOf(place, true);
	const sighting = {
		number: place + 1,
		time: frames.timeOf(place),
		first: frames.timeOf(0),
		before: frames.timeOf(Math.max(0, place - 1)),
		interface: `${reader.nodeName(node)} ${name}`
	};
	return new FilterFrame(reader.trace.frame(frames.hops[place]), sighting, frames.conversations.context(place));
}
