/** What a trace tells of a connection, and what a checkpoint must hold. */
import { expect, test } from 'vitest';
import { tcpClose } from './close.ts';
import { tcpConnect } from './connect.ts';
import { tcpListen } from './listen.ts';
import { tcpSend } from './send.ts';
import { clientSocket, createBed, PORT, SERVER, serverSocket, type Step } from './test-bed.ts';

function exchange(steps: Step[] | null, until: number) {
	const bed = createBed(100_000, 1, steps);
	tcpListen(bed.k, bed.server, serverSocket(bed), 0, PORT, 8);
	bed.onClient = (socket, event) => {
		if (event.type === 'connected') tcpSend(bed.k, bed.client, socket, new Uint8Array(20_000));
		if (event.type === 'data') tcpClose(bed.k, bed.client, socket);
	};
	bed.onServer = (socket, event) => {
		if (event.type === 'data') tcpSend(bed.k, bed.server, socket, new Uint8Array(100));
		if (event.type === 'eof') tcpClose(bed.k, bed.server, socket);
	};
	tcpConnect(bed.k, bed.client, clientSocket(bed), SERVER, PORT, -1);
	bed.run(until);
	return bed;
}

test('the states of both ends are told in their order, each with its reason', () => {
	const steps: Step[] = [];
	const bed = createBed(100_000, 1, steps);
	tcpListen(bed.k, bed.server, serverSocket(bed), 0, PORT, 8);
	bed.onClient = (socket, event) => event.type === 'connected' && tcpClose(bed.k, bed.client, socket);
	bed.onServer = (socket, event) => event.type === 'eof' && tcpClose(bed.k, bed.server, socket);
	tcpConnect(bed.k, bed.client, clientSocket(bed), SERVER, PORT, -1);
	bed.run();
	const states = (side: string) =>
		steps.flatMap((step) =>
			step.side === side && step.facts.kind === 'tcp-state' ? [`${step.facts.after}: ${step.facts.why}`] : []
		);
	expect(states('client')).toEqual([
		'SYN-SENT: connect',
		'ESTAB: SYN-ACK received',
		'FIN-WAIT-1: close',
		'FIN-WAIT-2: FIN acknowledged',
		'TIME-WAIT: FIN received',
		'CLOSED: time is over'
	]);
	expect(states('server')).toEqual([
		'SYN-RECV: SYN received',
		'ESTAB: handshake done',
		'CLOSE-WAIT: FIN received',
		'LAST-ACK: close',
		'CLOSED: FIN acknowledged'
	]);
});

test('every segment that is sent follows from something, but for the first SYN', () => {
	const steps: Step[] = [];
	exchange(steps, 1e9);
	const roots = steps.filter((step) => step.facts.kind === 'tcp-send' && step.cause < 0);
	expect(roots).toEqual([]);
	const first = steps.findIndex((step) => step.facts.kind === 'tcp-send');
	for (const [index, step] of steps.entries()) {
		let at = index;
		while (steps[at].cause >= 0) {
			expect(steps[at].cause).toBeLessThan(at);
			at = steps[at].cause;
		}
		expect(at).toBeLessThanOrEqual(first);
		if (step.facts.kind === 'tcp-send') expect(at).toBe(0);
	}
});

test('recording changes nothing on the wire', () => {
	expect(exchange([], 1e9).wire).toEqual(exchange(null, 1e9).wire);
});

test('a connection in the middle of its work is plain data', () => {
	const bed = exchange(null, 450_000);
	for (const ns of [bed.client, bed.server]) {
		expect([...ns.sockets.connections.values()][0].tcp!.state).toBe('ESTAB');
		expect(structuredClone(ns.sockets)).toEqual(ns.sockets);
	}
});
