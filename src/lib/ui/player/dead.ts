/** Packets that ended, each where it died, until dismissed or the playhead goes back before its end. */
import type { FrameClass, HopRecord, StepRecord } from '../../trace/record.ts';

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

/** What the record of an end makes of a packet. `hop`: the frame that it was about, if there was one and it is known. */
export function deadPacket(record: StepRecord, hop: HopRecord | undefined): DeadPacket {
	const lost = hop && record.facts.kind === 'drop' && record.facts.reason === 'link-lost';
	return {
		packet: hop ? hop.id : -2 - record.id,
		record: record.id,
		node: lost ? '' : record.node,
		link: lost ? hop.link : '',
		from: lost ? hop.node : '',
		class: hop?.class ?? 'other',
		label: hop?.label ?? ''
	};
}
