import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, Lab, LabSource } from '../lab/document.ts';
import { parseLab } from '../lab/parse.ts';
import { labs } from '../labs/index.ts';
import { MOST_BRANCHES } from './branches.ts';
import { Session } from './session.ts';
import { parseSession } from './session-document.ts';
import { settle, traceHash } from './testing.ts';

/** A lab that ships with Hopwise. */
function shipped(id: string): Lab {
	const parsed = parseLab(labs.find((one) => one.id === id)!.lab as LabSource);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
	return parsed.lab;
}

const document = shipped('bridge');
const [ping] = document.suggested as Input[];
const other: Input = { ...ping, action: { ...ping.action, count: 2 } as Input['action'] };

/** The playhead goes to the end, and is told. */
function watch(session: Session): void {
	settle(session);
	session.playhead = session.progress.count;
	settle(session);
}

function played(): Session {
	const session = new Session(document);
	session.input([ping], 0);
	watch(session);
	return session;
}

function renamed(lab: Lab, name: string): Lab {
	return { ...lab, nodes: lab.nodes.map((node, i) => (i === 0 ? { ...node, name } : node)) };
}

describe('going back and doing something else', () => {
	it('keeps the old way as a branch that can be returned to, byte for byte', () => {
		const session = played();
		session.input([ping], session.progress.count);
		watch(session);
		const before = traceHash(session);
		session.input([other], 12);
		watch(session);
		expect(session.progress.branches.map(({ name, parent }) => ({ name, parent }))).toEqual([
			{ name: 'First run', parent: -1 },
			{ name: expect.stringMatching(/^ping -c 2 .* at /) as string, parent: 0 }
		]);
		const after = traceHash(session);
		expect(after).not.toBe(before);
		const { from } = session.toBranch(0);
		expect(from).toBeGreaterThanOrEqual(12);
		settle(session);
		expect(traceHash(session)).toBe(before);
		expect(session.progress.flows.map(({ status }) => status)).toEqual(['ok', 'ok']);
		session.toBranch(1);
		settle(session);
		expect(traceHash(session)).toBe(after);
	});

	it('makes no branch of a future that nobody has seen, nor of one in which nothing was asked for', () => {
		const session = new Session(document);
		session.input([ping], 0);
		settle(session);
		session.playhead = 10;
		session.input([ping], 10);
		expect(session.progress.branches).toHaveLength(1);

		const rested = played();
		const end = rested.progress.flows[0].end + 1;
		expect(end).toBeLessThan(rested.progress.count);
		rested.input([ping], end);
		expect(rested.progress.branches).toHaveLength(1);
	});

	it('makes one branch of several things done at one moment', () => {
		const session = played();
		session.edit(renamed(document, 'one'), 12, 'Rename');
		session.playhead = 12;
		settle(session);
		session.edit(renamed(document, 'two'), 12, 'Rename');
		settle(session);
		session.input([ping], 12);
		expect(session.progress.branches).toHaveLength(2);
	});

	it('has the lab of the moment, on either side of an edit and on each branch', () => {
		const session = played();
		const at = session.progress.count;
		session.edit(renamed(document, 'laptop'), at, 'Rename host1');
		session.input([ping], at);
		watch(session);
		expect(session.labAt(at - 1).nodes[0].name).toBe(document.nodes[0].name);
		expect(session.labAt(at).nodes[0].name).toBe('laptop');
		session.input([ping], 12);
		watch(session);
		expect(session.progress.edits).toEqual([]);
		expect(session.labAt(session.progress.count)).toBe(document);
		session.toBranch(0);
		settle(session);
		expect(session.progress.edits).toEqual([{ at, text: 'Rename host1' }]);
		expect(session.labAt(at).nodes[0].name).toBe('laptop');
	});

	it('takes an edit that is made amidst an event over at its end, and says so before and after it is saved', () => {
		const session = played();
		// The records of one event: a moment between the first two is in the midst of it.
		const at = Array.from({ length: 40 }, (_, i) => 12 + i).find(
			(record) => session.world(record).events === session.world(record + 1).events
		)!;
		session.edit(renamed(document, 'laptop'), at, 'Rename host1');
		const [edit] = session.progress.edits;
		expect(edit.at).toBeGreaterThan(at);
		expect(session.labAt(edit.at - 1).nodes[0].name).toBe(document.nodes[0].name);
		expect(session.labAt(edit.at).nodes[0].name).toBe('laptop');
		watch(session);
		const copy = Session.restore(session.save());
		settle(copy);
		expect(copy.progress.edits).toEqual([edit]);
	});

	it('leaves what was planned before to come, until it is taken back', () => {
		const session = new Session(document);
		session.input([ping, { ...ping, at: '2s' }], 0);
		settle(session);
		session.playhead = 15;
		session.input([other], 15);
		expect(session.progress.flows.map(({ status, due }) => [status, due >= 2e9])).toEqual([
			['running', false],
			['planned', true],
			['running', false]
		]);
		session.cancel(1, 15);
		watch(session);
		expect(session.progress.flows.map(({ status }) => status)).toEqual(['ok', 'cancelled', 'ok']);
	});

	it('lets a branch be deleted, and what left it leaves its parent', () => {
		const session = played();
		session.input([other], 20);
		watch(session);
		session.input([other], session.progress.count);
		watch(session);
		session.input([ping], 30);
		watch(session);
		expect(session.progress.branches.map(({ parent }) => parent)).toEqual([-1, 0, 1]);
		const hash = traceHash(session);
		expect(() => session.removeBranch(2)).toThrow('shown');
		session.removeBranch(1);
		expect(session.progress.branches.map(({ id, parent }) => [id, parent])).toEqual([
			[0, -1],
			[2, 0]
		]);
		session.removeBranch(0);
		expect(session.progress.branches).toMatchObject([{ id: 2, parent: -1, name: 'First run' }]);
		expect(traceHash(session)).toBe(hash);
		const copy = parseSession(JSON.parse(JSON.stringify(session.save())));
		expect(copy.ok && traceHashOf(copy.session)).toBe(hash);
	});

	it('keeps a bounded number of them', () => {
		const session = played();
		for (let i = 0; i < MOST_BRANCHES + 5; i++) {
			session.input([ping], 10);
			settle(session);
			session.playhead = 30;
		}
		expect(session.progress.branches).toHaveLength(MOST_BRANCHES);
		expect(session.progress.branches.some(({ id }) => id === session.progress.branch)).toBe(true);
	});

	it('says where two branches first differ, with what both have in one line', () => {
		const session = played();
		session.input([other], 12);
		watch(session);
		const { at, rows, first } = session.compare(0);
		expect(at).toBeGreaterThanOrEqual(12);
		expect(first).toBeGreaterThanOrEqual(0);
		const hash = traceHash(session);
		for (const { here, there } of rows) if (here && there) expect(here.label).toBe(there.label);
		expect(rows.filter(({ here, there }) => here && there).length).toBeGreaterThan(10);
		expect(rows.filter(({ here }) => here).map(({ here }) => here!.id)).toEqual(
			session.records(at, 4000).map(({ id }) => id)
		);
		// Looking at the other one changes nothing here.
		expect(traceHash(session)).toBe(hash);
	});
});

function traceHashOf(saved: Parameters<typeof Session.restore>[0]): string {
	const session = Session.restore(saved);
	settle(session);
	return traceHash(session);
}

describe('a session that was saved', () => {
	it('replays to the same bytes through storms that were let go on and stopped', () => {
		const loop = shipped('bridge-loop');
		const session = new Session(loop);
		session.input(loop.suggested, 0);
		settle(session);
		expect(session.progress.storm).not.toBeNull();
		session.storm('continue');
		settle(session);
		session.playhead = session.progress.count;
		const most = session.progress.count;
		const wild = traceHash(session, most);
		session.input(loop.suggested, 60);
		settle(session);
		expect(session.progress.storm).not.toBeNull();
		session.storm('stop');
		settle(session);
		expect(session.progress).toMatchObject({ storm: null, quiet: true });
		const tame = traceHash(session);
		const parsed = parseSession(JSON.parse(JSON.stringify(session.save())));
		if (!parsed.ok) throw new Error(parsed.message);
		const copy = Session.restore(parsed.session);
		settle(copy);
		expect(traceHash(copy)).toBe(tame);
		expect(copy.progress).toEqual(session.progress);
		for (const one of [session, copy]) {
			one.toBranch(0);
			settle(one);
			expect(traceHash(one, most)).toBe(wild);
		}
	});

	it('is refused when a newer Hopwise made it, or it is something else, with a sentence that says so', () => {
		const saved = played().save();
		expect(parseSession({ ...saved, version: 2 })).toEqual({
			ok: false,
			message: 'it was made by a newer Hopwise: version 2, and this one reads up to 1'
		});
		expect(parseSession({ format: 'hopwise-lab', version: 1 })).toMatchObject({ ok: false });
		expect(parseSession(null)).toMatchObject({ ok: false });
		expect(parseSession({ ...saved, branch: 7 })).toEqual({ ok: false, message: 'branch: there is no branch 7' });
		expect(parseSession({ ...saved, lab: { ...saved.lab, nodes: 3 } })).toMatchObject({
			ok: false,
			message: expect.stringContaining('nodes') as string
		});
	});

	it('whatever was done, saved and opened it has the same bytes, and every branch is returned to', () => {
		const lab = shipped('two-subnets');
		const [first] = lab.suggested as Input[];
		const deed = fc.record({
			/** Share of the trace at which it is done. */
			where: fc.double({ min: 0, max: 1, noNaN: true }),
			what: fc.constantFrom('ping', 'later', 'edit', 'return', 'cancel'),
			pick: fc.nat(100)
		});
		fc.assert(
			fc.property(fc.array(deed, { minLength: 1, maxLength: 7 }), (deeds) => {
				const session = new Session(lab);
				session.input([first], 0);
				watch(session);
				for (const { where, what, pick } of deeds) {
					const at = Math.floor(session.progress.count * where);
					if (what === 'ping') session.input([first], at);
					if (what === 'later') session.input([{ ...first, at: `${pick}ms` }], at);
					if (what === 'edit') session.edit(renamed(lab, `n${pick}`), at, 'Rename');
					if (what === 'cancel') session.cancel(pick % (session.progress.flows.length + 1), at);
					if (what === 'return')
						session.toBranch(session.progress.branches[pick % session.progress.branches.length].id);
					watch(session);
				}
				const hashes = session.progress.branches.map(({ id }) => {
					session.toBranch(id);
					watch(session);
					return traceHash(session);
				});
				const parsed = parseSession(JSON.parse(JSON.stringify(session.save())));
				if (!parsed.ok) throw new Error(parsed.message);
				const copy = Session.restore(parsed.session);
				watch(copy);
				expect(traceHash(copy)).toBe(hashes.at(-1));
				copy.progress.branches.forEach(({ id }, i) => {
					copy.toBranch(id);
					watch(copy);
					expect(traceHash(copy)).toBe(hashes[i]);
				});
			}),
			{ numRuns: 25 }
		);
	});
});
