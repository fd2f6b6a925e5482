/**
 * What the page can ask of the engine. The engine runs ahead of what is shown: it simulates until the
 * network is quiet (or `AHEAD` records beyond the playhead), and the page walks through the trace.
 * A moment is a record id: "at 17" means after records 0 to 16, before record 17 happened.
 */
import type { Input, Lab } from '../lab/document.ts';
import type { HopRecord, TableMark, Tables, TraceRecord } from '../trace/record.ts';
import type { Explanation } from '../trace/explain.ts';
import type { Verdict } from './verdict/verdict.ts';

/** How far the engine has come. Pushed to the page whenever it changes (at most once per slice). */
export interface Progress {
	/** Records in the trace. */
	count: number;
	/** ns of virtual time that the world has reached. */
	time: number;
	/** Nothing is left to happen but timers that make no frames. */
	quiet: boolean;
	/** It waits because it is far enough ahead of the playhead. */
	waiting: boolean;
	/** A broadcast storm or a routing loop was seen and the run stands still until resume or stop. */
	storm: Storm | null;
	/** Inputs so far: index is the flow. */
	flows: FlowSummary[];
	/** Pushed in tests and benches too. */
	events: number;
}

export interface Storm {
	kind: 'broadcast storm' | 'routing loop';
	/** One sentence, naming the nodes and links that it goes round. */
	text: string;
	nodes: string[];
	links: string[];
	/** Record at which it was named. */
	record: number;
}

export interface FlowSummary {
	flow: number;
	input: Input;
	/** What was asked for, in a few words: "ping -c 1 10.0.0.2". */
	text: string;
	/** First record. */
	from: number;
	status: 'running' | 'ok' | 'failed';
	/** What it came to, in a few words. */
	result: string;
}

/** What is happening at a moment: for drawing after a jump. */
export interface Moment {
	/** Record id. */
	at: number;
	/** ns */
	time: number;
	inFlight: HopRecord[];
	/** Time of the next record or arrival after this moment, ns; -1: none known. */
	next: number;
}

/** Every call answers once; a failed call rejects with an Error whose message a person can read. */
export interface EngineClient {
	/** A new world at time 0, with an empty trace. */
	load(lab: Lab): Promise<Progress>;
	/** An edit: the world goes on with the new lab from the moment `at`; what it learnt stays. Cuts the trace at `at`. */
	edit(lab: Lab, at: number, text: string): Promise<Progress>;
	/** Adds an input at the moment `at` (the trace beyond it is cut). `delayed` inputs keep their own `at` relative to it. */
	input(inputs: Input[], at: number): Promise<Progress>;
	/** The playhead: the engine keeps running until it is AHEAD records beyond. */
	playhead(at: number): void;
	/** Ends a storm: throws away every frame in flight and stops all programs at the end of the trace, or lets it go on. */
	storm(action: 'stop' | 'continue'): Promise<Progress>;
	records(from: number, count: number): Promise<TraceRecord[]>;
	moment(at: number): Promise<Moment>;
	/** The moment one hop (`dir` 1 or -1) away: after all that happens when the next frame arrives or is sent. */
	nextHop(at: number, dir: 1 | -1): Promise<Moment>;
	/** Moment at which virtual time `time` has come: after all records of a time <= it. */
	momentAt(time: number): Promise<Moment>;
	explain(id: number): Promise<Explanation>;
	/** Tables of a node at a moment (before record `at`), with the rows that record `at - 1` touched, if it was this node's. */
	tables(node: string, at: number): Promise<{ tables: Tables; marks: TableMark[] }>;
	/** Why a flow failed, and changes of the lab with which it would have succeeded (each tried); null: it has not failed. */
	verdict(flow: number): Promise<Verdict | null>;
	/** Bytes of a hop's frame. */
	frame(hop: number): Promise<Uint8Array>;
	/** pcapng of every interface, merged. */
	pcap(): Promise<Uint8Array>;
	onProgress(listener: (progress: Progress) => void): () => void;
	/** Ends the worker. */
	close(): void;
}

/** Records that the engine runs ahead of the playhead. */
export const AHEAD = 20_000;
