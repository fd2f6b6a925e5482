/**
 * Longest-prefix match over IPv4 prefixes: a path-compressed binary trie (Patricia; Linux's net/ipv4/fib_trie.c
 * compresses levels as well). Plain data in typed arrays, so that a checkpoint copies it with `structuredClone`.
 *
 * Every node stands for a prefix and has a value or none; a node without a value is a fork of two children.
 * Node 0 is "no node", node 1 is the root 0.0.0.0/0, which is always there.
 */
import { commonLength, maskOf, networkOf } from './prefix.ts';

export interface PrefixTrie {
	/** Prefixes that have a value. */
	size: number;
	/** Nodes in use are 1 to `top - 1`, without those in the free list. */
	top: number;
	/** First free node, 0: none. The next one stands in its `left`. */
	free: number;
	/** Prefix length of each node. */
	length: Uint8Array;
	/** Four words a node, in one array so that a visit touches one cache line: NETWORK, VALUE, LEFT, RIGHT. */
	words: Int32Array;
}

/** Words of a node. NETWORK has host bits zero (host order, signed here); VALUE -1 is none; LEFT and RIGHT are the
 * children whose first bit beyond this prefix is 0 and 1, or 0. */
const NETWORK = 0;
const VALUE = 1;
const LEFT = 2;
const RIGHT = 3;

const ROOT = 1;
const NONE = -1;
const FIRST_CAPACITY = 16;

export function createTrie(): PrefixTrie {
	const trie: PrefixTrie = {
		size: 0,
		top: ROOT + 1,
		free: 0,
		length: new Uint8Array(FIRST_CAPACITY),
		words: new Int32Array(FIRST_CAPACITY * 4)
	};
	trie.words[ROOT * 4 + VALUE] = NONE;
	return trie;
}

/** Gives a prefix a value (an integer >= 0, at most 2^31 - 1), in place of the one it had. Host bits of `network` are ignored. */
export function insert(trie: PrefixTrie, network: number, length: number, value: number): void {
	const wanted = networkOf(network, length);
	let node = ROOT;
	for (;;) {
		const nodeLength = trie.length[node];
		if (nodeLength === length) break;
		const child = childTowards(trie, node, wanted);
		if (child === 0) {
			const leaf = allocate(trie, wanted, length);
			link(trie, node, leaf);
			node = leaf;
			break;
		}
		const shared = Math.min(commonLength(trie.words[child * 4 + NETWORK], wanted), trie.length[child], length);
		if (shared === trie.length[child]) {
			node = child;
			continue;
		}
		// The new prefix leaves the child's path: put a node where they part.
		const fork = allocate(trie, networkOf(wanted, shared), shared);
		link(trie, node, fork);
		link(trie, fork, child);
		node = fork;
	}
	if (trie.words[node * 4 + VALUE] === NONE) trie.size++;
	trie.words[node * 4 + VALUE] = value;
}

/** Takes a prefix's value away. Returns false when it had none. */
export function remove(trie: PrefixTrie, network: number, length: number): boolean {
	const wanted = networkOf(network, length);
	let grandparent = 0;
	let parent = 0;
	let node = ROOT;
	while (trie.length[node] < length) {
		grandparent = parent;
		parent = node;
		node = childTowards(trie, node, wanted);
		if (node === 0 || !holds(trie, node, wanted)) return false;
	}
	if (trie.length[node] !== length || trie.words[node * 4 + VALUE] === NONE) return false;
	trie.words[node * 4 + VALUE] = NONE;
	trie.size--;
	collapse(trie, node, parent);
	if (parent !== 0) collapse(trie, parent, grandparent);
	return true;
}

/** The value of exactly this prefix, or -1. */
export function get(trie: PrefixTrie, network: number, length: number): number {
	const wanted = networkOf(network, length);
	let node = ROOT;
	while (trie.length[node] < length) {
		node = childTowards(trie, node, wanted);
		if (node === 0 || !holds(trie, node, wanted)) return NONE;
	}
	return trie.length[node] === length ? trie.words[node * 4 + VALUE] : NONE;
}

/** The value of the longest prefix that holds `address`, or -1. Allocates nothing. */
export function longest(trie: PrefixTrie, address: number): number {
	const { length, words } = trie;
	const wanted = address | 0;
	let best = words[ROOT * 4 + VALUE];
	let node = words[ROOT * 4 + LEFT + (wanted >>> 31)];
	while (node !== 0) {
		const bits = length[node];
		const at = node << 2;
		// A child has at least one bit, so the shift is 0 to 31.
		if ((words[at] ^ wanted) >>> (32 - bits) !== 0) break;
		if (words[at + VALUE] !== NONE) best = words[at + VALUE];
		if (bits === 32) break;
		node = words[at + LEFT + ((wanted << bits) >>> 31)];
	}
	return best;
}

/** The values of all prefixes that hold `address`, longest first. */
export function covering(trie: PrefixTrie, address: number): number[] {
	const values: number[] = [];
	let node = ROOT;
	while (node !== 0 && holds(trie, node, address)) {
		if (trie.words[node * 4 + VALUE] !== NONE) values.push(trie.words[node * 4 + VALUE]);
		if (trie.length[node] === 32) break;
		node = childTowards(trie, node, address);
	}
	return values.reverse();
}

function holds(trie: PrefixTrie, node: number, address: number): boolean {
	return ((trie.words[node * 4 + NETWORK] ^ address) & maskOf(trie.length[node])) === 0;
}

/** Only for a node shorter than 32 bits. */
function childTowards(trie: PrefixTrie, node: number, address: number): number {
	return trie.words[node * 4 + LEFT + ((address << trie.length[node]) >>> 31)];
}

function link(trie: PrefixTrie, parent: number, child: number): void {
	const bit = (trie.words[child * 4 + NETWORK] << trie.length[parent]) >>> 31;
	trie.words[parent * 4 + LEFT + bit] = child;
}

/** A node without a value and with at most one child is not needed: its child takes its place. */
function collapse(trie: PrefixTrie, node: number, parent: number): void {
	if (node === ROOT || trie.words[node * 4 + VALUE] !== NONE) return;
	const left = trie.words[node * 4 + LEFT];
	const right = trie.words[node * 4 + RIGHT];
	if (left !== 0 && right !== 0) return;
	const child = left !== 0 ? left : right;
	if (trie.words[parent * 4 + LEFT] === node) trie.words[parent * 4 + LEFT] = child;
	else trie.words[parent * 4 + RIGHT] = child;
	trie.words[node * 4 + RIGHT] = 0;
	trie.words[node * 4 + LEFT] = trie.free;
	trie.free = node;
}

function allocate(trie: PrefixTrie, network: number, length: number): number {
	let node = trie.free;
	if (node !== 0) {
		trie.free = trie.words[node * 4 + LEFT];
	} else {
		node = trie.top++;
		if (node === trie.length.length) grow(trie);
	}
	trie.words[node * 4 + NETWORK] = network;
	trie.length[node] = length;
	trie.words[node * 4 + LEFT] = 0;
	trie.words[node * 4 + RIGHT] = 0;
	trie.words[node * 4 + VALUE] = NONE;
	return node;
}

function grow(trie: PrefixTrie): void {
	const length = new Uint8Array(trie.length.length * 2);
	const words = new Int32Array(trie.words.length * 2);
	length.set(trie.length);
	words.set(trie.words);
	trie.length = length;
	trie.words = words;
}
