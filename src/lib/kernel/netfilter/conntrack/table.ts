/** The table of connections: a hash over tuples, with both directions of each (net/netfilter/nf_conntrack_core.c). */
import type { Tuple } from '../../../trace/steps/types.ts';
import { sameTuple, type Conn } from './conn.ts';

/** One direction of a connection in its bucket (struct nf_conntrack_tuple_hash). */
interface TupleHash {
	conn: Conn;
	reply: boolean;
	next: TupleHash | null;
}

export interface ConnTable {
	/** Confirmed connections, both directions, by bucket. */
	buckets: Map<number, TupleHash>;
	/** Source sides before translation (nf_nat_bysource), the latest first, by bucket. */
	bySource: Map<number, Conn[]>;
	/** Connections in the table. */
	count: number;
	/** Above this count those that have ended are looked for. */
	sweepAt: number;
	nextId: number;
}

/** nf_conntrack_buckets of a machine with more than 4 GB. */
const BUCKETS = 262_144;
/** Buckets that are searched for a connection to give up (NF_CT_EVICTION_RANGE). */
const EVICTION_RANGE = 8;
const FIRST_SWEEP = 1024;

export function createConnTable(): ConnTable {
	return { buckets: new Map(), bySource: new Map(), count: 0, sweepAt: FIRST_SWEEP, nextId: 1 };
}

/** Linux keys its hash with a random number; here it is the same in every run. */
function mix(a: number, b: number, c: number): number {
	let h = Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) & (BUCKETS - 1);
}

function bucketOf(t: Tuple): number {
	return mix(t.source, t.destination + t.protocol, (t.sourcePort << 16) | t.destinationPort);
}

function sourceBucket(t: Tuple): number {
	return mix(t.source, t.protocol, t.sourcePort);
}

/** A packet's or a connection's. */
type Zones = Pick<Conn, 'zone' | 'replyZone'>;

/** The connection that `tuple` belongs to and in which direction; expired ones are taken out on the way. */
export function findTuple(table: ConnTable, zones: Zones, tuple: Tuple, now: number): TupleHash | null {
	for (let entry = table.buckets.get(bucketOf(tuple)) ?? null; entry !== null; entry = entry.next) {
		const { conn, reply } = entry;
		if (!sameTuple(reply ? conn.reply : conn.original, tuple)) continue;
		if (reply ? conn.replyZone !== zones.replyZone : conn.zone !== zones.zone) continue;
		if (conn.expires > now) return entry;
		forget(table, conn);
	}
	return null;
}

function link(table: ConnTable, conn: Conn, reply: boolean): void {
	const bucket = bucketOf(reply ? conn.reply : conn.original);
	table.buckets.set(bucket, { conn, reply, next: table.buckets.get(bucket) ?? null });
}

function unlink(table: ConnTable, conn: Conn, reply: boolean): void {
	const bucket = bucketOf(reply ? conn.reply : conn.original);
	const first = table.buckets.get(bucket) ?? null;
	const isIt = (entry: TupleHash) => entry.conn === conn && entry.reply === reply;
	if (first !== null && isIt(first)) {
		if (first.next === null) table.buckets.delete(bucket);
		else table.buckets.set(bucket, first.next);
		return;
	}
	for (let entry = first; entry !== null; entry = entry.next) {
		if (entry.next === null || !isIt(entry.next)) continue;
		entry.next = entry.next.next;
		return;
	}
}

/** Enters a connection that got through. */
export function enter(table: ConnTable, conn: Conn): void {
	link(table, conn, false);
	link(table, conn, true);
	conn.confirmed = true;
	table.count++;
}

export function forget(table: ConnTable, conn: Conn): void {
	forgetSource(table, conn);
	if (!conn.confirmed || conn.dying) return;
	conn.dying = true;
	unlink(table, conn, false);
	unlink(table, conn, true);
	table.count--;
}

/** Once for each connection: its source side was decided. */
export function rememberSource(table: ConnTable, conn: Conn): void {
	const bucket = sourceBucket(conn.original);
	const known = table.bySource.get(bucket);
	if (known === undefined) table.bySource.set(bucket, [conn]);
	else known.unshift(conn);
}

export function forgetSource(table: ConnTable, conn: Conn): void {
	if (!conn.sourceDone) return;
	const bucket = sourceBucket(conn.original);
	const known = table.bySource.get(bucket);
	if (known === undefined) return;
	const at = known.indexOf(conn);
	if (at < 0) return;
	if (known.length === 1) table.bySource.delete(bucket);
	else known.splice(at, 1);
}

/** Connections whose source was the same before translation, the latest first. */
export function sameSource(table: ConnTable, zone: number, tuple: Tuple): Conn[] {
	const known = table.bySource.get(sourceBucket(tuple)) ?? [];
	return known.filter(
		({ original, zone: other }) =>
			other === zone &&
			original.source === tuple.source &&
			original.sourcePort === tuple.sourcePort &&
			original.protocol === tuple.protocol
	);
}

/** Every connection, each once. */
export function connections(table: ConnTable): Conn[] {
	const all: Conn[] = [];
	for (const first of table.buckets.values())
		for (let entry: TupleHash | null = first; entry !== null; entry = entry.next)
			if (!entry.reply) all.push(entry.conn);
	return all.sort((a, b) => a.id - b.id);
}

/** Takes out what has ended; called so seldom that its cost is spread over the connections that were made meanwhile. */
export function sweep(table: ConnTable, now: number): void {
	for (const conn of connections(table)) if (conn.expires <= now) forget(table, conn);
	table.sweepAt = Math.max(FIRST_SWEEP, table.count * 2);
}

/** early_drop: unassured connections of a few buckets after that of `tuple` are given up; how many were. */
export function dropEarly(table: ConnTable, tuple: Tuple, now: number): Conn[] {
	const first = bucketOf(tuple);
	for (let i = 0; i < EVICTION_RANGE; i++) {
		const gone: Conn[] = [];
		for (let entry = table.buckets.get((first + i) & (BUCKETS - 1)) ?? null; entry !== null; entry = entry.next) {
			const { conn } = entry;
			if (conn.expires <= now || !conn.assured) gone.push(conn);
		}
		for (const conn of gone) forget(table, conn);
		if (gone.length > 0) return gone;
	}
	return [];
}
