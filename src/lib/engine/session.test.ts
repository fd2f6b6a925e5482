import { describe, expect, it } from 'vitest';
import { parseLab } from '../lab/parse.ts';
import type { Input, LabSource } from '../lab/document.ts';
import { labs } from '../labs/index.ts';
import { labOf } from '../lab/testing/lab-of.ts';
import { Session } from './session.ts';

function lab(id: string) {
	const found = labs.find((one) => one.id === id);
	if (!found) throw new Error(`no lab ${id}`);
	const parsed = parseLab(found.lab as LabSource);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
	return parsed.lab;
}

function settle(session: Session): void {
	for (let i = 0; i < 1000 && session.advance(); i++);
}

/** The session after the lab's own first packet. */
function played(id: string): Session {
	const document = lab(id);
	const session = new Session(document);
	session.input(document.suggested, 0);
	settle(session);
	return session;
}

describe('a session', () => {
	it('is the same to the last byte each time', () => {
		const bytes = (session: Session) =>
			session.records(0, 1e6).map((r) => (r.type === 'hop' ? [r, [...session.frame(r.id)]] : r));
		expect(bytes(played('containers'))).toEqual(bytes(played('containers')));
	});

	it('ends well: the first packet of the bridge lab is answered', () => {
		const session = played('bridge');
		expect(session.progress).toMatchObject({ quiet: true, storm: null });
		expect(session.progress.flows.map((flow) => flow.status)).toEqual(['ok']);
	});

	it('is quiet when only a program in the background is left, and goes on with it afterwards', () => {
		const service = { kind: 'dhcp' as const, interface: 'eth0', from: '10.0.0.50', to: '10.0.0.60' };
		const document = labOf(
			[
				{ id: 'pc', kind: 'host', interfaces: [{ name: 'eth0' }] },
				{ id: 'server', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }], services: [service] }
			],
			[['pc/eth0', 'server/eth0']]
		);
		const session = new Session(document);
		const input = (action: Input['action']) => {
			session.input([{ at: '0s', node: 'pc', action }], session.progress.count);
			settle(session);
		};
		input({ do: 'dhcp', interface: 'eth0', ask: 'lease', probe: false });
		expect(session.progress).toMatchObject({
			quiet: true,
			flows: [{ status: 'ok', result: '10.0.0.50 is leased for 3600 s' }]
		});
		expect(session.progress.time).toBeLessThan(100e9);
		input({ do: 'dhcp', interface: 'eth0', ask: 'renew', probe: false });
		expect(session.progress.quiet).toBe(true);
		expect(session.progress.flows[1]).toMatchObject({ status: 'ok', result: '10.0.0.50 is leased for 3600 s' });
	});

	it('goes on from the last record, not from where silent timers have taken the world', () => {
		const known = (address: string, mac: string) => [{ address, mac, dev: 'eth0' }];
		const [one, two] = ['02:00:00:00:00:01', '02:00:00:00:00:02'];
		const document = labOf(
			[
				{ id: 'a', kind: 'host', interfaces: [{ name: 'eth0', mac: one, addresses: ['10.0.0.1/24'] }], neighbours: known('10.0.0.2', two) }, // prettier-ignore
				{ id: 'b', kind: 'host', interfaces: [{ name: 'eth0', mac: two, addresses: ['10.0.0.2/24'] }], neighbours: known('10.0.0.1', one) } // prettier-ignore
			],
			[['a/eth0', 'b/eth0']]
		);
		const session = new Session(document);
		// In fragments: the timers of their queues run out after 30 s, and find nothing to do.
		const ping: Input = {
			at: '0s',
			node: 'a',
			action: { do: 'ping', to: '10.0.0.2', count: 1, interval: '1s', size: 3000, ttl: 64 }
		};
		session.input([ping], 0);
		settle(session);
		const { count, time } = session.progress;
		const last = session.records(count - 1, 1)[0].time;
		expect(time).toBeGreaterThan(last);
		session.input([ping], count);
		settle(session);
		expect(session.records(count, 1)[0].time).toBe(last);
		expect(session.progress.flows.map(({ status }) => status)).toEqual(['ok', 'ok']);
		expect(session.records(0, 1e6)).toHaveLength(2 * count);
	});

	it('shows the same tables of a moment whether one comes to it forwards, backwards or first', () => {
		const session = played('containers');
		const node = lab('containers').nodes.find((one) => one.kind === 'host')!.id;
		const { count } = session.progress;
		const forwards = Array.from({ length: count + 1 }, (_, at) => session.tables(node, at));
		for (let at = count; at >= 0; at -= 3) expect(session.tables(node, at)).toEqual(forwards[at]);
		const fresh = played('containers');
		expect(fresh.tables(node, Math.floor(count / 2))).toEqual(forwards[Math.floor(count / 2)]);
	});

	it('walks by hops forwards and backwards through the same moments', () => {
		const session = played('two-subnets');
		const forwards = [session.moment(0)];
		while (forwards[forwards.length - 1].at < session.progress.count) {
			forwards.push(session.nextHop(forwards[forwards.length - 1].at, 1));
			expect(forwards.length).toBeLessThan(1000);
		}
		const last = forwards.pop()!;
		let at = last.at;
		for (const moment of forwards.reverse().slice(0, -1)) {
			const back = session.nextHop(at, -1);
			expect(back.inFlight.map((hop) => hop.id)).toEqual(moment.inFlight.map((hop) => hop.id));
			expect(back.at).toBe(moment.at);
			({ at } = back);
		}
	});

	it('goes on differently from a moment gone back to', () => {
		const document = lab('bridge');
		const session = new Session(document);
		session.input(document.suggested, 0);
		settle(session);
		const before = session.records(0, 1e6);
		const [suggested] = document.suggested as Input[];
		const half = session.nextHop(session.nextHop(0, 1).at, 1).at;
		session.input([suggested], half);
		settle(session);
		expect(session.progress.flows).toHaveLength(2);
		expect(session.records(0, half)).toEqual(before.slice(0, half));
		expect(session.progress.flows.map((flow) => flow.status)).toEqual(['ok', 'ok']);
	});

	it('keeps what the network has learnt when the lab is edited', () => {
		const document = lab('bridge');
		const session = played('bridge');
		const at = session.progress.count;
		const host = document.nodes.find((node) => node.kind === 'host')!;
		const before = session.tables(host.id, at).tables.neighbours;
		expect(before).not.toEqual([]);
		const renamed = {
			...document,
			nodes: document.nodes.map((node) => (node.id === host.id ? { ...node, name: 'renamed' } : node))
		};
		session.edit(renamed, at, 'rename');
		expect(session.tables(host.id, at).tables.neighbours).toEqual(before);
		session.input(document.suggested, at);
		settle(session);
		expect(session.progress.flows.at(-1)!.status).toBe('ok');
		expect(session.tables(host.id, session.progress.count).tables.neighbours).toHaveLength(before.length);
	});

	describe('with a change of configuration on its way', () => {
		const document = lab('two-subnets');
		const [{ node, action: ping }] = document.suggested;
		const router = document.nodes.find(({ kind }) => kind === 'router')!.id;
		const inputs: Input[] = [
			{ at: '0s', node, action: ping },
			{
				at: '1s',
				node: router,
				action: {
					do: 'config',
					set: {
						forwarding: false,
						routes: [{ to: '172.16.0.0/12', type: 'blackhole', metric: 0 }],
						nat: [{ target: 'MASQUERADE' }]
					}
				}
			},
			{ at: '2s', node: router, action: { do: 'serve', service: { kind: 'udp-echo', port: 7 } } },
			{ at: '3s', node, action: ping }
		];
		const run = () => {
			const session = new Session(document);
			session.input(inputs, 0);
			settle(session);
			return session;
		};
		/** The moment when flow `flow` has come to its end. */
		const endOf = (session: Session, flow: number) => {
			return (
				session.records(0, 1e6).findLastIndex((one) => {
					return one.flow === flow && one.type === 'step' && one.facts.kind === 'app-end';
				}) + 1
			);
		};
		const shape = (session: Session, at: number) => {
			const { tables } = session.tables(router, at);
			return {
				routes: tables.routes.filter(({ to }) => to === '172.16.0.0/12').map(({ text }) => text),
				rules: tables.rules.filter(({ number }) => number > 0).map(({ text }) => text),
				sockets: tables.sockets.map(({ local }) => local),
				learnt: tables.neighbours.map(({ address }) => address)
			};
		};

		it('says what was changed, and how it ended', () => {
			const session = run();
			expect(session.progress.flows.map(({ status, result }) => `${status}: ${result}`)).toEqual([
				expect.stringContaining('ok: reply'),
				'ok: sysctl -w net.ipv4.ip_forward=0; ip route add blackhole 172.16.0.0/12; iptables -t nat -A POSTROUTING -j MASQUERADE',
				'ok: echo on port 7/udp is there',
				expect.stringContaining('failed')
			]);
			const changes = session
				.records(0, 1e6)
				.filter((one) => one.type === 'step' && one.facts.kind === 'config-change');
			expect(changes.map(({ id }) => session.explain(id).sentence.includes('The configuration of'))).toEqual([
				true,
				true,
				true
			]);
		});

		it('shows the old tables before it and the new ones after it, whichever comes first', () => {
			const session = run();
			const [before, changed, served] = [0, 1, 2].map((flow) => endOf(session, flow));
			const after = shape(session, changed);
			expect(after).toMatchObject({
				routes: ['blackhole 172.16.0.0/12'],
				rules: ['-j MASQUERADE'],
				sockets: []
			});
			const old = shape(session, before);
			expect(old).toMatchObject({ routes: [], rules: [], sockets: [] });
			expect(old.learnt.length).toBeGreaterThan(0);
			expect(after.learnt).toEqual(old.learnt);
			expect(shape(session, served).sockets).toEqual(['*:7']);
			for (const at of [changed, before, served, 1, changed - 1, before - 1]) {
				expect(shape(session, at).routes).toHaveLength(at > before ? 1 : 0);
			}
			expect(shape(session, changed)).toEqual(after);
			expect(shape(run(), before)).toEqual(old);
		});

		it('still comes when somebody goes on from before it', () => {
			const session = run();
			session.input([{ at: '0s', node, action: ping }], endOf(session, 0));
			settle(session);
			expect(session.progress.flows.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'failed', 'ok']);
			expect(shape(session, endOf(session, 4))).toMatchObject({ routes: [], rules: [], sockets: [] });
			expect(shape(session, endOf(session, 3))).toMatchObject({
				routes: ['blackhole 172.16.0.0/12'],
				sockets: ['*:7']
			});
		});

		it('keeps it through an edit elsewhere, and forgets it with an edit of the node', () => {
			const session = run();
			const edit = (change: (one: (typeof document.nodes)[number]) => (typeof document.nodes)[number]) => {
				const at = session.progress.count;
				session.edit({ ...document, nodes: document.nodes.map(change) }, at, 'edit');
				return shape(session, at);
			};
			expect(edit((one) => (one.id === node ? { ...one, name: 'renamed' } : one))).toMatchObject({
				routes: ['blackhole 172.16.0.0/12'],
				sockets: ['*:7']
			});
			expect(edit((one) => (one.id === router ? { ...one, name: 'renamed' } : one))).toMatchObject({
				routes: [],
				rules: [],
				sockets: []
			});
		});
	});

	it('names a broadcast storm, stands still, and can be stopped', () => {
		const session = played('bridge-loop');
		const { storm, count } = session.progress;
		expect(storm?.kind).toBe('broadcast storm');
		expect(storm?.links.length).toBeGreaterThan(1);
		expect(session.advance()).toBe(false);
		session.storm('stop');
		settle(session);
		expect(session.progress).toMatchObject({ storm: null, quiet: true });
		expect(session.progress.count).toBeGreaterThanOrEqual(count);
	});

	it('names a routing loop and does not stand still: it ends with the TTL', () => {
		const away = { kind: 'router', forwarding: true } as const;
		const lab = labOf(
			[
				{ id: 'a', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }], routes: [{ to: 'default', via: '10.0.0.2' }] },
				{ id: 'r', ...away, interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }, { name: 'eth1', addresses: ['10.8.0.1/30'] }], routes: [{ to: 'default', via: '10.8.0.2' }] },
				{ id: 's', ...away, interfaces: [{ name: 'eth0', addresses: ['10.8.0.2/30'] }], routes: [{ to: 'default', via: '10.8.0.1' }] }
			],
			[['a/eth0', 'r/eth0'], ['r/eth1', 's/eth0']]
		); // prettier-ignore
		const session = new Session(lab);
		session.input([{ at: '0s', node: 'a', action: { do: 'ping', to: '10.9.9.9', count: 1 } as Input['action'] }], 0);
		settle(session);
		const { storm, loop, quiet, flows } = session.progress;
		expect({ storm, quiet, status: flows[0].status }).toEqual({ storm: null, quiet: true, status: 'failed' });
		expect(loop?.text).toBe('The packet goes round s → r → s until its TTL runs out.');
		expect(session.explain(session.verdict(0)!.record).sentence).toMatch(/TTL has run out/);
		session.input(
			[{ at: '0s', node: 'a', action: { do: 'ping', to: '10.0.0.2', count: 1 } as Input['action'] }],
			session.progress.count
		);
		settle(session);
		expect(session.progress.loop).toBeNull();
	});

	it('runs on through a storm that is let go, but never too far ahead of who watches', () => {
		const session = played('bridge-loop');
		session.storm('continue');
		settle(session);
		expect(session.progress.waiting).toBe(true);
		expect(session.progress.count).toBeLessThan(30_000);
	});
});
