/** TCP data that waits in the receive buffer: what it weighs there, and the window that is offered for it. */
import type { TcpStep } from '../../../src/lib/lab/tcp-steps.ts';
import { macOf } from '../frames.ts';
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' }, neighbours: [{ address: '10.0.0.2', mac: macOf(2), dev: 'eth0' }] };
const h2 = { interfaces: { eth0: '10.0.0.2/24' }, neighbours: [{ address: '10.0.0.1', mac: macOf(1), dev: 'eth0' }] };

function unread(title: string, client: TcpStep[], server: TcpStep[], until?: string) {
	return kernelLab({
		title: `TCP, unread data: ${title}`,
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp', port: 7, steps: server }] } },
		links: ['h1:eth0 h2:eth0'],
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000, steps: client }]],
		until
	});
}

const wait = (time: string): TcpStep => ({ step: 'wait', for: time });
const send = (bytes: number): TcpStep => ({ step: 'send', bytes });
const read = (bytes?: number): TcpStep => ({ step: 'read', bytes });
const nodelay: TcpStep = { step: 'nodelay', on: true };
const repeated = (count: number, ...steps: TcpStep[]): TcpStep[] => Array.from({ length: count }, () => steps).flat();

export const unreadData = [
	unread('bursts until the window is closed, read late', repeated(7, send(14_480), wait('100ms')), [
		wait('1s'),
		read()
	]),
	unread('the window opens in pieces as the program reads', repeated(7, send(14_480), wait('100ms')), [
		wait('1s'),
		...repeated(40, read(2000), wait('5ms')),
		read()
	]),
	...[10, 300, 700, 1000, 1448, 3000].map((bytes) =>
		unread(
			`writes of ${bytes} bytes, each a segment or more`,
			[nodelay, ...repeated(bytes < 1448 ? 20 : 12, send(bytes), wait('60ms'))],
			[wait('1300ms'), read()]
		)
	)
];
