/** What can be asked of the packet list, and what it answers. */
import type { FrameClass } from '../../trace/record.ts';
import type { FilterProblem } from '../../trace/filter/syntax.ts';

/** Whose frames are listed: of all links, each once; or what one node or one interface sees. */
export type PacketScope =
	{ kind: 'lab' } | { kind: 'node'; node: string } | { kind: 'interface'; node: string; interface: string };

export interface PacketQuery {
	scope: PacketScope;
	/** In Wireshark's language; "" for all. */
	filter: string;
	/** Only what this input caused; -1: everything. */
	flow: number;
	/** Another number when the trace is another one, so that nothing of the old one is left. */
	generation: number;
}

/** How far the list has come. */
export interface PacketProgress {
	/** Rows that pass the filter. */
	rows: number;
	/** Frames that the filter has looked at, of how many. */
	looked: number;
	frames: number;
	/** Everything that was recorded is in it. */
	done: boolean;
	/** What is wrong with the filter: then the list is as it was before. */
	problem: FilterProblem | null;
}

export interface PacketRow {
	/** From 1, in the order in which frames were seen; a filter doesn't change it. */
	number: number;
	/** Record id of the hop. */
	hop: number;
	/** Record to go to: the hop, or what the node did first when it came in. */
	moment: number;
	/** ns */
	time: number;
	/** Interface that saw it, and which way it went there. */
	node: string;
	interface: string;
	direction: 'in' | 'out';
	/** Where it goes; for one that came in, where it came from. */
	peer: string;
	source: string;
	destination: string;
	protocol: string;
	length: number;
	info: string;
	class: FrameClass;
	/** It ended here: lost on the link, or dropped by whom it came to. */
	end: '' | 'lost' | 'dropped';
	/** Why, in a few words. */
	reason: string;
	/** "tcp" or "udp": its stream can be followed; else "". */
	stream: '' | 'tcp' | 'udp';
	streamIndex: number;
	flow: number;
}

/** What two programs have said to each other, as one link carried it. */
export interface FollowedStream {
	protocol: 'tcp' | 'udp';
	index: number;
	/** Who spoke first, and the other: "10.0.0.1:40000". */
	ends: [string, string];
	chunks: {
		/** 0: the first end spoke. */
		from: 0 | 1;
		/** Number of the frame in the list. */
		number: number;
		hop: number;
		/** ns */
		time: number;
		bytes: Uint8Array;
		/** Bytes missing before this: they were never seen. */
		gap: number;
	}[];
	/** There is more than is shown. */
	cut: boolean;
}
