import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../trace/record.ts';
import { RecordWindow } from './window.ts';

const record = (id: number, time = id) => ({ id, time }) as TraceRecord;
const trace = (count: number) => Array.from({ length: count }, (_, id) => record(id));

describe('the window of records', () => {
	it('fetches what is wanted and answers it', async () => {
		const all = trace(1000);
		const window = new RecordWindow(async (from, count) => all.slice(from, from + count));
		expect(window.get(300)).toBeUndefined();
		await window.want(250, 310);
		expect(window.get(300)).toBe(all[300]);
		expect(window.get(255)).toBe(all[255]);
		expect(window.get(900)).toBeUndefined();
	});

	it('fetches a page again when the trace has grown', async () => {
		let all = trace(10);
		const window = new RecordWindow(async (from, count) => all.slice(from, from + count));
		await window.want(0, 10);
		all = trace(20);
		await window.want(0, 20);
		expect(window.get(19)?.id).toBe(19);
	});

	it('throws away an answer that was asked for before a cut', async () => {
		let answer: (records: TraceRecord[]) => void = () => {};
		const window = new RecordWindow<TraceRecord>(() => new Promise((done) => (answer = done)));
		const wanted = window.want(0, 5);
		window.cut(2);
		answer(trace(5));
		await wanted;
		expect(window.get(4)).toBeUndefined();
	});

	it('forgets what lies behind a cut and keeps what lies before it', async () => {
		const window = new RecordWindow(async (from, count) => trace(600).slice(from, from + count));
		await window.want(0, 600);
		window.cut(300);
		expect(window.get(299)?.id).toBe(299);
		expect(window.get(300)).toBeUndefined();
		expect(window.get(599)).toBeUndefined();
	});

	it('holds a bounded number of pages', async () => {
		const window = new RecordWindow(async (from, count) => Array.from({ length: count }, (_, i) => record(from + i)));
		for (let from = 0; from < 256 * 60; from += 256) await window.want(from, from + 256);
		expect(window.get(0)).toBeUndefined();
		expect(window.get(256 * 60 - 1)?.id).toBe(256 * 60 - 1);
	});
});
