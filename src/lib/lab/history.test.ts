import { describe, expect, it } from 'vitest';
import { updateLab } from './edit.ts';
import { commit, createHistory, type History, HISTORY_LIMIT, redo, seal, undo } from './history.ts';
import { labOf } from './testing/lab-of.ts';
import { transact } from './transaction.ts';

const start = createHistory(labOf([]));

function titled(history: History, title: string, target = '', name = 'Title'): History {
	const transaction = transact(history.lab, (lab) => updateLab(lab, { title }), { name, origin: 'inspector', target });
	return commit(history, transaction!);
}

describe('the history', () => {
	it('goes back and forth', () => {
		const two = titled(titled(start, 'a'), 'b');
		expect(two.lab.title).toBe('b');
		expect(undo(two).lab.title).toBe('a');
		expect(undo(undo(two)).lab).toBe(start.lab);
		expect(redo(undo(undo(two))).lab.title).toBe('a');
		expect(redo(redo(undo(undo(two)))).lab).toBe(two.lab);
	});

	it('has nothing before the first and after the last', () => {
		expect(undo(start)).toBe(start);
		expect(redo(start)).toBe(start);
	});

	it('forgets what was undone when something else is done', () => {
		const other = titled(undo(titled(start, 'a')), 'b');
		expect(redo(other)).toBe(other);
		expect(undo(other).lab).toBe(start.lab);
	});

	it('undoes the pieces of one drag at once, and two things apart', () => {
		const drag = titled(titled(titled(start, 'a', 'host1', 'Move'), 'b', 'host1', 'Move'), 'c', 'host1', 'Move');
		expect(drag.done).toHaveLength(1);
		expect(undo(drag).lab).toBe(start.lab);
		expect(titled(drag, 'd', 'host2', 'Move').done).toHaveLength(2);
		expect(titled(drag, 'd', 'host1', 'Rename').done).toHaveLength(2);
		expect(titled(seal(drag), 'd', 'host1', 'Move').done).toHaveLength(2);
	});

	it('does not merge into what was there before an undo', () => {
		const two = titled(titled(start, 'a', 'x'), 'b', 'y');
		expect(titled(undo(two), 'c', 'x').done).toHaveLength(2);
	});

	it(`keeps ${HISTORY_LIMIT} transactions`, () => {
		let history = start;
		for (let i = 0; i < HISTORY_LIMIT + 5; i++) history = titled(history, `title ${i}`);
		expect(history.done).toHaveLength(HISTORY_LIMIT);
		while (history.done.length > 0) history = undo(history);
		expect(history.lab.title).toBe('title 4');
	});

	it('refuses a transaction that starts from another lab', () => {
		const transaction = transact(labOf([]), (lab) => updateLab(lab, { title: 'x' }), { name: 'x', origin: 'import' })!;
		expect(() => commit(start, transaction)).toThrow('starts from the lab that the history shows');
	});
});

it('an edit that changes nothing is no transaction', () => {
	expect(transact(start.lab, (lab) => lab, { name: 'Nothing', origin: 'canvas' })).toBeNull();
});
