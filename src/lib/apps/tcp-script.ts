/** A program that does with a TCP connection what its steps say, one system call after the other, as `lab/tcp-steps.ts` lists them. */
import type { TcpStep } from '../lab/tcp-steps.ts';
import { parseTime } from '../net/text.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Socket } from '../kernel/sockets/socket.ts';
import { tcpClose, tcpReset, tcpShutdown } from '../kernel/sockets/tcp/close.ts';
import { setCork, setKeepalive, setNodelay } from '../kernel/sockets/tcp/set-option.ts';
import { tcpRead } from '../kernel/sockets/tcp/receive-data.ts';
import { tcpSend, tcpSendUrgent } from '../kernel/sockets/tcp/send.ts';
import type { Process } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import { datagram } from './udp-send.ts';

/** Where a connection's program stands. */
export interface Script {
	steps: TcpStep[];
	at: number;
	/** Bytes that the read which is going on has got. */
	got: number;
	reading: boolean;
	/** The peer has closed, and everything was read. */
	ended: boolean;
}

export function startScript(steps: TcpStep[]): Script {
	return { steps, at: 0, got: 0, reading: false, ended: false };
}

/**
 * Goes on with the present step. True: it was the last, and the socket is closed.
 * @param tag Of the wake that goes on.
 */
export function goOn(
	sim: Simulation,
	ns: Netns,
	process: Process,
	socket: Socket,
	script: Script,
	tag: number
): boolean {
	const step = script.at < script.steps.length ? script.steps[script.at] : { step: 'close' as const };
	switch (step.step) {
		case 'read':
			return read(sim, ns, process, socket, script, step.bytes ?? Infinity, tag);
		case 'wait':
			script.at++;
			sim.soon(process, tag, parseTime(step.for));
			return false;
		case 'close':
			tcpClose(sim, ns, socket);
			return true;
		case 'reset':
			tcpReset(sim, ns, socket);
			return true;
		case 'send':
			tcpSend(sim, ns, socket, datagram(step.bytes));
			break;
		case 'urgent':
			tcpSendUrgent(sim, ns, socket, datagram(step.bytes));
			break;
		case 'shutdown':
			tcpShutdown(sim, ns, socket);
			break;
		case 'nodelay':
			setNodelay(sim, ns, socket, step.on);
			break;
		case 'cork':
			setCork(sim, ns, socket, step.on);
			break;
		case 'keepalive':
			setKeepalive(sim, ns, socket, step);
			break;
	}
	script.at++;
	sim.soon(process, tag);
	return false;
}

function read(
	sim: Simulation,
	ns: Netns,
	process: Process,
	socket: Socket,
	script: Script,
	wanted: number,
	tag: number
): boolean {
	if (script.ended || script.got >= wanted) {
		Object.assign(script, { at: script.at + 1, got: 0, reading: false });
		sim.soon(process, tag);
		return false;
	}
	script.reading = true;
	tcpRead(sim, ns, socket, wanted - script.got);
	return false;
}

/** Data came to the reading program, or the end did. */
export function heard(
	sim: Simulation,
	process: Process,
	script: Script,
	bytes: number,
	end: boolean,
	tag: number
): void {
	script.got += bytes;
	if (end) script.ended = true;
	if (!script.reading) return;
	// One wake for all that is told at once.
	script.reading = false;
	sim.soon(process, tag, 0);
}
