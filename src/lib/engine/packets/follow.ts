/** A stream put together again from the frames of one link: TCP's in the order of its sequence numbers, each byte once. */
import { dissect, type Field } from '../../wire/dissect.ts';
import type { TraceRecorder } from '../../sim/recorder.ts';
import type { SeenFrames } from './frames.ts';
import type { FollowedStream } from './query.ts';

type Chunk = FollowedStream['chunks'][number];

/** Bytes that are shown. */
const MOST = 1_000_000;

interface Segment extends Chunk {
	seq: number;
}

/** Of the innermost header that has it. */
function fieldOf(fields: readonly Field[], key: string): Field | undefined {
	return fields.findLast((field) => field.key === key);
}

export function follow(trace: TraceRecorder, frames: SeenFrames, place: number): FollowedStream | null {
	const wanted = frames.conversations.of(place);
	if (wanted === undefined) return null;
	const { protocol, index } = wanted;
	const { link } = trace.readHop(frames.hops[place]);
	const segments: Segment[] = [];
	const ends: [string, string] = ['', ''];
	const seen = new Set<number>();
	for (let at = 0; at < frames.count; at++) {
		const one = frames.conversations.of(at);
		const hop = frames.hops[at];
		if (one?.index !== index || one.protocol !== protocol || seen.has(hop) || trace.readHop(hop).link !== link)
			continue;
		seen.add(hop);
		const bytes = trace.frame(hop);
		const fields = dissect(bytes).flatMap((layer) => layer.fields);
		const from = one.first ? 0 : 1;
		ends[from] = endText(fields, protocol, 'src');
		ends[1 - from] = endText(fields, protocol, 'dst');
		const payload = fieldOf(fields, `${protocol}.payload`)?.raw;
		const syn = fieldOf(fields, 'tcp.flags.syn')?.raw === 1;
		const seq = ((fieldOf(fields, 'tcp.seq_raw')?.raw as number | undefined) ?? 0) + (syn ? 1 : 0);
		const data = payload instanceof Uint8Array ? payload : new Uint8Array(0);
		segments.push({ from, number: at + 1, hop, time: frames.timeOf(at), bytes: data, gap: 0, seq: seq >>> 0 });
	}
	const chunks = protocol === 'tcp' ? inOrder(segments) : segments.filter(({ bytes }) => bytes.length > 0);
	return { protocol, index, ends, ...shown(chunks) };
}

function endText(fields: readonly Field[], protocol: string, side: 'src' | 'dst'): string {
	return `${fieldOf(fields, `ip.${side}`)?.value}:${fieldOf(fields, `${protocol}.${side}port`)?.value}`;
}

/** Signed distance of sequence numbers. */
function ahead(a: number, b: number): number {
	return (a - b) | 0;
}

/** Each byte when it could be read for the first time. What is missing to the end is told as a gap. */
function inOrder(segments: readonly Segment[]): Chunk[] {
	const next: [number, number] = [-1, -1];
	const waiting: [Segment[], Segment[]] = [[], []];
	const chunks: Chunk[] = [];
	const take = (segment: Segment, gap: number) => {
		const { from, seq, bytes } = segment;
		const known = ahead(next[from], seq);
		if (known >= bytes.length) return;
		chunks.push({ ...segment, bytes: bytes.subarray(Math.max(0, known)), gap });
		next[from] = (seq + bytes.length) >>> 0;
	};
	for (const segment of segments) {
		const { from } = segment;
		if (next[from] < 0) next[from] = segment.seq;
		if (segment.bytes.length === 0) continue;
		waiting[from].push(segment);
		waiting[from].sort((a, b) => ahead(a.seq, b.seq));
		while (waiting[from].length > 0 && ahead(waiting[from][0].seq, next[from]) <= 0) take(waiting[from].shift()!, 0);
	}
	for (const from of [0, 1] as const)
		for (const segment of waiting[from]) take(segment, Math.max(0, ahead(segment.seq, next[from])));
	return chunks;
}

function shown(chunks: Chunk[]): Pick<FollowedStream, 'chunks' | 'cut'> {
	let left = MOST;
	const kept = chunks.filter(({ bytes }) => (left -= bytes.length) >= 0);
	return {
		chunks: kept.map(({ from, number, hop, time, bytes, gap }) => ({
			from,
			number,
			hop,
			time,
			bytes: bytes.slice(),
			gap
		})),
		cut: kept.length < chunks.length
	};
}
