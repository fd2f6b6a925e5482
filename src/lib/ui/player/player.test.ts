import { beforeEach, describe, expect, it } from 'vitest';
import type { Moment, Progress } from '../../engine/protocol.ts';
import type { HopRecord, TraceRecord } from '../../trace/record.ts';
import { FIRST_HOP_MS } from './pace.ts';
import { Player } from './player.svelte.ts';

const DELAY = 100_000;

const hop = (id: number, time: number, lost = false): HopRecord =>
	({
		type: 'hop',
		id,
		time,
		arrive: time + DELAY,
		lost,
		node: 'a',
		link: 'l',
		class: 'icmp',
		label: `hop ${id}`,
		flow: 0
	}) as HopRecord;
const step = (id: number, time: number, facts: object, hop = -1) =>
	({ type: 'step', id, time, facts, hop, node: 'b', flow: 0 }) as unknown as TraceRecord;

/** a sends to b, b answers, the program ends; a second later an entry ages. */
const trace: TraceRecord[] = [
	step(0, 0, { kind: 'input' }),
	hop(1, 0),
	step(2, DELAY, { kind: 'receive' }, 1),
	step(3, DELAY, { kind: 'icmp-echo-reply' }, 1),
	hop(4, DELAY),
	step(5, 2 * DELAY, { kind: 'app-end', result: 'reply' }, 4),
	step(6, 1_000_000_000, { kind: 'neigh-state' })
];

const progressOf = (records: TraceRecord[], quiet = true): Progress =>
	({
		count: records.length,
		time: records.at(-1)?.time ?? 0,
		quiet,
		waiting: false,
		storm: null,
		loop: null,
		flows: [{ from: 0 }],
		events: 0
	}) as unknown as Progress;

/** An engine over a list of records, and a screen whose frames come when the test says so. */
function setUp(records: TraceRecord[]) {
	const momentOf = (at: number): Moment => {
		const time = at > 0 ? records[at - 1].time : 0;
		const inFlight = records.slice(0, at).filter((r) => r.type === 'hop' && r.arrive > time) as HopRecord[];
		return { at, time, inFlight, next: records[at]?.time ?? -1 };
	};
	const endOf = (time: number) => records.filter((r) => r.time <= time).length;
	let frames: ((ms: number) => void)[] = [];
	let now = 0;
	const player = new Player(
		{
			records: async (from, count) => records.slice(from, from + count),
			moment: async (at) => momentOf(at),
			nextHop: async (at, dir) => {
				const times = [...new Set(records.map((r) => r.time))];
				const here = at > 0 ? records[at - 1].time : -1;
				const there = dir === 1 ? times.find((time) => time > here) : times.findLast((time) => time < here);
				return momentOf(there === undefined ? (dir === 1 ? records.length : 0) : endOf(there));
			},
			momentAt: async (time) => ({ ...momentOf(endOf(time)), time }),
			playhead: () => {},
			find: async ([condition], from) => {
				const found = records.find(({ id, type }) => id >= from && condition?.on === 'link' && type === 'hop');
				return { record: found?.id ?? -1, condition: found ? 0 : -1, looked: records.length, done: true };
			}
		},
		(callback) => frames.push(callback)
	);
	player.reset(progressOf(records));
	/** Shows `count` frames, 16 ms each, and lets answers come in between. */
	const show = async (count: number) => {
		for (let i = 0; i < count; i++) {
			await new Promise((done) => setTimeout(done));
			const due = frames;
			frames = [];
			now += 16;
			for (const frame of due) frame(now);
		}
	};
	return { player, show };
}

describe('the playhead', () => {
	let player: Player;
	let show: (frames: number) => Promise<void>;
	beforeEach(() => ({ player, show } = setUp(trace)));

	it('lets a hop take its time on screen, whatever its delay is', async () => {
		player.play();
		await show(3);
		expect(player.flying.map(({ id }) => id)).toEqual([1]);
		expect(player.now).toBeGreaterThan(0);
		await show(25);
		expect(player.now).toBeLessThan(DELAY);
		await show(40);
		expect(player.now).toBeGreaterThan(DELAY);
		expect(player.flying.map(({ id }) => id)).toEqual([4]);
		expect(player.shown).toBe(3);
	});

	it('shows the eight hops of a first ping within five seconds', async () => {
		const hops = Array.from({ length: 8 }, (_, i) => hop(i, i * DELAY));
		const first = setUp([...hops, step(8, 8 * DELAY, { kind: 'app-end', result: 'reply' })]);
		first.player.play(FIRST_HOP_MS);
		let frames = 0;
		for (; first.player.shown !== 8 && frames < 400; frames++) await first.show(1);
		expect(frames * 16).toBeLessThan(4000);
	});

	it('rests when what was sent has ended, and goes on over the idle time when asked again', async () => {
		player.play();
		await show(200);
		expect(player.playing).toBe(false);
		expect(player.at).toBe(6);
		player.play();
		await show(1);
		expect(player.gap).toBe('999.800 ms later');
		await show(60);
		expect(player.at).toBe(7);
		expect(player.playing).toBe(false);
	});

	it('shows the same record at a moment from both sides', async () => {
		await player.stepHop(1);
		await show(2);
		await player.stepHop(1);
		await show(100);
		const { at, shown, now } = player;
		expect(shown).toBe(3);
		await player.stepHop(1);
		await show(100);
		await player.stepHop(-1);
		await show(100);
		expect([player.at, player.shown, player.now]).toEqual([at, shown, now]);
	});

	it('passes over what an edit came too late for, and says so at once', async () => {
		await player.stepDecision(1);
		await show(100);
		expect(player.at).toBe(1);
		await player.passTo(3);
		expect([player.at, player.time]).toEqual([3, DELAY]);
		await player.passTo(2);
		expect(player.at).toBe(3);
	});

	it('takes one decision at a time', async () => {
		for (let at = 1; at <= 4; at++) {
			await player.stepDecision(1);
			await show(100);
			expect([player.at, player.shown]).toEqual([at, at - 1]);
		}
		await player.stepDecision(-1);
		await show(60);
		expect([player.at, player.shown]).toEqual([3, 2]);
	});

	it('is moved by the last wish only, whenever the answers come', async () => {
		const late = player.jump(5);
		const last = player.jump(1);
		await Promise.all([late, last]);
		expect([player.at, player.shown]).toEqual([2, 1]);
	});

	it('jumps into the middle of a flight and lets it go on from there', async () => {
		await player.seek(DELAY / 2);
		expect(player.now).toBe(DELAY / 2);
		expect(player.flying.map(({ id }) => id)).toEqual([1]);
		player.play();
		await show(60);
		expect(player.now).toBeGreaterThan(DELAY);
	});

	it('stays where it is when the future is cut, and goes back when its own moment is gone', async () => {
		await player.jump(3);
		player.cut(4, progressOf(trace.slice(0, 4)));
		expect(player.at).toBe(4);
		player.cut(2, progressOf(trace.slice(0, 2)));
		expect([player.at, player.shown]).toEqual([2, 1]);
	});

	it('waits for an engine that is not as far, and goes on when it is', async () => {
		player.reset(progressOf(trace.slice(0, 2), false));
		player.play();
		await show(100);
		expect(player.buffering).toBe(true);
		player.progress(progressOf(trace));
		await show(100);
		expect(player.buffering).toBe(false);
		expect(player.at).toBeGreaterThan(4);
	});
});

describe('packets that die', () => {
	const drop = [
		hop(0, 0, true),
		hop(1, 0),
		step(2, DELAY, { kind: 'drop', reason: 'ip-blackhole', dev: 'eth0', detail: '' }, 1),
		step(3, DELAY, { kind: 'drop', reason: 'link-lost', dev: 'eth0', detail: '' }, 0),
		step(4, DELAY, { kind: 'drop', reason: 'arp-not-mine', dev: 'eth0', detail: '' })
	];

	it('stay where they died until dismissed, and who only overheard a flood is not among them', async () => {
		const { player, show } = setUp(drop);
		player.play();
		await show(200);
		expect(player.dead.map(({ packet, record, node, link }) => ({ packet, record, node, link }))).toEqual([
			{ packet: 1, record: 2, node: 'b', link: '' },
			{ packet: 0, record: 3, node: '', link: 'l' }
		]);
		player.dismiss(0);
		expect(player.dead).toHaveLength(1);
	});

	it('are alive again when the playhead goes back before their end', async () => {
		const { player } = setUp(drop);
		await player.jump(3);
		expect(player.dead).toHaveLength(2);
		await player.jump(1);
		expect(player.dead).toHaveLength(0);
	});
});

describe('breakpoints', () => {
	let player: Player;
	let show: (frames: number) => Promise<void>;
	beforeEach(() => ({ player, show } = setUp(trace)));

	it('stops at a breakpoint, at that very record, and goes on from there when asked to', async () => {
		player.breakpoints = [{ on: 'link', link: 'l' }];
		player.play();
		await show(5);
		expect(player.playing).toBe(false);
		expect(player.stopped).toEqual({ record: 1, condition: { on: 'link', link: 'l' }, breakpoint: true });
		expect([player.at, player.shown, player.now]).toEqual([2, 1, 0]);
		player.play();
		expect(player.stopped).toBeNull();
		await show(80);
		expect(player.stopped?.record).toBe(4);
		player.breakpoints = [];
		player.play();
		await show(200);
		expect(player.stopped).toBeNull();
		expect(player.at).toBeGreaterThan(5);
	});

	it('does not stop for a step or a jump', async () => {
		player.breakpoints = [{ on: 'link', link: 'l' }];
		await player.jump(5);
		expect([player.at, player.stopped]).toEqual([6, null]);
	});
});
