/** A trace as a pcapng file: every frame where it was sent and where it came in, with the reason for it as its comment. */
import type { HopRecord } from '../trace/record.ts';
import { mostSignificant } from '../trace/significance.ts';
import type { StepRecord } from '../trace/record.ts';
import { pcapng, type CapturedFrame, type CaptureInterface } from '../wire/pcapng.ts';
import { explainRecord } from './explain.ts';
import type { TraceReader } from './trace-reader.ts';

/** An interface that is listened to. */
export interface CapturePlace {
	/** Node id. */
	node: string;
	interface: string;
}

interface Sighting {
	time: number;
	order: number;
	hop: HopRecord;
	direction: 'in' | 'out';
	place: CapturePlace;
}

/** All interfaces that a frame crossed, merged in the order of time; or one of them. */
export function collectPcap(reader: TraceReader, only: CapturePlace | null): Uint8Array {
	const { trace } = reader;
	const sightings: Sighting[] = [];
	const dealt = new Map<number, number[]>();
	for (let id = 0; id < trace.count; id++) {
		if (!trace.isHop(id)) {
			const hop = trace.hopOf(id);
			if (hop < 0) continue;
			const steps = dealt.get(hop);
			if (steps === undefined) dealt.set(hop, [id]);
			else steps.push(id);
			continue;
		}
		const hop = reader.hop(id);
		const from = { node: hop.node, interface: hop.interface };
		if (heard(from, only)) sightings.push({ time: hop.time, order: id, hop, direction: 'out', place: from });
		if (!hop.lost && heard(hop.to, only))
			sightings.push({ time: hop.arrive, order: id, hop, direction: 'in', place: hop.to });
	}
	sightings.sort((a, b) => a.time - b.time || a.order - b.order);
	const interfaces: CaptureInterface[] = [];
	const index = new Map<string, number>();
	const placed = ({ node, interface: dev }: CapturePlace) => {
		const name = `${reader.nodeName(node)} ${dev}`;
		let at = index.get(name);
		if (at === undefined) {
			at = interfaces.length;
			index.set(name, at);
			interfaces.push({ name, description: '' });
		}
		return at;
	};
	const frames = sightings.map(({ time, hop, direction, place }): CapturedFrame => ({
		interface: placed(place),
		time,
		bytes: trace.frame(hop.id),
		direction,
		comment: direction === 'out' ? whySent(reader, hop) : whatBecame(reader, hop, dealt.get(hop.id) ?? [])
	}));
	return pcapng(interfaces, frames);
}

function heard(place: CapturePlace, only: CapturePlace | null): boolean {
	return only === null || (place.node === only.node && place.interface === only.interface);
}

/** The decision that sent it. */
function whySent(reader: TraceReader, hop: HopRecord): string {
	const why = hop.cause < 0 || reader.trace.isHop(hop.cause) ? '' : explainRecord(reader, hop.cause).sentence;
	return hop.lost ? `${why} It is lost on the link.`.trim() : why;
}

/** Of all that was decided about it where it came in, what says most. */
function whatBecame(reader: TraceReader, hop: HopRecord, steps: readonly number[]): string {
	const there = steps.map((id) => reader.step(id)).filter(({ netns }) => reader.sameNetns(netns, hop.to.node));
	const best = mostSignificant<StepRecord>(there);
	return best === null ? '' : explainRecord(reader, best.id).sentence;
}
