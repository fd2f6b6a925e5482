/** What is shown of a record when somebody looks at it. */
import type { Layer } from '../wire/dissect.ts';
import type { TraceRecord } from './record.ts';
import type { Verdict } from './steps/types.ts';

/** A table inside an explanation, such as the routes that were compared. */
export interface DetailTable {
	type: 'table';
	title: string;
	columns: string[];
	/** `mark` is the row that won. */
	rows: { cells: string[]; mark: boolean; note: string }[];
}

/** Subnet matches as bits: the first row is the address asked for, and the first `length` bits of it are compared with each other row. */
export interface DetailBits {
	type: 'bits';
	title: string;
	/** What the comparison comes to, in one sentence. */
	outcome: string;
	rows: {
		label: string;
		value: number;
		/** Prefix length compared, 32 for the address itself. */ length: number;
		matched: boolean;
	}[];
}

/** Header fields before and after. */
export interface DetailChange {
	type: 'change';
	title: string;
	rows: { field: string; before: string; after: string }[];
}

/** Header tree of a frame. */
export interface DetailHeaders {
	type: 'headers';
	title: string;
	layers: Layer[];
	bytes: Uint8Array;
	/** Fields that had another value on the link before: places in `layers` and in its fields. */
	changes: { layer: number; field: number; before: string }[];
}

/** What each layer of a node did with a packet, on the way in and on the way out. */
export interface DetailLayers {
	type: 'layers';
	title: string;
	/** Topmost first. */
	layers: {
		name: string;
		/** The layers of the OSI model that it stands for: "4", "5 to 7". */
		osi: string;
		in: LayerStep[];
		out: LayerStep[];
	}[];
}

export interface LayerStep {
	/** Record to go to. */
	record: number;
	label: string;
	verdict: Verdict;
}

export type Detail = DetailTable | DetailBits | DetailChange | DetailHeaders | DetailLayers;

export interface Explanation {
	record: TraceRecord;
	/** One sentence with this packet's numbers. */
	sentence: string;
	/** The concept behind it, in two or three sentences. "" where the sentence says all. */
	paragraph: string;
	details: Detail[];
	/** Where Linux does this: a kernel file and function, or an RFC. */
	source: string;
}
