/** The matrix: who is asked, what comes of it, and that a reason's mends are right. */
import { describe, expect, it } from 'vitest';
import { labById } from '../../labs/index.ts';
import type { Lab } from '../../lab/document.ts';
import { labOf, type NodeSource } from '../../lab/testing/lab-of.ts';
import { createSimulation } from '../run-lab.ts';
import { Session } from '../session.ts';
import { ReachMatrix } from './matrix.ts';

const SIGNS = { answered: '+', arrived: '>', lost: '-', undecided: '?' };

function matrixOf(lab: Lab, routers = false): ReachMatrix {
	return new ReachMatrix(createSimulation(lab).world, routers);
}

/** A line for each row, a sign for each column, "." where nothing is asked. */
function picture(matrix: ReachMatrix): string[] {
	const lines = matrix.table.rows.map(() => matrix.table.columns.map(() => '.'));
	for (let cell = matrix.next(); cell !== null; cell = matrix.next()) lines[cell.row][cell.column] = SIGNS[cell.state];
	return lines.map((line) => line.join(''));
}

const keys = (matrix: ReachMatrix) => matrix.table.columns.map(({ key }) => key);

const host = (id: string, address: string, via: string, more: Partial<NodeSource> = {}): NodeSource => ({
	id,
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: [address] }],
	routes: [{ to: 'default', via }],
	...more
});
const router = (more: Partial<NodeSource> = {}): NodeSource => ({
	id: 'r',
	kind: 'router',
	forwarding: true,
	interfaces: [
		{ name: 'eth0', addresses: ['10.0.0.254/24'] },
		{ name: 'eth1', addresses: ['10.0.1.254/24'] }
	],
	...more
});
const links: [string, string][] = [
	['a/eth0', 'r/eth0'],
	['r/eth1', 'b/eth0']
];
const a = host('a', '10.0.0.1/24', '10.0.0.254');

describe('the matrix', () => {
	it('asks every host about every host and every port that listens', () => {
		const b = host('b', '10.0.1.1/24', '10.0.1.254', {
			services: [
				{ kind: 'http', port: 80 },
				{ kind: 'udp-echo', port: 7 },
				{ kind: 'udp-sink', port: 9 }
			]
		});
		const matrix = matrixOf(labOf([a, router(), b], links));
		expect(keys(matrix)).toEqual(['a', 'b', 'b udp/7', 'b udp/9', 'b tcp/80']);
		expect(picture(matrix)).toEqual(['.++>+', '+....']);
	});

	it('asks routers where it is told to', () => {
		expect(picture(matrixOf(labOf([a, router(), host('b', '10.0.1.1/24', '10.0.1.254')], links), true))).toEqual([
			'.++',
			'+.+',
			'++.'
		]);
	});

	it('tells what is lost on its way from what arrives without an answer', () => {
		const lost = host('b', '10.0.1.1/24', '10.0.1.254', {
			iptables: ['*filter', '-A OUTPUT -p icmp -j DROP', 'COMMIT']
		});
		expect(picture(matrixOf(labOf([a, router(), lost], links)))).toEqual(['.>', '-.']);
	});

	it('does not take a datagram that nobody refuses for one that arrived', () => {
		const b = host('b', '10.0.1.1/24', '10.0.1.254', { services: [{ kind: 'udp-sink', port: 9 }] });
		const wall = router({ iptables: ['*filter', '-A FORWARD -p udp -j DROP', 'COMMIT'] });
		expect(picture(matrixOf(labOf([a, wall, b], links)))).toEqual(['.+-', '+..']);
	});

	it('sees what has been learnt and started since the beginning', () => {
		const lab = labOf([a, router(), host('b', '10.0.1.1/24', '10.0.1.254')], links);
		const session = new Session(lab);
		session.input([{ at: '0s', node: 'b', action: { do: 'serve', service: { kind: 'tcp-echo', port: 7 } } }], 0);
		while (session.advance());
		expect(keys(new ReachMatrix(session.world(session.progress.count), false))).toEqual(['a', 'b', 'b tcp/7']);
		expect(keys(new ReachMatrix(session.world(0), false))).toEqual(['a', 'b']);
	});

	it('is only one way where an address is translated', () => {
		const matrix = matrixOf(labById('home-nat')!);
		expect(keys(matrix).slice(0, 3)).toEqual(['laptop', 'phone', 'internet']);
		const [laptop, , internet] = picture(matrix);
		expect([laptop[2], internet[0]]).toEqual(['+', '-']);
	});

	it('gives up where a storm goes round', () => {
		expect(picture(matrixOf(labById('bridge-loop')!))).toEqual(['.?', '?.']);
	});
});

it('a reason names the place, and each of its mends makes the cell right', () => {
	const lab = labOf([a, router({ forwarding: false }), host('b', '10.0.1.1/24', '10.0.1.254')], links);
	const { place, sentence, mends } = matrixOf(lab).why(0, 1);
	expect(place).toBe('r');
	expect(sentence).toMatch(/forward/);
	expect(mends.map(({ text }) => text)).toEqual(['Let r forward']);
	expect(picture(matrixOf(mends[0].lab!))).toEqual(['.+', '+.']);
});
