import { describe, expect, it } from 'vitest';
import { startPositions } from './start-positions.ts';

type Link = readonly [string, string];
const LENGTH = 100;

function crossings(links: readonly Link[], positions: Map<string, { x: number; y: number }>): number {
	const side = (a: string, b: string, c: string) => {
		const [p, q, r] = [positions.get(a)!, positions.get(b)!, positions.get(c)!];
		return Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
	};
	let found = 0;
	links.forEach(([a, b], i) => {
		for (const [c, d] of links.slice(i + 1)) {
			if (new Set([a, b, c, d]).size < 4) continue;
			if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) found++;
		}
	});
	return found;
}

const ring: Link[] = [0, 1, 2, 3, 4, 5, 6].flatMap((i) => [
	[`r${i}`, `r${(i + 1) % 7}`] as const,
	[`r${i}`, `h${i}`] as const
]);
const star: Link[] = [0, 1, 2, 3, 4, 5].map((i) => ['sw', `h${i}`] as const);
const chain: Link[] = [0, 1, 2, 3, 4, 5].map((i) => [`r${i}`, `r${i + 1}`] as const);
const nodesOf = (links: readonly Link[]) => [...new Set(links.flat())];

describe.each([
	['ring with a host at each router', ring],
	['star', star],
	['chain', chain]
])('a %s', (_, links) => {
	const positions = startPositions(nodesOf(links), links, LENGTH);

	it('has no crossing links', () => {
		expect(crossings(links, positions)).toBe(0);
	});

	it('has no two nodes in one place', () => {
		const all = [...positions.values()];
		for (const [i, a] of all.entries())
			for (const b of all.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(LENGTH / 3);
	});

	it('is always laid out the same way', () => {
		expect(startPositions(nodesOf(links), links, LENGTH)).toEqual(positions);
	});
});

it('a chain lies along the width of the screen', () => {
	const at = [...startPositions(nodesOf(chain), chain, LENGTH).values()];
	const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
	expect(extent(at.map(({ x }) => x))).toBeGreaterThan(5 * LENGTH);
	expect(extent(at.map(({ y }) => y))).toBeLessThan(LENGTH / 10);
});

it('parts that are not linked lie side by side', () => {
	const positions = startPositions(
		['a', 'b', 'c', 'd'],
		[
			['a', 'b'],
			['c', 'd']
		],
		LENGTH
	);
	const right = Math.max(positions.get('a')!.x, positions.get('b')!.x);
	const left = Math.min(positions.get('c')!.x, positions.get('d')!.x);
	expect(left - right).toBeGreaterThanOrEqual(LENGTH - 1e-6);
});

it('a link from a node to itself is no matter', () => {
	expect(startPositions(['a'], [['a', 'a']], LENGTH).size).toBe(1);
});
