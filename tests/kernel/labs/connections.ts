/** TCP between two programs that do, step by step, what makes its state machine work: who closes first, who doesn't read, who waits. */
import type { TcpStep } from '../../../src/lib/lab/tcp-steps.ts';
import { macOf } from '../frames.ts';
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' }, neighbours: [{ address: '10.0.0.2', mac: macOf(2), dev: 'eth0' }] };
const h2 = { interfaces: { eth0: '10.0.0.2/24' }, neighbours: [{ address: '10.0.0.1', mac: macOf(1), dev: 'eth0' }] };

function conversation(
	title: string,
	client: TcpStep[],
	server: TcpStep[],
	more: { until?: string; backlog?: number; accept?: boolean } = {}
) {
	return kernelLab({
		title: `TCP, step by step: ${title}`,
		nodes: {
			h1,
			h2: { ...h2, services: [{ kind: 'tcp', port: 7, steps: server, backlog: more.backlog, accept: more.accept }] }
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000, steps: client }]],
		until: more.until
	});
}

const wait = (time: string): TcpStep => ({ step: 'wait', for: time });
const send = (bytes: number): TcpStep => ({ step: 'send', bytes });
const read = (bytes?: number): TcpStep => ({ step: 'read', bytes });
const shutdown: TcpStep = { step: 'shutdown' };
const close: TcpStep = { step: 'close' };
const reset: TcpStep = { step: 'reset' };
const cork = (on: boolean): TcpStep => ({ step: 'cork', on });
const nodelay = (on: boolean): TcpStep => ({ step: 'nodelay', on });

export const connections = [
	conversation('the server closes first', [wait('200ms'), close], [wait('50ms'), close]),
	conversation('the client closes first, the server later', [wait('50ms'), close], [wait('200ms'), close]),
	conversation(
		'half closed by the client, and answered after that',
		[send(100), shutdown, read()],
		[read(), wait('60ms'), send(300), wait('60ms'), send(200)]
	),
	conversation(
		'half closed by the server, which goes on to read',
		[read(), wait('60ms'), send(500), wait('60ms'), send(500)],
		[send(50), shutdown, read()]
	),
	conversation('closed with data that was not read: reset', [send(100), wait('200ms')], [wait('100ms'), close]),
	conversation(
		'data for a program that has closed: reset',
		[wait('100ms'), send(100), wait('100ms'), send(100)],
		[close]
	),
	conversation('broken off by the client', [send(10), wait('50ms'), reset], [read()]),
	conversation('broken off by the server', [send(10), wait('100ms'), send(10)], [wait('50ms'), reset]),
	conversation('broken off after half closing', [shutdown, wait('50ms'), reset], [wait('200ms'), send(10)]),
	conversation(
		'small writes wait for the ACK of the one before (Nagle)',
		[send(10), send(10), send(10), wait('300ms')],
		[wait('400ms')]
	),
	conversation(
		'small writes without Nagle',
		[nodelay(true), send(10), send(10), send(10), wait('300ms')],
		[wait('400ms')]
	),
	conversation(
		'a cork holds small writes back',
		[cork(true), send(10), send(10), send(2000), wait('60ms'), cork(false), wait('100ms')],
		[read()]
	),
	conversation('a cork that is forgotten is drawn after 200 ms', [cork(true), send(10), wait('500ms')], [read()]),
	conversation(
		'question and answer: the ACK rides on the answer',
		[send(10), read(20), wait('100ms'), send(10), read(20)],
		[read(10), send(20), read(10), send(20), read()]
	),
	conversation(
		'the answer takes longer than the ACK can wait',
		[send(10), read(20), send(10), read(20), send(10), read(20)],
		[read(10), send(20), read(10), wait('60ms'), send(20), read(10), wait('60ms'), send(20), read()]
	),
	conversation(
		'one way: each second segment is acknowledged',
		[send(3000), wait('100ms'), send(3000), wait('100ms'), send(3000)],
		[read()]
	),
	conversation(
		'a server that reads late, in pieces',
		[send(3000), wait('100ms'), send(1000), wait('400ms')],
		[wait('200ms'), read(1000), wait('50ms'), read(500), wait('50ms'), read()]
	),
	conversation('urgent data', [send(5), { step: 'urgent', bytes: 3 }, send(4), wait('50ms')], [wait('20ms'), read()]),
	conversation(
		'keepalive: a silent peer is asked',
		[{ step: 'keepalive', idle: 1, interval: 1, count: 3 }, wait('3500ms')],
		[read()],
		{ until: '3300ms' }
	),
	conversation('a server that does not accept', [send(10), wait('100ms')], [], { accept: false, until: '900ms' }),
	kernelLab({
		title: 'TCP, step by step: the queue of those who wait to be accepted is full',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp', port: 7, backlog: 1, accept: false }] } },
		links: ['h1:eth0 h2:eth0'],
		inputs: Array.from({ length: 4 }, (_, i) => [
			`${100 * i}ms h1`,
			{ do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000 + i, steps: [wait('5s')] }
		]),
		until: '2900ms'
	}),
	kernelLab({
		title: 'TCP, step by step: connections that a listener remembers by cookies alone (tcp_syncookies 2)',
		nodes: {
			h1,
			h2: {
				...h2,
				services: [{ kind: 'tcp', port: 7, steps: [read(10), send(1000), read()] }],
				sysctls: { 'net.ipv4.tcp_syncookies': 2 }
			}
		},
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000, steps: [send(10), read(1000), close] }],
			['200ms h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4001, steps: [send(10), read(1000), close] }]
		]
	}),
	kernelLab({
		title: 'TCP, step by step: the same ports again while the first connection is in TIME-WAIT',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp', port: 7, steps: [send(5)] }] } },
		links: ['h1:eth0 h2:eth0'],
		inputs: [
			['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000, steps: [read()] }],
			['1500ms h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000, steps: [read()] }]
		]
	})
];
