import { describe, expect, it } from 'vitest';
import type { Input, LabSource } from '../../lab/document.ts';
import { parseLab } from '../../lab/parse.ts';
import { labs } from '../../labs/index.ts';
import { Session } from '../../engine/session.ts';
import { settle, traceHash } from '../../engine/testing.ts';
import { carriesSession } from './fragment.ts';
import { linkOf, LONGEST_LINK, sessionOf } from './link.ts';

describe('a session in a link', () => {
	const cases = labs.map(({ id, lab }) => {
		const parsed = parseLab(lab as LabSource);
		if (!parsed.ok) throw new Error(id);
		return { id, lab: parsed.lab };
	});

	it.each(cases)('replays to the same bytes: $id', ({ lab }) => {
		const session = new Session(lab);
		session.input(lab.suggested as Input[], 0);
		settle(session);
		session.playhead = 20;
		session.edit({ ...lab, title: 'edited' }, 20, 'Edit');
		settle(session);
		const link = linkOf(session.save(), 'https://example.net/');
		expect(link.length).toBeLessThan(LONGEST_LINK);
		const fragment = new URL(link).hash;
		expect(carriesSession(fragment)).toBe(true);
		const parsed = sessionOf(fragment);
		if (!parsed.ok) throw new Error(parsed.message);
		expect(parsed.session.branches[0].at).toBe(20);
		const copy = Session.restore(parsed.session);
		settle(copy);
		const most = Math.min(copy.progress.count, session.progress.count, 5000);
		expect(traceHash(copy, most)).toBe(traceHash(session, most));
	});

	it('that was cut on its way is refused with a sentence', () => {
		const [{ lab }] = cases;
		const link = linkOf(new Session(lab).save(), '');
		const cut = sessionOf(link.slice(0, link.length / 2));
		expect(cut).toEqual({ ok: false, message: expect.stringContaining('not whole') as string });
		expect(sessionOf('#session=%%%').ok).toBe(false);
		expect(carriesSession('#about')).toBe(false);
	});
});
