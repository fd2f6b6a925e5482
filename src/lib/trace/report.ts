/** A trace as a file: docs/trace-format.md tells of it, and docs/trace.schema.json is made from these types. */
import type { TraceRecord } from './record.ts';

export interface TraceReport {
	format: 'hopwise-trace';
	/** Goes up with every change that a reader of the one before could not read. */
	version: 1;
	title: string;
	/** ns of virtual time at which it ended. */
	time: number;
	inputs: { text: string; status: 'planned' | 'running' | 'ok' | 'failed' | 'cancelled'; result: string }[];
	/** The broadcast storm that ended it, or a routing loop that packets went round, in one sentence. */
	storm: string | null;
	/** Names of nodes by id. */
	nodes: Record<string, string>;
	records: (TraceRecord & {
		/** What happened, with this packet's numbers. */
		sentence: string;
	})[];
}
