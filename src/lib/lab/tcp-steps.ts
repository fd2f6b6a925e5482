/** What a program does with a TCP connection, call by call: of the action `tcp` and of the service `tcp`. */
import * as v from 'valibot';
import { time } from './fields.ts';

/** Bytes of one write or read. */
const amount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_194_304));
const seconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32_767));

const tcpStep = v.variant('step', [
	/** write(2) of so many bytes. */
	v.strictObject({ step: v.literal('send'), bytes: amount }),
	/** send(2) with MSG_OOB: the last byte is urgent. */
	v.strictObject({ step: v.literal('urgent'), bytes: amount }),
	/** Reads so many bytes, fewer only where the peer has no more. Without `bytes`: until the peer has closed. */
	v.strictObject({ step: v.literal('read'), bytes: v.optional(amount) }),
	v.strictObject({ step: v.literal('wait'), for: time }),
	/** shutdown(SHUT_WR): what the peer sends is still read. */
	v.strictObject({ step: v.literal('shutdown') }),
	v.strictObject({ step: v.literal('close') }),
	/** close(2) with SO_LINGER 0: the connection is broken off. */
	v.strictObject({ step: v.literal('reset') }),
	/** setsockopt(2): TCP_NODELAY, TCP_CORK. */
	v.strictObject({ step: v.literal('nodelay'), on: v.boolean() }),
	v.strictObject({ step: v.literal('cork'), on: v.boolean() }),
	/** SO_KEEPALIVE with TCP_KEEPIDLE, TCP_KEEPINTVL (s) and TCP_KEEPCNT. */
	v.strictObject({ step: v.literal('keepalive'), idle: seconds, interval: seconds, count: seconds })
]);

export const tcpSteps = v.pipe(v.array(tcpStep), v.maxLength(100, 'at most 100 steps'));
export type TcpStep = v.InferOutput<typeof tcpStep>;
