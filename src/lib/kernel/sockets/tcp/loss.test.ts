/** Segments that are lost, late, twice or out of order; peers and networks that say no. Times as Linux 6.18 has them, without its jiffies. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tcpFlags } from '../../../wire/tcp.ts';
import { L3 } from '../../packet.ts';
import { tcpClose, tcpShutdown } from './close.ts';
import { tcpConnect } from './connect.ts';
import { tcpError } from './errors.ts';
import { tcpListen } from './listen.ts';
import { tcpSend } from './send.ts';
import { tcpRows } from './table.ts';
import { clientSocket, createBed, PORT, SERVER, serverSocket, type Bed } from './test-bed.ts';
import type { Socket } from '../socket.ts';

const SECOND = 1e9;

function listen(bed: Bed): void {
	tcpListen(bed.k, bed.server, serverSocket(bed), 0, PORT, 128);
}

function connect(bed: Bed): Socket {
	const socket = clientSocket(bed);
	expect(tcpConnect(bed.k, bed.client, socket, SERVER, PORT, -1)).toBe('');
	return socket;
}

/** Seconds, to the tenth, when the client sent a frame that `matches`. */
function sentAt(bed: Bed, matches: (line: string) => boolean): number[] {
	return bed.times.filter((_, i) => matches(bed.wire[i])).map((time) => Math.round(time / 1e8) / 10);
}

test('a SYN without an answer is repeated each second, then ever more rarely, until ETIMEDOUT', () => {
	const bed = createBed();
	bed.carry = () => -1;
	connect(bed);
	bed.run();
	expect(sentAt(bed, () => true)).toEqual([0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67]);
	expect(bed.told).toMatchObject([{ event: { type: 'error', errno: 'ETIMEDOUT' } }]);
	expect(Math.round(bed.told[0].time / SECOND)).toBe(131);
});

test('a SYN-ACK that never arrives: the listener repeats it five times and forgets', () => {
	const bed = createBed();
	bed.carry = (frame, fromClient) => (fromClient && frame === 0 ? 100_000 : -1);
	listen(bed);
	connect(bed);
	bed.run(2 * 60 * SECOND);
	expect(sentAt(bed, (line) => line.startsWith('<- SA'))).toEqual([0, 1, 3, 7, 15, 31]);
	expect(tcpRows(bed.server).map((row) => row.state)).toEqual(['LISTEN']);
});

test('a lost FIN is repeated after 200 ms by the tail loss probe, after 200 ms more by the timeout, then doubled', () => {
	const bed = createBed();
	listen(bed);
	bed.onClient = (socket, event) => {
		if (event.type !== 'connected') return;
		bed.carry = () => -1;
		tcpClose(bed.k, bed.client, socket);
	};
	connect(bed);
	bed.run(4 * SECOND);
	expect(sentAt(bed, (line) => line.startsWith('-> FA'))).toEqual([0, 0.2, 0.4, 0.8, 1.6, 3.2]);
});

test('an orphan that nobody answers gives up', () => {
	const bed = createBed();
	listen(bed);
	bed.onClient = (socket, event) => {
		if (event.type !== 'connected') return;
		bed.carry = () => -1;
		tcpClose(bed.k, bed.client, socket);
	};
	connect(bed);
	bed.run();
	expect(tcpRows(bed.client)).toEqual([]);
});

test('data that nobody acknowledges: ETIMEDOUT after about fifteen minutes', () => {
	const bed = createBed();
	listen(bed);
	bed.onClient = (socket, event) => {
		if (event.type !== 'connected') return;
		bed.carry = () => -1;
		tcpSend(bed.k, bed.client, socket, new Uint8Array(20));
	};
	connect(bed);
	bed.run();
	const error = bed.told.find((t) => t.event.type === 'error')!;
	expect(error.event).toMatchObject({ errno: 'ETIMEDOUT' });
	expect(error.time / SECOND).toBeGreaterThan(924);
	expect(error.time / SECOND).toBeLessThan(1100);
});

test('one lost segment in the middle is found by SACK and repeated in a round trip', () => {
	const bed = createBed();
	listen(bed);
	bed.onClient = (socket, event) =>
		event.type === 'connected' && tcpSend(bed.k, bed.client, socket, new Uint8Array(14_480));
	let dropped = false;
	bed.carry = (_, fromClient, bytes) => {
		if (fromClient && !dropped && bytes.length > 1000 && bed.wire.at(-1)!.includes('seq=4345 ')) {
			dropped = true;
			return -1;
		}
		return 100_000;
	};
	connect(bed);
	bed.run(SECOND);
	const repeats = bed.wire
		.map((line, i) => ({ line, time: bed.times[i] }))
		.filter(({ line }) => line.includes('-> A seq=4345 '));
	expect(repeats).toHaveLength(2);
	expect(repeats[1].time - repeats[0].time).toBeLessThan(1e6);
	expect(bed.wire.filter((line) => line.includes('SACK=5793-')).length).toBeGreaterThan(0);
	expect(bed.wire.at(-1)).toMatch(/^<- A seq=1 ack=14481 /);
});

test('a reset tells the program ECONNRESET', () => {
	const bed = createBed();
	const listener = serverSocket(bed);
	tcpListen(bed.k, bed.server, listener, 0, PORT, 8);
	bed.onServer = (socket, event) => {
		// Closed with its connection's data still coming: what comes then is answered with a reset.
		if (event.type === 'accepted') tcpClose(bed.k, bed.server, socket);
	};
	bed.onClient = (socket, event) => {
		if (event.type === 'eof') tcpSend(bed.k, bed.client, socket, new Uint8Array(50));
	};
	connect(bed);
	bed.run(5 * SECOND);
	expect(bed.wire.at(-1)).toBe('<- R seq=2 len=0 win=0 []');
	expect(bed.told.filter((t) => t.side === 'client').map((t) => t.event)).toMatchObject([
		{ type: 'connected' },
		{ type: 'eof' },
		{ type: 'error', errno: 'EPIPE' }
	]);
});

test('both close at once: CLOSING, then TIME-WAIT on both sides for a minute', () => {
	const bed = createBed();
	listen(bed);
	const close = (socket: Socket, ns: Bed['client']) => bed.at(10e6, () => tcpClose(bed.k, ns, socket));
	bed.onClient = (socket, event) => event.type === 'connected' && close(socket, bed.client);
	bed.onServer = (socket, event) => event.type === 'accepted' && close(socket, bed.server);
	connect(bed);
	bed.run(30 * SECOND);
	expect(tcpRows(bed.client).map((row) => row.state)).toEqual(['TIME-WAIT']);
	expect(tcpRows(bed.server).map((row) => row.state)).toEqual(['LISTEN', 'TIME-WAIT']);
	bed.run(61 * SECOND);
	expect(tcpRows(bed.client)).toEqual([]);
	expect(tcpRows(bed.server).map((row) => row.state)).toEqual(['LISTEN']);
});

test('both call at once: one connection, without a listener', () => {
	const bed = createBed();
	const client = clientSocket(bed);
	const server = serverSocket(bed);
	client.localPort = 5000;
	server.localPort = PORT;
	tcpConnect(bed.k, bed.client, client, SERVER, PORT, -1);
	tcpConnect(bed.k, bed.server, server, 0x0a000001, 5000, -1);
	bed.run(0.5 * SECOND);
	expect(bed.told.map((t) => t.event.type)).toEqual(['connected', 'connected']);
	expect([client.tcp!.state, server.tcp!.state]).toEqual(['ESTAB', 'ESTAB']);
});

describe('ICMP errors', () => {
	const HOST_UNREACHABLE = [3, 1] as const;

	test('while the SYN is under way they end the attempt', () => {
		const bed = createBed();
		bed.carry = () => -1;
		const socket = connect(bed);
		bed.at(50e6, () =>
			tcpError(bed.k, bed.client, socket, ...HOST_UNREACHABLE, 0, SERVER, socket.tcp!.initialSend, null)
		);
		bed.run();
		expect(bed.told.map((t) => t.event)).toMatchObject([
			{ type: 'error', errno: 'EHOSTUNREACH', icmpType: 3, code: 1, source: SERVER }
		]);
		expect(bed.wire).toHaveLength(1);
	});

	test('on a connection they are kept, and told when the retransmissions end', () => {
		const bed = createBed();
		listen(bed);
		bed.onClient = (socket, event) => {
			if (event.type !== 'connected') return;
			bed.carry = () => -1;
			tcpSend(bed.k, bed.client, socket, new Uint8Array(20));
			bed.at(bed.k.now + 900 * SECOND, () =>
				tcpError(bed.k, bed.client, socket, 3, 13, 0, SERVER, socket.tcp!.sendUnacked, null)
			);
		};
		connect(bed);
		bed.run();
		expect(bed.told.filter((t) => t.side === 'client').map((t) => t.event)).toMatchObject([
			{ type: 'connected' },
			{ type: 'error', errno: 'EHOSTUNREACH' }
		]);
	});

	test('fragmentation needed: what was too large is cut to the new size and sent again', () => {
		const bed = createBed();
		listen(bed);
		let received = 0;
		bed.onServer = (_, event) => {
			if (event.type === 'data') received += event.data.length;
		};
		bed.onClient = (socket, event) => {
			if (event.type !== 'connected') return;
			bed.carry = (_, fromClient) => (fromClient && / len=1448 /.test(bed.wire.at(-1)!) ? -1 : 100_000);
			tcpSend(bed.k, bed.client, socket, new Uint8Array(5000));
			bed.at(bed.k.now + 50_000, () =>
				tcpError(bed.k, bed.client, socket, 3, 4, 1000, SERVER, socket.tcp!.sendUnacked, null)
			);
		};
		connect(bed);
		bed.run(SECOND);
		expect(received).toBe(5000);
		const lengths = bed.wire.filter((line) => line.startsWith('->')).map((line) => Number(/len=(\d+)/.exec(line)![1]));
		expect(Math.max(...lengths.slice(-6))).toBe(948);
	});
});

test('without cookies a SYN beyond the backlog is dropped, and comes through when it is repeated', () => {
	const bed = createBed();
	bed.server.sysctls.tcpSyncookies = 0;
	tcpListen(bed.k, bed.server, serverSocket(bed), 0, PORT, 0);
	// The first caller's ACK is late, so that its handshake goes on meanwhile.
	bed.carry = (_, fromClient, bytes) =>
		fromClient && tcpFlags(bytes, L3 + 20) === 0x10 && bed.k.now < 5e6 ? 20e6 : 100_000;
	connect(bed);
	bed.at(1e6, () => connect(bed));
	bed.run(3 * SECOND);
	expect(bed.told.filter((t) => t.event.type === 'accepted')).toHaveLength(2);
	expect(sentAt(bed, (line) => line.startsWith('-> S'))).toEqual([0, 0, 1]);
});

/** Bytes that say where they belong. */
function pattern(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

/** Where what `side` was told first differs from the pattern of `length` bytes; -1: nowhere. */
function firstDifference(bed: Bed, side: 'client' | 'server', length: number): number {
	const expected = pattern(length);
	let at = 0;
	for (const told of bed.told) {
		if (told.side !== side || told.event.type !== 'data') continue;
		for (const byte of told.event.data) {
			if (byte !== expected[at]) return at;
			at++;
		}
	}
	return at === length ? -1 : at;
}

test('whatever is lost, late or reordered: every byte arrives once and in order, and both ends come to rest', () => {
	const mishaps = fc.array(
		fc.record({ lost: fc.integer({ min: 0, max: 99 }), late: fc.integer({ min: 0, max: 3_000_000 }) }),
		{ minLength: 20, maxLength: 60 }
	);
	const scenario = fc.record({
		request: fc.integer({ min: 1, max: 30_000 }),
		answer: fc.integer({ min: 0, max: 60_000 }),
		loss: fc.integer({ min: 0, max: 30 }),
		mishaps,
		half: fc.boolean(),
		seed: fc.integer({ min: 1, max: 1e6 })
	});
	fc.assert(
		fc.property(scenario, ({ request, answer, loss, mishaps, half, seed }) => {
			const bed = createBed(100_000, seed);
			bed.carry = (frame) => {
				const mishap = mishaps[(frame * 7 + (frame >> 4)) % mishaps.length];
				return mishap.lost < loss && bed.k.now < 20 * SECOND ? -1 : 100_000 + (loss > 0 ? mishap.late : 0);
			};
			listen(bed);
			let got = 0;
			bed.onServer = (socket, event) => {
				if (event.type === 'data') {
					got += event.data.length;
					if (got === request && answer > 0) tcpSend(bed.k, bed.server, socket, pattern(answer));
				}
				if (event.type === 'eof') tcpClose(bed.k, bed.server, socket);
			};
			let back = 0;
			bed.onClient = (socket, event) => {
				if (event.type === 'connected') {
					tcpSend(bed.k, bed.client, socket, pattern(request));
					if (half) tcpShutdown(bed.k, bed.client, socket);
					else if (answer === 0) tcpClose(bed.k, bed.client, socket);
				}
				if (event.type === 'data' && (back += event.data.length) === answer && !half)
					tcpClose(bed.k, bed.client, socket);
				if (event.type === 'eof') tcpClose(bed.k, bed.client, socket);
			};
			connect(bed);
			bed.run(1000 * SECOND);
			expect(bed.told.filter((t) => t.event.type === 'error')).toEqual([]);
			expect(firstDifference(bed, 'server', request)).toBe(-1);
			expect(firstDifference(bed, 'client', answer)).toBe(-1);
			expect(tcpRows(bed.client)).toEqual([]);
			expect(tcpRows(bed.server).map((row) => row.state)).toEqual(['LISTEN']);
			expect(bed.client.sockets.all.size + bed.server.sockets.all.size).toBe(1);
		}),
		{ numRuns: 60 }
	);
}, 60_000);
