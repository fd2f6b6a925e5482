/** Packets that ended, each where it died, until dismissed or the playhead goes back before its end. */
import type { FrameClass, HopRecord, TraceRecord } from '../../trace/record.ts';

export interface DeadPacket {
	/** Number of the packet on the canvas: its hop's id, or -2 - (record id) for a packet that was never sent. */
	packet: number;
	/** Record that tells of its end. */
	record: number;
	/** Node that it died at, "" when it died on a link. */
	node: string;
	link: string;
	/** Direction on the link: the node that sent it. */
	from: string;
	class: FrameClass;
	label: string;
}

/** What a record makes of a dead packet. `hop`: the frame it was about, if there was one and it is known. */
export function deadPacket(record: TraceRecord, hop: HopRecord | undefined): DeadPacket {
	if (record.type === 'hop')
		return {
			packet: record.id,
			record: record.id,
			node: '',
			link: record.link,
			from: record.node,
			class: record.class,
			label: record.label
		};
	return {
		packet: hop ? hop.id : -2 - record.id,
		record: record.id,
		node: record.node,
		link: '',
		from: '',
		class: hop?.class ?? 'other',
		label: hop?.label ?? ''
	};
}
