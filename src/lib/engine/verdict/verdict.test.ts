/** A failed flow: where it died, and mends that were tried. Each is tried again here, as a person would use it. */
import { describe, expect, it } from 'vitest';
import { parseInputs } from '../../lab/parse.ts';
import type { Lab } from '../../lab/document.ts';
import { labOf, type LinkSource, type NodeSource } from '../../lab/testing/lab-of.ts';
import { Session } from '../session.ts';

type Nodes = Record<string, Omit<NodeSource, 'id'>>;

const host = (address: string, via?: string, more: Omit<Partial<NodeSource>, 'id'> = {}): Omit<NodeSource, 'id'> => ({
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: [address] }],
	routes: via === undefined ? [] : [{ to: 'default', via }],
	...more
});
const router = (addresses: string[], more: Omit<Partial<NodeSource>, 'id'> = {}): Omit<NodeSource, 'id'> => ({
	kind: 'router',
	forwarding: true,
	interfaces: addresses.map((address, i) => ({ name: `eth${i}`, addresses: [address] })),
	...more
});
const wire: LinkSource[] = [['a/eth0', 'b/eth0']];
const around: LinkSource[] = [
	['a/eth0', 'r/eth0'],
	['r/eth1', 'b/eth0']
];
const a = host('10.0.0.1/24', '10.0.0.254');
const b = host('10.0.1.1/24', '10.0.1.254');
const r = router(['10.0.0.254/24', '10.0.1.254/24']);
const ping = { do: 'ping', to: '10.0.1.1' };

function run(lab: Lab, action: object): Session {
	const inputs = parseInputs([{ node: 'a', action }], lab);
	if (!inputs.ok) throw new Error(inputs.problems[0].message);
	const session = new Session(lab);
	session.input(inputs.inputs, 0);
	while (session.advance());
	return session;
}

const cases: [why: string, nodes: Nodes, links: LinkSource[], action: object, died: RegExp, mend: string][] = [
	['the sender has no route', { a: host('10.0.0.1/24'), r, b }, around, ping, /no route|unreachable/i, 'Add default via 10.0.0.254 to a'],
	['the router has no route', { a, r: router(['10.0.0.254/24', '10.9.0.1/30']), s: router(['10.9.0.2/30', '10.0.1.254/24'], { routes: [{ to: 'default', via: '10.9.0.1' }] }), b }, [['a/eth0', 'r/eth0'], ['r/eth1', 's/eth0'], ['s/eth1', 'b/eth0']], ping, /no route/i, 'Add 10.0.1.0/24 via 10.9.0.2 to r'],
	['the router does not forward', { a, r: { ...r, forwarding: false }, b }, around, ping, /forward/i, 'Let r forward'],
	['the answer has no way back', { a, r, b: host('10.0.1.1/24') }, around, ping, /no route|unreachable/i, 'Add default via 10.0.1.254 to b'],
	['the mask is too short', { a: host('10.0.0.1/16', '10.0.0.254'), r, b }, around, ping, /nobody answered/i, 'Give eth0 of a 10.0.0.1/24'],
	['a route throws it away', { a, r: { ...r, routes: [{ to: '10.0.1.1', type: 'blackhole' }] }, b }, around, ping, /blackhole|thrown away|route/i, 'Remove the route blackhole 10.0.1.1 from r'],
	['the interface at the other end is down', { a: host('10.0.0.1/24'), b: { ...host('10.0.0.2/24'), interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'], up: false }] } }, wire, { do: 'ping', to: '10.0.0.2' }, /./, 'Bring eth0 of b up'],
	['a rule drops it', { a, r: { ...r, iptables: ['*filter', '-A FORWARD -p tcp -j ACCEPT', '-A FORWARD -p icmp -j DROP', 'COMMIT'] }, b }, around, ping, /FORWARD chain says DROP/, 'Remove rule 2 of FORWARD in filter on r (DROP)'],
	['a policy drops it', { a, r: { ...r, iptables: ['*filter', ':FORWARD DROP', 'COMMIT'] }, b }, around, ping, /FORWARD chain says DROP/, 'Accept pings of 10.0.1.1, and answers, in FORWARD on r'],
	['nobody listens on the TCP port', { a, r, b }, around, { do: 'tcp', to: '10.0.1.1', port: 80 }, /./, 'Start http on port 80 of b'],
	['nobody listens on the UDP port', { a, r, b }, around, { do: 'udp', to: '10.0.1.1', port: 7 }, /./, 'Start udp-echo on port 7 of b'],
	['no server knows the name', { a, r, b }, around, { do: 'ping', to: 'b' }, /UDP port 53/, 'Write 10.0.1.1 b into /etc/hosts of a'],
	['nobody is asked for the name', { a, r, b: { ...b, services: [{ kind: 'dns', records: { 'web.example': ['10.0.1.1'] } }] } }, around, { do: 'ping', to: 'web.example' }, /UDP port 53/, 'Let a ask b (nameserver 10.0.1.1)']
]; // prettier-ignore

describe.each(cases)('%s', (_, nodes, links, action, died, mend) => {
	const lab = labOf(Object.entries(nodes).map(([id, node]) => ({ id, ...node })), links); // prettier-ignore
	const session = run(lab, action);
	const verdict = session.verdict(0)!;

	it('is told where, and how it is mended', () => {
		expect(session.progress.flows[0].status).toBe('failed');
		expect(verdict.record < 0 ? '' : session.explain(verdict.record).sentence).toMatch(died);
		expect(verdict.mends.map(({ text }) => text)[0]).toBe(mend);
	});

	it('each mend is right', () => {
		for (const { text, lab: mended, input } of verdict.mends)
			expect([text, run(mended ?? lab, input.action).progress.flows[0].status]).toEqual([text, 'ok']);
	});
});

it('a flow that is fine has no verdict, and one that nothing could mend has no mends', () => {
	const lab = labOf([{ id: 'a', ...host('10.0.0.1/24') }, { id: 'b', ...host('10.0.0.2/24') }], wire); // prettier-ignore
	expect(run(lab, { do: 'ping', to: '10.0.0.2' }).verdict(0)).toBeNull();
	expect(run(lab, { do: 'ping', to: '10.0.0.77' }).verdict(0)).toMatchObject({ mends: [] });
});
