import { describe, expect, it } from 'vitest';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../../wire/tcp.ts';
import { nextTcpState, rowOf } from './tcp-states.ts';

/** [flags, goes in the reply direction, state afterwards] */
type Step = [number, boolean, string];

function follow(steps: Step[]): void {
	let state = 'NONE';
	for (const [flags, isReply, expected] of steps) {
		const next = nextTcpState(state, rowOf(flags), isReply);
		expect(next).toBe(expected);
		if (next !== 'IGNORE') state = next;
	}
}

describe('conntrack follows a TCP connection', () => {
	it('from the handshake to TIME_WAIT', () => {
		follow([
			[TCP_SYN, false, 'SYN_SENT'],
			[TCP_SYN | TCP_ACK, true, 'SYN_RECV'],
			[TCP_ACK, false, 'ESTABLISHED'],
			[TCP_ACK, true, 'ESTABLISHED'],
			[TCP_FIN | TCP_ACK, false, 'FIN_WAIT'],
			[TCP_ACK, true, 'CLOSE_WAIT'],
			[TCP_FIN | TCP_ACK, true, 'LAST_ACK'],
			[TCP_ACK, false, 'TIME_WAIT']
		]);
	});

	it('to CLOSE when it is refused', () => {
		follow([
			[TCP_SYN, false, 'SYN_SENT'],
			[TCP_RST | TCP_ACK, true, 'CLOSE']
		]);
	});

	it('picks up a connection that it did not see begin, but not from the middle of an answer', () => {
		follow([[TCP_ACK, false, 'ESTABLISHED']]);
		follow([[TCP_SYN | TCP_ACK, false, 'INVALID']]);
		follow([[TCP_RST, false, 'INVALID']]);
	});
});
