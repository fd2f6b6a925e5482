import { describe, expect, it } from 'vitest';
import type { Ladder, LadderRow } from './ladder.ts';
import { columnsFor, LEAST_COLUMN, MOST_COLUMN, rowShapes, TIMES } from './layout.ts';
import { type Inks, ladderSvg } from './svg.ts';

const tones = ['arp', 'icmp', 'udp', 'tcp', 'dns', 'http', 'other', 'drop', 'ok', 'wait', 'change', 'note'];
const inks = Object.fromEntries(
	[...tones, 'ink', 'muted', 'line', 'surface'].map((name, i) => [name, `#0000${(16 + i).toString(16)}`])
) as Inks;

const row = (changes: Partial<LadderRow>): LadderRow => ({
	kind: 'hop',
	id: 0,
	time: 100_000,
	node: 'a',
	to: 'b',
	text: 'ICMP echo request 1',
	tone: 'icmp',
	lost: false,
	...changes
});

const nodes = [
	{ id: 'a', name: 'a<1>' },
	{ id: 'b', name: 'b' }
];
const ladder: Ladder = {
	nodes,
	rows: [
		row({}),
		row({ kind: 'note', to: '', text: 'Waiting for ARP', tone: 'wait' }),
		row({ kind: 'gap', node: '', to: '', text: '1.000 s later', tone: 'note' }),
		row({ tone: 'drop', lost: true, node: 'b', to: 'a' })
	]
};

describe('a ladder as a drawing', () => {
	it('is an SVG that needs nothing from a page, with every name, time and text', () => {
		const svg = ladderSvg(ladder, inks, 'ping & more');
		expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
		expect(svg.trimEnd()).toMatch(/<\/svg>$/);
		expect(svg).not.toMatch(/undefined|NaN|var\(/);
		for (const text of [
			'ping &#38; more',
			'a&#60;1&#62;',
			'>b<',
			'ICMP echo request 1',
			'Waiting for ARP',
			'1.000 s later'
		])
			expect(svg).toContain(text);
		expect(svg).toContain('ICMP echo request 1 (lost)');
		expect(svg.match(/>0\.100 ms</g)).toHaveLength(3);
	});

	it('has columns that fill the room, no narrower and no wider than can be read', () => {
		expect(columnsFor(nodes, 492).width).toBe(492);
		expect(columnsFor(nodes, 100).width).toBe(TIMES + 2 * LEAST_COLUMN);
		expect(columnsFor(nodes, 5000).width).toBe(TIMES + 2 * MOST_COLUMN);
	});

	it('draws an arrow from the sender to the receiver, and a lost one halfway', () => {
		const columns = columnsFor(nodes, 492);
		const [a, b] = [columns.x.get('a')!, columns.x.get('b')!];
		const line = (of: LadderRow) => rowShapes(of, columns, 0).find((shape) => shape.type === 'line')!;
		expect(line(row({}))).toMatchObject({ x1: a, x2: b - 6 });
		expect(line(row({ lost: true }))).toMatchObject({ x1: a, x2: (a + b) / 2 });
	});

	it('puts nodes without a column of their own into the last one', () => {
		const columns = columnsFor([...nodes, { id: '', name: '5 more nodes' }], 800);
		const [line] = rowShapes(row({ to: 'z' }), columns, 0).filter(({ type }) => type === 'line');
		expect(line).toMatchObject({ x1: columns.x.get('a'), x2: columns.x.get('')! - 6 });
	});
});
