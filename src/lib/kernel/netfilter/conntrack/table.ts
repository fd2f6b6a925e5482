/**
 * The table of connections: a hash over tuples, with both directions of each (net/netfilter/nf_conntrack_core.c), and one over
 * sources as they were before NAT (nf_nat_core.c, nf_nat_bysource). What is compared lies in one array, so that a look-up among a hundred
 * thousand connections waits for memory once or twice, and a checkpoint copies it as it is.
 */
import type { Tuple } from '../../../trace/steps/types.ts';
import type { Conn } from './conn.ts';

export interface ConnTable {
	/** By place; null: nobody has the place. */
	conns: (Conn | null)[];
	/** Places that were given back. */
	free: number[];
	/** Two nodes a place, one a direction: the original's is twice the place, the reply's one more. Each has the words below. */
	words: Int32Array;
	/** ns when a connection ends, over the same memory as `words`: in the last two words of each reply. */
	ends: Float64Array;
	/** First node of each chain, plus one; a power of two of them. */
	heads: Int32Array;
	/** First place of each chain of sources, plus one; as many. */
	sourceHeads: Int32Array;
	/** Connections in the table. */
	count: number;
	/** Above this count those that have ended are looked for. */
	sweepAt: number;
	nextId: number;
}

/** Words of a node. KIND is the protocol, the zone above it (ZONE_SHIFT). NEXT is the next node of the chain plus one. */
const SOURCE = 0;
const DESTINATION = 1;
const PORTS = 2;
const KIND = 3;
const HASH = 4;
const NEXT = 5;
/** The original's node alone: the hash of its source, and the next place of that chain plus one. */
const SOURCE_HASH = 6;
const SOURCE_NEXT = 7;
const NODE_SHIFT = 3;
/** In `ends`, of each place's eight. */
const END = 7;
const ZONE_SHIFT = 8;

/** nf_conntrack_buckets of a machine with more than 4 GB. */
const BUCKETS = 262_144;
/** Buckets that are searched for a connection to give up (NF_CT_EVICTION_RANGE). */
const EVICTION_RANGE = 8;
const FIRST_SWEEP = 1024;
const FIRST_CAPACITY = 16;
/** Chains a connection. More than BUCKETS there never are. */
const CHAINS = 2;

export function createConnTable(): ConnTable {
	return {
		conns: [],
		free: [],
		words: new Int32Array(0),
		ends: new Float64Array(0),
		heads: new Int32Array(1),
		sourceHeads: new Int32Array(1),
		count: 0,
		sweepAt: FIRST_SWEEP,
		nextId: 1
	};
}

/** Linux keys its hash with a random number; here it is the same in every run. */
function mix(a: number, b: number, c: number): number {
	let h = Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return h ^ (h >>> 16);
}

function portsOf(t: Tuple): number {
	return (t.sourcePort << 16) | t.destinationPort;
}

function hashOf(t: Tuple): number {
	return mix(t.source | 0, (t.destination + t.protocol) | 0, portsOf(t));
}

function sourceHash(t: Tuple): number {
	return mix(t.source | 0, t.protocol, t.sourcePort);
}

/** A packet's or a connection's. */
type Zones = Pick<Conn, 'zone' | 'replyZone'>;

const NONE = -1;

/** The node that `tuple` belongs to, -1: none; expired connections are taken out on the way. `connAt` and `isReply` tell more of it. */
export function findTuple(table: ConnTable, zones: Zones, tuple: Tuple, now: number): number {
	const { words, heads } = table;
	const hash = hashOf(tuple);
	const source = tuple.source | 0;
	const destination = tuple.destination | 0;
	const ports = portsOf(tuple);
	for (let node = heads[hash & (heads.length - 1)] - 1; node >= 0;) {
		const at = node << NODE_SHIFT;
		const next = words[at + NEXT] - 1;
		if (words[at + SOURCE] === source && words[at + DESTINATION] === destination && words[at + PORTS] === ports) {
			const zone = isReply(node) ? zones.replyZone : zones.zone;
			if (words[at + KIND] === (tuple.protocol | (zone << ZONE_SHIFT))) {
				if (table.ends[endOf(node >> 1)] > now) return node;
				forget(table, connAt(table, node));
			}
		}
		node = next;
	}
	return NONE;
}

export function connAt(table: ConnTable, node: number): Conn {
	return table.conns[node >> 1]!;
}

/** Whether a packet of this node's tuple is an answer. */
export function isReply(node: number): boolean {
	return (node & 1) === 1;
}

function endOf(place: number): number {
	return place * 8 + END;
}

/** It lives until `expires` (ns) from now on (nf_ct_refresh). */
export function refresh(table: ConnTable, conn: Conn, expires: number): void {
	conn.expires = expires;
	if (conn.confirmed && !conn.dying) table.ends[endOf(conn.place)] = expires;
}

function link(table: ConnTable, node: number, tuple: Tuple, zone: number): void {
	const { words, heads } = table;
	const at = node << NODE_SHIFT;
	const hash = hashOf(tuple);
	const chain = hash & (heads.length - 1);
	words[at + SOURCE] = tuple.source;
	words[at + DESTINATION] = tuple.destination;
	words[at + PORTS] = portsOf(tuple);
	words[at + KIND] = tuple.protocol | (zone << ZONE_SHIFT);
	words[at + HASH] = hash;
	words[at + NEXT] = heads[chain];
	heads[chain] = node + 1;
}

function unlink(table: ConnTable, node: number): void {
	const { words, heads } = table;
	const at = node << NODE_SHIFT;
	const chain = words[at + HASH] & (heads.length - 1);
	if (heads[chain] === node + 1) {
		heads[chain] = words[at + NEXT];
		return;
	}
	let before = (heads[chain] - 1) << NODE_SHIFT;
	while (words[before + NEXT] !== node + 1) before = (words[before + NEXT] - 1) << NODE_SHIFT;
	words[before + NEXT] = words[at + NEXT];
}

/** The words that say more of a place's source. */
function sourceWords(place: number): number {
	return place << (NODE_SHIFT + 1);
}

function linkSource(table: ConnTable, place: number, tuple: Tuple): void {
	const { words, sourceHeads } = table;
	const at = sourceWords(place);
	const hash = sourceHash(tuple);
	const chain = hash & (sourceHeads.length - 1);
	words[at + SOURCE_HASH] = hash;
	words[at + SOURCE_NEXT] = sourceHeads[chain];
	sourceHeads[chain] = place + 1;
}

function unlinkSource(table: ConnTable, place: number): void {
	const { words, sourceHeads } = table;
	const at = sourceWords(place);
	const chain = words[at + SOURCE_HASH] & (sourceHeads.length - 1);
	if (sourceHeads[chain] === place + 1) {
		sourceHeads[chain] = words[at + SOURCE_NEXT];
		return;
	}
	let before = sourceWords(sourceHeads[chain] - 1);
	while (words[before + SOURCE_NEXT] !== place + 1) before = sourceWords(words[before + SOURCE_NEXT] - 1);
	words[before + SOURCE_NEXT] = words[at + SOURCE_NEXT];
}

/** A chain in two, in the order that it had: `next` is the word that leads on, `hash` the one that says to which of both. */
function spread(
	old: Int32Array,
	length: number,
	hash: (member: number) => number,
	next: Int32Array,
	nextAt: (member: number) => number
): Int32Array {
	const heads = new Int32Array(length);
	const members: number[] = [];
	for (const head of old) {
		for (let member = head - 1; member >= 0; member = next[nextAt(member)] - 1) members.push(member);
		for (let member = members.pop(); member !== undefined; member = members.pop()) {
			const chain = hash(member) & (length - 1);
			next[nextAt(member)] = heads[chain];
			heads[chain] = member + 1;
		}
	}
	return heads;
}

/** Room for one more connection. */
function grow(table: ConnTable): void {
	const capacity = Math.max(FIRST_CAPACITY, table.conns.length * 2);
	const words = new Int32Array(capacity << (NODE_SHIFT + 1));
	words.set(table.words);
	table.words = words;
	table.ends = new Float64Array(words.buffer);
	const chains = Math.min(capacity * CHAINS, BUCKETS);
	table.heads = spread(
		table.heads,
		chains,
		(node) => words[(node << NODE_SHIFT) + HASH],
		words,
		(node) => (node << NODE_SHIFT) + NEXT
	);
	table.sourceHeads = spread(
		table.sourceHeads,
		chains,
		(place) => words[sourceWords(place) + SOURCE_HASH],
		words,
		(place) => sourceWords(place) + SOURCE_NEXT
	);
}

function takePlace(table: ConnTable, conn: Conn): number {
	const free = table.free.pop();
	if (free !== undefined) {
		table.conns[free] = conn;
		return free;
	}
	if (table.conns.length << (NODE_SHIFT + 1) === table.words.length) grow(table);
	return table.conns.push(conn) - 1;
}

/** Enters a connection that got through. */
export function enter(table: ConnTable, conn: Conn): void {
	const place = takePlace(table, conn);
	conn.place = place;
	link(table, place * 2, conn.original, conn.zone);
	link(table, place * 2 + 1, conn.reply, conn.replyZone);
	linkSource(table, place, conn.original);
	conn.confirmed = true;
	refresh(table, conn, conn.expires);
	table.count++;
}

export function forget(table: ConnTable, conn: Conn): void {
	if (!conn.confirmed || conn.dying) return;
	conn.dying = true;
	const { place } = conn;
	unlink(table, place * 2);
	unlink(table, place * 2 + 1);
	unlinkSource(table, place);
	table.conns[place] = null;
	table.free.push(place);
	table.count--;
}

/** Connections whose source side was decided, and began with the source of `tuple`; the youngest first. */
export function sameSource(table: ConnTable, zone: number, tuple: Tuple): Conn[] {
	const { words, sourceHeads } = table;
	const found: Conn[] = [];
	const hash = sourceHash(tuple);
	for (
		let place = sourceHeads[hash & (sourceHeads.length - 1)] - 1;
		place >= 0;
		place = words[sourceWords(place) + SOURCE_NEXT] - 1
	) {
		if (words[sourceWords(place) + SOURCE_HASH] !== hash) continue;
		const conn = table.conns[place]!;
		const { original } = conn;
		if (
			conn.sourceDone &&
			conn.zone === zone &&
			original.source === tuple.source &&
			original.sourcePort === tuple.sourcePort &&
			original.protocol === tuple.protocol
		)
			found.push(conn);
	}
	return found;
}

/** Every connection, each once. */
export function connections(table: ConnTable): Conn[] {
	return table.conns.filter((conn) => conn !== null).sort((a, b) => a.id - b.id);
}

/** Takes out what has ended; called so seldom that its cost is spread over the connections that were made meanwhile. */
export function sweep(table: ConnTable, now: number): void {
	for (const conn of table.conns) if (conn !== null && conn.expires <= now) forget(table, conn);
	table.sweepAt = Math.max(FIRST_SWEEP, table.count * 2);
}

/** early_drop_list: one bucket. What has ended goes without being counted. */
function dropFrom(table: ConnTable, bucket: number, now: number): Conn[] {
	const { words, heads } = table;
	const ended: Conn[] = [];
	const gone: Conn[] = [];
	for (let node = heads[bucket & (heads.length - 1)] - 1; node >= 0; node = words[(node << NODE_SHIFT) + NEXT] - 1) {
		if ((words[(node << NODE_SHIFT) + HASH] & (BUCKETS - 1)) !== bucket) continue;
		const conn = connAt(table, node);
		if (conn.expires <= now) ended.push(conn);
		else if (!conn.assured) gone.push(conn);
	}
	for (const conn of [...ended, ...gone]) forget(table, conn);
	return gone;
}

/** early_drop: the unassured connections of the first bucket, from that of `tuple` on, which has some; those that were given up. */
export function dropEarly(table: ConnTable, tuple: Tuple, now: number): Conn[] {
	const first = hashOf(tuple);
	for (let i = 0; i < EVICTION_RANGE; i++) {
		const gone = dropFrom(table, (first + i) & (BUCKETS - 1), now);
		if (gone.length > 0) return gone;
	}
	return [];
}
