import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, networkOf } from './prefix.ts';
import { covering, createTrie, get, insert, longest, remove } from './prefix-trie.ts';
import { parseCidr, parseIpv4 } from './text.ts';

function trieOf(prefixes: Record<string, number>) {
	const trie = createTrie();
	for (const [text, value] of Object.entries(prefixes)) {
		const { address, length } = parseCidr(text);
		insert(trie, address, length, value);
	}
	return trie;
}

/** Few distinct bits, so that prefixes are often inside each other. */
const address = fc.oneof(
	fc.integer({ min: 0, max: 0xffffffff }),
	fc.integer({ min: 0, max: 15 }).map((i) => (i << 28) >>> 0),
	fc.integer({ min: 0, max: 255 }).map((i) => (0x0a000000 | i) >>> 0)
);
const length = fc.integer({ min: 0, max: 32 });
const change = fc.record({ remove: fc.boolean(), network: address, length, value: fc.nat(1000) });

describe('longest-prefix trie', () => {
	it('finds the most specific of /0, /8, /16, /24 and /32', () => {
		const trie = trieOf({ '0.0.0.0/0': 0, '10.0.0.0/8': 8, '10.1.0.0/16': 16, '10.1.1.0/24': 24, '10.1.1.7/32': 32 });
		expect(trie.size).toBe(5);
		expect(longest(trie, parseIpv4('10.1.1.7'))).toBe(32);
		expect(longest(trie, parseIpv4('10.1.1.8'))).toBe(24);
		expect(longest(trie, parseIpv4('10.1.2.1'))).toBe(16);
		expect(longest(trie, parseIpv4('10.2.0.1'))).toBe(8);
		expect(longest(trie, parseIpv4('203.0.113.1'))).toBe(0);
		expect(covering(trie, parseIpv4('10.1.1.7'))).toEqual([32, 24, 16, 8, 0]);
	});

	it('answers -1 when nothing holds the address', () => {
		expect(longest(createTrie(), 1)).toBe(-1);
		expect(longest(trieOf({ '10.0.0.0/8': 1 }), parseIpv4('11.0.0.1'))).toBe(-1);
		expect(covering(createTrie(), 1)).toEqual([]);
	});

	it('tells a prefix from a longer one of the same network', () => {
		const trie = trieOf({ '10.0.0.0/8': 8 });
		expect(get(trie, parseIpv4('10.0.0.0'), 8)).toBe(8);
		expect(get(trie, parseIpv4('10.0.0.0'), 16)).toBe(-1);
		expect(remove(trie, parseIpv4('10.0.0.0'), 16)).toBe(false);
		expect(remove(trie, parseIpv4('10.0.0.0'), 8)).toBe(true);
		expect(trie.size).toBe(0);
	});

	it('does as a list of prefixes does that is searched from end to end', () => {
		fc.assert(
			fc.property(fc.array(change, { maxLength: 60 }), fc.array(address, { maxLength: 20 }), (changes, lookups) => {
				const trie = createTrie();
				const list = new Map<string, { network: number; length: number; value: number }>();
				for (const c of changes) {
					const network = networkOf(c.network, c.length);
					const key = `${network}/${c.length}`;
					if (c.remove) expect(remove(trie, c.network, c.length)).toBe(list.delete(key));
					else {
						insert(trie, c.network, c.length, c.value);
						list.set(key, { network, length: c.length, value: c.value });
					}
					expect(get(trie, c.network, c.length)).toBe(list.get(key)?.value ?? -1);
				}
				expect(trie.size).toBe(list.size);
				for (const at of [...lookups, ...changes.map((c) => c.network)]) {
					const held = [...list.values()]
						.filter((p) => contains(p.network, p.length, at))
						.sort((a, b) => b.length - a.length)
						.map((p) => p.value);
					expect(covering(trie, at)).toEqual(held);
					expect(longest(trie, at)).toBe(held[0] ?? -1);
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('uses the nodes of removed prefixes again', () => {
		const trie = createTrie();
		for (let i = 0; i < 1000; i++) {
			insert(trie, i << 12, 24, i);
			remove(trie, i << 12, 24);
		}
		expect(trie.size).toBe(0);
		expect(trie.top).toBeLessThan(8);
	});

	it('is plain data: a copy is independent', () => {
		const trie = trieOf({ '10.0.0.0/8': 1 });
		const copy = structuredClone(trie);
		insert(trie, parseIpv4('10.1.0.0'), 16, 2);
		expect(longest(copy, parseIpv4('10.1.0.1'))).toBe(1);
		expect(longest(trie, parseIpv4('10.1.0.1'))).toBe(2);
	});

	it('holds 100,000 prefixes', () => {
		const trie = createTrie();
		for (let i = 0; i < 100_000; i++) insert(trie, (Math.imul(i, 2654435761) & 0xffffff00) >>> 0, 24, i);
		expect(trie.size).toBeGreaterThan(99_000);
		const last = (Math.imul(99_999, 2654435761) & 0xffffff00) >>> 0;
		expect(longest(trie, last + 5)).toBe(99_999);
	});
});
