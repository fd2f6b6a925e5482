/**
 * What the page can ask of the engine. The engine runs ahead of what is shown: it simulates until the
 * network is quiet (or `AHEAD` records beyond the playhead), and the page walks through the trace.
 * A moment is a record id: "at 17" means after records 0 to 16, before record 17 happened.
 */
import type { Input, Lab } from '../lab/document.ts';
import type { World } from '../sim/world.ts';
import type { HopRecord, TableMark, Tables, TraceRecord } from '../trace/record.ts';
import type { Explanation } from '../trace/explain.ts';
import type { Comparison } from './compare.ts';
import type { Condition } from './condition.ts';
import type { SessionDocument } from './session-document.ts';
import type { LadderPage } from './ladder.ts';
import type { Translation } from './translations.ts';
import type { CapturePlace } from './pcap.ts';
import type { Completions } from '../trace/filter/complete.ts';
import type { FilterProblem } from '../trace/filter/syntax.ts';
import type { FollowedStream, PacketProgress, PacketQuery, PacketRow } from './packets/query.ts';
import type { Verdict } from './verdict/verdict.ts';
import type { Visit } from './visit.ts';
import type { Way } from './way.ts';

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
	/** A broadcast storm was seen and the run stands still until resume or stop. */
	storm: Storm | null;
	/** A routing loop was seen. */
	loop: Storm | null;
	/** Inputs so far: index is the flow. */
	flows: FlowSummary[];
	/** Pushed in tests and benches too. */
	events: number;
	/** Edits of the lab so far, in order. */
	edits: Edit[];
	/** The ways that the session has gone, and which of them is shown. */
	branches: BranchSummary[];
	branch: number;
}

/** The lab was edited at moment `at`. */
export interface Edit {
	at: number;
	text: string;
}

export interface BranchSummary {
	id: number;
	/** Branch that it left, or -1. */
	parent: number;
	/** What makes it another one: "ping -c 1 10.0.0.2 at 1.200 s". */
	name: string;
	/** Where it left it: record and ns. */
	parted: { at: number; time: number };
	/** What was done on it, and when (ns). */
	deeds: { text: string; time: number }[];
	/** Deeds that are not named. */
	more: number;
	/** Where its playhead was last. */
	at: number;
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
	/** First record; of a planned one, the record at which it was asked for. */
	from: number;
	/** ns when it is due. */
	due: number;
	/** planned: it was asked for, for later. cancelled: and then taken back. */
	status: 'planned' | 'running' | 'ok' | 'failed' | 'cancelled';
	/** Record of its end, or -1. */
	end: number;
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

/** A range of the timeline, in places (`Axis`), and how finely it is asked for. */
export interface TimelineRange {
	from: number;
	/** Infinity: to the end. */
	to: number;
	/** Pieces that it is told in: about one for a pixel or two. */
	bins: number;
	/** Lanes: flows from the first to the second (not included); flow -1 is what the network does by itself. */
	flows: [number, number];
}

export interface LaneCounts {
	hops: number;
	drops: number;
	changes: number;
}

export interface TimelineSummary {
	/** Length of the whole timeline, in places. */
	total: number;
	from: number;
	to: number;
	/** Flow of the first lane. */
	first: number;
	/** By lane and piece: flags (`traits`) of what happens there. */
	lanes: Uint16Array[];
	/** Of the whole flow, by lane. */
	counts: LaneCounts[];
	/** Of all flows together. */
	all: Uint16Array;
	/** Pieces in which a long idle time is folded. */
	folds: Uint8Array;
	/** ns, and the next record, where each piece begins; one more: where the last one ends. */
	times: Float64Array;
	records: Int32Array;
}

export interface Found {
	/** Record, or -1. */
	record: number;
	/** Which of the conditions it meets, or -1. */
	condition: number;
	/** All records up to this one have been looked at, in the direction that was asked for. */
	looked: number;
	/** Nothing is left to look at; otherwise ask again from `looked` on. */
	done: boolean;
}

/** Why a record is there, and what came of it. */
export interface Relations {
	/** What made it happen; null: a person did. */
	cause: TraceRecord | null;
	/** The hop that brought the frame that it is about, or that this one was made from. */
	frame: TraceRecord | null;
	/** Of ARP: the step at which a packet began to wait for the answer. */
	waiting: TraceRecord | null;
	/** Of a packet for which nobody answered ARP: the step at which it began to wait itself. */
	waited: TraceRecord | null;
	/** What it made happen itself, in order. */
	consequences: TraceRecord[];
	/** Of these, those left out. */
	more: number;
	/** Where that led: what programs got, what was lost. */
	ends: TraceRecord[];
}

/** Every call answers once; a failed call rejects with an Error whose message a person can read. */
export interface EngineClient {
	/** A new world at time 0, with an empty trace. */
	load(lab: Lab): Promise<Progress>;
	/** A saved session: it is computed again, byte for byte. Answers where its playhead was. */
	restore(document: SessionDocument): Promise<{ progress: Progress; at: number }>;
	/** The session as it can be saved. */
	save(): Promise<SessionDocument>;
	/** An edit: the world goes on with the new lab from the moment `at`; what it learnt stays. Cuts the trace at `at`. */
	edit(lab: Lab, at: number, text: string): Promise<Progress>;
	/** Adds an input at the moment `at` (the trace beyond it is cut). `delayed` inputs keep their own `at` relative to it. */
	input(inputs: Input[], at: number): Promise<Progress>;
	/** Takes an input back that is not due yet at the moment `at`. */
	cancel(flow: number, at: number): Promise<Progress>;
	/** Goes over to another branch, whose traces are the same up to record `from`. `at`: where its playhead was. */
	toBranch(id: number): Promise<{ progress: Progress; from: number; at: number }>;
	/** Forgets a branch; not the one that is shown. */
	removeBranch(id: number): Promise<Progress>;
	/** The shown branch beside another one, from where they part. */
	compare(other: number): Promise<Comparison>;
	/** The lab as it was at a moment. */
	labAt(at: number): Promise<Lab>;
	timeline(range: TimelineRange): Promise<TimelineSummary>;
	/** The first record from `from` on (dir 1), or the last before it (dir -1), that meets one of the conditions. Looks for a few ms. */
	find(conditions: Condition[], from: number, dir: 1 | -1): Promise<Found>;
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
	relations(id: number): Promise<Relations>;
	/** Rows `from` to `from + count` of the ladder of a flow. `at`: the moment, for which of them have happened. */
	ladder(flow: number, from: number, count: number, at: number): Promise<LadderPage>;
	/** The way of the packet that a record is about, from what made it to where it ended. */
	way(id: number): Promise<Way>;
	/** All that the netns of a record did with its packet; null: nothing is recorded of it. */
	visit(id: number): Promise<Visit | null>;
	/** What NAT made of a flow. */
	translations(flow: number): Promise<Translation[]>;
	/** Tables of a node at a moment (before record `at`), with the rows that record `at - 1` touched, if it was this node's. */
	tables(node: string, at: number): Promise<{ tables: Tables; marks: TableMark[] }>;
	/** A copy of the world at a moment, for trying things beside it. */
	world(at: number): Promise<World>;
	/** Why a flow failed, and changes of the lab with which it would have succeeded (each tried); null: it has not failed. */
	verdict(flow: number): Promise<Verdict | null>;
	/** Bytes of a hop's frame. */
	frame(hop: number): Promise<Uint8Array>;
	/** pcapng of every interface, merged, or of one. */
	pcap(only: CapturePlace | null): Promise<Uint8Array>;
	/** Every hop and step with its sentence: as JSON (docs/trace-format.md), or as lines for a person. */
	report(as: 'json' | 'text'): Promise<string>;
	/** Goes on with the packet list for a few ms and says how far it is; ask again until it is done. */
	packets(query: PacketQuery): Promise<PacketProgress>;
	/** Rows of the list that `packets` was asked for last. */
	packetRows(from: number, count: number): Promise<PacketRow[]>;
	/** The row of that list with hop `hop`, or the last one before it; -1: none. */
	packetRowOf(hop: number): Promise<number>;
	/** What the stream of a row of that list carried; null: it is of none. */
	followStream(row: number): Promise<FollowedStream | null>;
	/** What is wrong with a display filter; null: nothing. */
	filterProblem(text: string): Promise<FilterProblem | null>;
	/** What could stand at a place of a display filter. */
	completeFilter(text: string, at: number): Promise<Completions>;
	onProgress(listener: (progress: Progress) => void): () => void;
	/** Ends the worker. */
	close(): void;
}

/** Records that the engine runs ahead of the playhead. */
export const AHEAD = 20_000;
