/** A trace as a pcapng file: every frame where it was sent and where it came in. */
import type { HopRecord } from '../trace/record.ts';
import { pcapng, type CapturedFrame, type CaptureInterface } from '../wire/pcapng.ts';
import type { TraceReader } from './trace-reader.ts';

interface Sighting {
	time: number;
	order: number;
	hop: HopRecord;
	direction: 'in' | 'out';
}

/** All interfaces that a frame crossed, merged in the order of time. */
export function collectPcap(reader: TraceReader): Uint8Array {
	const sightings: Sighting[] = [];
	for (let id = 0; id < reader.trace.count; id++) {
		if (!reader.trace.isHop(id)) continue;
		const hop = reader.hop(id);
		sightings.push({ time: hop.time, order: id, hop, direction: 'out' });
		if (!hop.lost) sightings.push({ time: hop.arrive, order: id, hop, direction: 'in' });
	}
	sightings.sort((a, b) => a.time - b.time || a.order - b.order);
	const interfaces: CaptureInterface[] = [];
	const index = new Map<string, number>();
	const place = (node: string, dev: string) => {
		const name = `${reader.nodeName(node)} ${dev}`;
		let at = index.get(name);
		if (at === undefined) {
			at = interfaces.length;
			index.set(name, at);
			interfaces.push({ name, description: '' });
		}
		return at;
	};
	const frames = sightings.map(({ time, hop, direction }): CapturedFrame => {
		const at = direction === 'out' ? place(hop.node, hop.interface) : place(hop.to.node, hop.to.interface);
		return {
			interface: at,
			time,
			bytes: reader.trace.frame(hop.id),
			direction,
			comment: hop.lost ? 'lost on the link' : ''
		};
	});
	return pcapng(interfaces, frames);
}
