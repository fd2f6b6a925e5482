import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueue, discard, pop, push, type Queue } from './queue.ts';

function drain(q: Queue): { time: number; ref: unknown }[] {
	const all: { time: number; ref: unknown }[] = [];
	while (q.size > 0) {
		const slot = pop(q);
		all.push({ time: q.time[slot], ref: q.ref[slot] });
	}
	return all;
}

describe('the event queue', () => {
	it('gives events by time, and those of one time in the order in which they were added', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(20), { maxLength: 2000 }), (times) => {
				const q = createQueue(4);
				times.forEach((time, i) => push(q, time, 0, 0, 0, 0, 0, i));
				const expected = times.map((time, i) => ({ time, ref: i })).sort((a, b) => a.time - b.time || a.ref - b.ref);
				expect(drain(q)).toEqual(expected);
			})
		);
	});

	it('goes on in order after some were thrown away, and after a copy', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(50), { maxLength: 300 }), (times) => {
				const q = createQueue(4);
				times.forEach((time, i) => push(q, time, 0, i, 0, 0, 0, i));
				discard(q, (slot) => q.a[slot] % 3 === 0);
				const copy = structuredClone(q);
				push(copy, 25, 0, 1, 0, 0, 0, 'late');
				const kept = times
					.map((time, i) => ({ time, ref: i as unknown }))
					.filter(({ ref }) => (ref as number) % 3 !== 0);
				const order = (a: { time: number; ref: unknown }, b: { time: number; ref: unknown }) =>
					a.time - b.time || Number(a.ref) - Number(b.ref);
				expect(drain(q)).toEqual([...kept].sort(order));
				expect(drain(copy).filter(({ ref }) => ref !== 'late')).toEqual([...kept].sort(order));
			})
		);
	});

	it('what is reversed comes before the rest of its moment, the last first', () => {
		const q = createQueue();
		push(q, 1, 0, 0, 0, 0, 0, 'now');
		pop(q);
		push(q, 5, 0, 0, 0, 0, 0, 'plain');
		push(q, 5, 0, 0, 0, 0, 0, 'first', true);
		push(q, 5, 0, 0, 0, 0, 0, 'second', true);
		push(q, 4, 0, 0, 0, 0, 0, 'earlier');
		const order: unknown[] = [];
		while (q.size > 0) order.push(q.ref[pop(q)]);
		expect(order).toEqual(['earlier', 'second', 'first', 'plain']);
	});
});
