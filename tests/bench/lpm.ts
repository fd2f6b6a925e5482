/**
 * Longest prefix match over 100,000 prefixes whose lengths are spread as in the Internet's table
 * (most are /24, then /22, /23, /20, /21, /19, /16).
 */
import { createTrie, insert, longest, type PrefixTrie } from '../../src/lib/net/prefix-trie.ts';
import { networkOf } from '../../src/lib/net/prefix.ts';
import { milliseconds, time } from './measure.ts';
import { seeded } from './random.ts';

const PREFIXES = 100_000;
const LOOKUPS = 1_000_000;
/** Prefix length to its share in percent. */
const SHARES: readonly (readonly [number, number])[] = [
	[24, 58],
	[22, 12],
	[23, 10],
	[20, 5],
	[21, 5],
	[19, 4],
	[18, 2],
	[16, 3],
	[12, 1]
];
const LENGTHS = SHARES.flatMap(([length, share]) => new Array<number>(share).fill(length));

function prefixes() {
	const random = seeded(1);
	const networks = new Uint32Array(PREFIXES);
	const lengths = new Uint8Array(PREFIXES);
	const taken = new Set<string>();
	while (taken.size < PREFIXES) {
		const at = taken.size;
		lengths[at] = LENGTHS[random() % LENGTHS.length];
		networks[at] = networkOf(random(), lengths[at]);
		taken.add(`${networks[at]}/${lengths[at]}`);
	}
	return { networks, lengths };
}

/** Half of the addresses are inside some prefix, half are anything. */
function addresses(networks: Uint32Array): Uint32Array {
	const random = seeded(2);
	return Uint32Array.from({ length: LOOKUPS }, (_, i) =>
		i % 2 === 0 ? (networks[random() % PREFIXES] & 0xffffff00) | (random() & 0xff) : random()
	);
}

export function lpm() {
	const { networks, lengths } = prefixes();
	const fill = (trie: PrefixTrie) => {
		for (let i = 0; i < PREFIXES; i++) insert(trie, networks[i], lengths[i], i);
		return trie;
	};
	const build = time(createTrie, fill);
	const trie = fill(createTrie());
	const wanted = addresses(networks);
	let found = 0;
	const look = time(
		() => (found = 0),
		() => {
			for (let i = 0; i < LOOKUPS; i++) if (longest(trie, wanted[i]) >= 0) found++;
		}
	);
	return {
		name: 'lpm',
		prefixes: trie.size,
		insertMs: milliseconds(build),
		lookups: LOOKUPS,
		found,
		lookupsPerSecond: Math.round(LOOKUPS / (look.median / 1000))
	};
}
