/**
 * What goes over the wire, against captures of Linux 6.18 (two netns, a veth pair, offloads off, cubic): for each direction the
 * segments in order, with windows as they stand in the header.
 */
import { describe, expect, test } from 'vitest';
import type { Socket } from '../socket.ts';
import { tcpClose, tcpShutdown } from './close.ts';
import { tcpConnect } from './connect.ts';
import { tcpListen } from './listen.ts';
import { tcpSend } from './send.ts';
import { tcpRows } from './table.ts';
import { clientSocket, createBed, PORT, SERVER, serverSocket, type Bed } from './test-bed.ts';

const OPEN = ['-> S seq=0 len=0 win=64240 [MSS=1460 SACK_PERM TS WS=7]', '-> A seq=1 ack=1 len=0 win=502 [TS]'];
const ANSWER = ['<- SA seq=0 ack=1 len=0 win=65160 [MSS=1460 SACK_PERM TS WS=7]'];

/** A second system call comes 10 us after the first. */
const CALL = 10_000;

function open(bed: Bed): void {
	tcpListen(bed.k, bed.server, serverSocket(bed), 0, PORT, 8);
	expect(tcpConnect(bed.k, bed.client, clientSocket(bed), SERVER, PORT, -1)).toBe('');
}

function expectWire(bed: Bed, client: string[], server: string[]): void {
	expect(bed.wire.filter((line) => line.startsWith('->'))).toEqual([...OPEN, ...client]);
	expect(bed.wire.filter((line) => line.startsWith('<-'))).toEqual([...ANSWER, ...server]);
}

function send(bed: Bed, side: 'client' | 'server', socket: Socket, length: number): void {
	expect(tcpSend(bed.k, bed[side], socket, new Uint8Array(length))).toBe(length);
}

describe.each([0, 100_000])('on a cable of %i ns', (delay) => {
	test('connect and close: the FIN is answered by a FIN, without an ACK of its own', () => {
		const bed = createBed(delay);
		bed.onClient = (socket, event) => event.type === 'connected' && tcpClose(bed.k, bed.client, socket);
		bed.onServer = (socket, event) => event.type === 'eof' && tcpClose(bed.k, bed.server, socket);
		open(bed);
		bed.run(1e9);
		expectWire(
			bed,
			['-> FA seq=1 ack=1 len=0 win=502 [TS]', '-> A seq=2 ack=2 len=0 win=502 [TS]'],
			['<- FA seq=1 ack=2 len=0 win=510 [TS]']
		);
	});

	test('a hundred bytes and their echo: both are acknowledged at once on a new connection', () => {
		const bed = createBed(delay);
		bed.onClient = (socket, event) => {
			if (event.type === 'connected') send(bed, 'client', socket, 100);
			if (event.type === 'data') tcpClose(bed.k, bed.client, socket);
		};
		bed.onServer = (socket, event) => {
			if (event.type === 'data') send(bed, 'server', socket, 100);
			if (event.type === 'eof') tcpClose(bed.k, bed.server, socket);
		};
		open(bed);
		bed.run(1e9);
		expectWire(
			bed,
			[
				'-> PA seq=1 ack=1 len=100 win=502 [TS]',
				'-> A seq=101 ack=101 len=0 win=502 [TS]',
				'-> FA seq=101 ack=101 len=0 win=502 [TS]',
				'-> A seq=102 ack=102 len=0 win=502 [TS]'
			],
			[
				'<- A seq=1 ack=101 len=0 win=509 [TS]',
				'<- PA seq=1 ack=101 len=100 win=509 [TS]',
				'<- FA seq=101 ack=102 len=0 win=509 [TS]'
			]
		);
	});

	test('requests and answers that alternate: from the second on the ACK rides on the answer', () => {
		const bed = createBed(delay);
		let left = 3;
		bed.onClient = (socket, event) => {
			if (event.type === 'connected') send(bed, 'client', socket, 50);
			if (event.type !== 'data') return;
			if (--left > 0) send(bed, 'client', socket, 50);
			else tcpClose(bed.k, bed.client, socket);
		};
		bed.onServer = (socket, event) => {
			if (event.type === 'data') send(bed, 'server', socket, 50);
			if (event.type === 'eof') tcpClose(bed.k, bed.server, socket);
		};
		open(bed);
		bed.run(1e9);
		expectWire(
			bed,
			[
				'-> PA seq=1 ack=1 len=50 win=502 [TS]',
				'-> A seq=51 ack=51 len=0 win=502 [TS]',
				'-> PA seq=51 ack=51 len=50 win=502 [TS]',
				'-> PA seq=101 ack=101 len=50 win=502 [TS]',
				'-> FA seq=151 ack=151 len=0 win=502 [TS]',
				'-> A seq=152 ack=152 len=0 win=502 [TS]'
			],
			[
				'<- A seq=1 ack=51 len=0 win=509 [TS]',
				'<- PA seq=1 ack=51 len=50 win=509 [TS]',
				'<- PA seq=51 ack=101 len=50 win=509 [TS]',
				'<- PA seq=101 ack=151 len=50 win=509 [TS]',
				'<- FA seq=151 ack=152 len=0 win=509 [TS]'
			]
		);
	});

	/** [bytes of the answer, windows of the client's ACKs of it, window of its FIN] */
	test.each([
		[159, [501], 501],
		[659, [497], 497],
		[999, [525], 525],
		[1447, [525], 525],
		[1448, [525], 525],
		[3060, [525, 548, 570], 570],
		[5000, [525, 548, 570, 593], 593]
	])('a GET whose answer has %i bytes, and the server closes: the windows are %j', (length, windows, last) => {
		const bed = createBed(delay);
		bed.onClient = (socket, event) => {
			if (event.type === 'connected') send(bed, 'client', socket, 53);
			if (event.type === 'eof') tcpClose(bed.k, bed.client, socket);
		};
		bed.onServer = (socket, event) => {
			if (event.type !== 'data') return;
			send(bed, 'server', socket, length);
			bed.at(bed.k.now + CALL, () => tcpClose(bed.k, bed.server, socket));
		};
		open(bed);
		bed.run(1e9);
		const segments = windows.map((_, i) => {
			const size = Math.min(1448, length - 1448 * i);
			return `<- ${i === windows.length - 1 ? 'PA' : 'A'} seq=${1 + 1448 * i} ack=54 len=${size} win=509 [TS]`;
		});
		expectWire(
			bed,
			[
				'-> PA seq=1 ack=1 len=53 win=502 [TS]',
				...windows.map(
					(window, i) => `-> A seq=54 ack=${1 + Math.min(length, 1448 * (i + 1))} len=0 win=${window} [TS]`
				),
				`-> FA seq=54 ack=${length + 2} len=0 win=${last} [TS]`
			],
			[
				'<- A seq=1 ack=54 len=0 win=509 [TS]',
				...segments,
				`<- FA seq=${length + 1} ack=54 len=0 win=509 [TS]`,
				`<- A seq=${length + 2} ack=55 len=0 win=509 [TS]`
			]
		);
		expect(tcpRows(bed.client)).toEqual([]);
		expect(tcpRows(bed.server).map((row) => row.state)).toEqual(['LISTEN', 'TIME-WAIT']);
	});

	test('a server that speaks first', () => {
		const bed = createBed(delay);
		let answered = false;
		bed.onClient = (socket, event) => {
			if (event.type === 'data' && !answered) {
				answered = true;
				send(bed, 'client', socket, 6);
			}
			if (event.type === 'eof') tcpClose(bed.k, bed.client, socket);
		};
		bed.onServer = (socket, event) => {
			if (event.type === 'accepted') send(bed, 'server', socket, 11);
			if (event.type !== 'data') return;
			send(bed, 'server', socket, 9);
			bed.at(bed.k.now + CALL, () => tcpClose(bed.k, bed.server, socket));
		};
		open(bed);
		bed.run(1e9);
		expectWire(
			bed,
			[
				'-> A seq=1 ack=12 len=0 win=502 [TS]',
				'-> PA seq=1 ack=12 len=6 win=502 [TS]',
				'-> FA seq=7 ack=22 len=0 win=502 [TS]'
			],
			[
				'<- PA seq=1 ack=1 len=11 win=510 [TS]',
				'<- A seq=12 ack=7 len=0 win=510 [TS]',
				'<- PA seq=12 ack=7 len=9 win=510 [TS]',
				'<- FA seq=21 ack=7 len=0 win=510 [TS]',
				'<- A seq=22 ack=8 len=0 win=510 [TS]'
			]
		);
	});

	test('half close: the server answers after the client has sent everything', () => {
		const bed = createBed(delay);
		bed.onClient = (socket, event) => {
			if (event.type === 'connected') {
				send(bed, 'client', socket, 50);
				bed.at(bed.k.now + 1e6, () => tcpShutdown(bed.k, bed.client, socket));
			}
			if (event.type === 'eof') tcpClose(bed.k, bed.client, socket);
		};
		bed.onServer = (socket, event) => {
			if (event.type !== 'eof') return;
			send(bed, 'server', socket, 50);
			bed.at(bed.k.now + CALL, () => tcpClose(bed.k, bed.server, socket));
		};
		open(bed);
		bed.run(1e9);
		expectWire(
			bed,
			[
				'-> PA seq=1 ack=1 len=50 win=502 [TS]',
				'-> FA seq=51 ack=1 len=0 win=502 [TS]',
				'-> A seq=52 ack=51 len=0 win=502 [TS]',
				'-> A seq=52 ack=52 len=0 win=502 [TS]'
			],
			[
				'<- A seq=1 ack=51 len=0 win=509 [TS]',
				'<- PA seq=1 ack=52 len=50 win=509 [TS]',
				'<- FA seq=51 ack=52 len=0 win=509 [TS]'
			]
		);
		expect(tcpRows(bed.client).map((row) => row.state)).toEqual(['TIME-WAIT']);
		expect(bed.told.filter((t) => t.side === 'client').map((t) => t.event.type)).toEqual([
			'connected',
			'data',
			'eof',
			'closed'
		]);
	});
});

test('20 kB are sent in bursts of half the congestion window, the last segment of each pushed', () => {
	const bed = createBed(0);
	bed.onClient = (socket, event) => {
		if (event.type === 'connected') send(bed, 'client', socket, 20_000);
	};
	open(bed);
	bed.run(1e9);
	const sent = bed.wire.filter((line) => line.startsWith('->') && !line.includes('len=0'));
	expect(sent.slice(0, 10).map((line) => line.split(' ')[1])).toEqual([
		'A',
		'A',
		'A',
		'A',
		'PA',
		'A',
		'A',
		'A',
		'A',
		'PA'
	]);
	const windows = bed.wire.filter((line) => line.startsWith('<- A')).map((line) => Number(/win=(\d+)/.exec(line)![1]));
	expect(windows).toEqual([532, 555, 577, 595, 584, 573, 562, 551, 540, 529, 518, 507, 496, 487]);
});

test('small writes wait while one of them is on its way (Nagle)', () => {
	const bed = createBed(100_000);
	bed.onClient = (socket, event) => {
		if (event.type === 'connected') for (let i = 0; i < 5; i++) send(bed, 'client', socket, 10);
	};
	open(bed);
	bed.run(1e9);
	expect(bed.wire.filter((line) => line.startsWith('-> PA'))).toEqual([
		'-> PA seq=1 ack=1 len=10 win=502 [TS]',
		'-> PA seq=11 ack=1 len=40 win=502 [TS]'
	]);
});

test('what arrives together is read at once', () => {
	const bed = createBed();
	const reads: number[] = [];
	bed.onClient = (socket, event) => event.type === 'connected' && send(bed, 'client', socket, 5000);
	bed.onServer = (_, event) => {
		if (event.type === 'data') reads.push(event.data.length);
	};
	open(bed);
	bed.run(1e9);
	expect(reads).toEqual([5000]);
});

test('closing with data unread resets the connection', () => {
	const bed = createBed();
	bed.onClient = (socket, event) => event.type === 'connected' && send(bed, 'client', socket, 50);
	let accepted: Socket | null = null;
	bed.onServer = (socket, event) => {
		if (event.type === 'accepted') accepted = socket;
	};
	open(bed);
	bed.at(315_000, () => tcpClose(bed.k, bed.server, accepted!));
	bed.run(1e9);
	expectWire(
		bed,
		['-> PA seq=1 ack=1 len=50 win=502 [TS]'],
		['<- A seq=1 ack=51 len=0 win=509 [TS]', '<- RA seq=1 ack=51 len=0 win=509 [TS]']
	);
	expect(bed.told.at(-1)!.event).toMatchObject({ type: 'error', errno: 'ECONNRESET' });
});

test('a closed port answers with a reset and the program is told ECONNREFUSED', () => {
	const bed = createBed();
	expect(tcpConnect(bed.k, bed.client, clientSocket(bed), SERVER, PORT, -1)).toBe('');
	bed.run();
	expect(bed.wire).toEqual([OPEN[0], '<- RA seq=0 ack=1 len=0 win=0 []']);
	expect(bed.told.map((t) => t.event)).toMatchObject([
		{ type: 'error', errno: 'ECONNREFUSED', icmpType: -1, source: SERVER }
	]);
	expect(bed.client.sockets.all.size).toBe(0);
});

test('no way to the destination is told at once', () => {
	const bed = createBed();
	expect(tcpConnect(bed.k, bed.client, clientSocket(bed), 0xc0000201, PORT, -1)).toBe('ENETUNREACH');
});

test('a port that somebody listens at is taken', () => {
	const bed = createBed();
	expect(tcpListen(bed.k, bed.server, serverSocket(bed), 0, PORT, 8)).toBe('');
	expect(tcpListen(bed.k, bed.server, serverSocket(bed), SERVER, PORT, 8)).toBe('EADDRINUSE');
});
