import { describe, expect, it } from 'vitest';
import { labById } from '../labs/index.ts';
import type { StepKind } from '../trace/steps/types.ts';
import { Session } from './session.ts';

function played(id: string): Session {
	const lab = labById(id)!;
	const session = new Session(lab);
	session.input(lab.suggested, 0);
	while (session.advance());
	return session;
}

const all = (session: Session) => session.records(0, session.progress.count);

function first(session: Session, kind: StepKind): number {
	return all(session).find((record) => record.type === 'step' && record.facts.kind === kind)!.id;
}

describe('why a record is there, and what came of it', () => {
	it('leads from an ARP request to the packet that waits for it', () => {
		const session = played('home-nat');
		const queued = first(session, 'neigh-queue');
		const request = all(session).find((record) => record.type === 'hop' && record.class === 'arp')!;
		expect(session.relations(request.id)).toMatchObject({
			cause: { label: 'ARP request sent: 192.168.1.1' },
			waiting: { id: queued, label: 'Waiting for ARP: 192.168.1.1' }
		});
		expect(session.relations(queued).waiting).toBeNull();
	});

	it('leads from a waiting packet to its ARP request, to its own hop and to the end', () => {
		const session = played('home-nat');
		const { consequences, more, ends } = session.relations(first(session, 'neigh-queue'));
		expect(consequences.map(({ label }) => label)).toEqual(['ARP request sent: 192.168.1.1', 'ICMP echo request 1']);
		expect(more).toBe(0);
		expect(ends.map(({ label }) => label)).toContain('Waiting packets go: 192.168.1.1');
		expect(ends.map(({ label }) => label)).toContain('Program receives');
	});

	it('leads from each packet for which nobody answered ARP to its own wait', () => {
		const session = new Session(labById('wrong-mask')!);
		const [ping] = labById('wrong-mask')!.suggested;
		if (ping.action.do !== 'ping') throw new Error('no ping');
		session.input([{ ...ping, action: { ...ping.action, count: 3, interval: '0.2s' } } as never], 0);
		while (session.advance());
		const of = (kind: StepKind, reason = '') =>
			all(session).filter(
				(record) =>
					record.type === 'step' &&
					record.facts.kind === kind &&
					(record.facts.kind !== 'drop' || record.facts.reason === reason)
			);
		const waits = of('neigh-queue');
		const drops = of('drop', 'neigh-failed');
		expect(drops).toHaveLength(3);
		const leads = drops.map(({ id }) => session.relations(id));
		expect(leads.map(({ waited }) => waited?.id)).toEqual(waits.map(({ id }) => id));
		for (const { cause } of leads) expect(cause?.label).toContain('is FAILED');
		// The way of the last one is its own, too.
		const steps = session.way(drops[2].id).stations.flatMap((station) => station.steps.map(({ id }) => id));
		expect(steps).toContain(waits[2].id);
		expect(steps).not.toContain(waits[0].id);
	});

	it('tells every port of a flooded frame', () => {
		const session = played('home-nat');
		const { consequences } = session.relations(first(session, 'bridge-flood'));
		expect(consequences.map((record) => record.type === 'hop' && record.to.node)).toEqual(['nat1', 'phone']);
	});

	it('lists every record under its cause and no other, also after the trace was cut', () => {
		const session = played('home-nat');
		const check = () => {
			const listed = all(session).flatMap(({ id }) => {
				const { consequences, more } = session.relations(id);
				expect(more).toBe(0);
				for (const effect of consequences) expect(effect.cause).toBe(id);
				return consequences.map((effect) => effect.id);
			});
			expect(listed.sort((a, b) => a - b)).toEqual(
				all(session)
					.filter(({ cause }) => cause >= 0)
					.map(({ id }) => id)
			);
		};
		check();
		session.input([{ ...labById('home-nat')!.suggested[0], node: 'phone' }], 40);
		while (session.advance());
		check();
	});
});
