import * as v from 'valibot';
import { port, target, text } from '../fields.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({
	do: v.literal('tcp'),
	to: target,
	port,
	fromPort: v.optional(port),
	send: v.optional(text(100_000), '')
});

/** Connects, sends `send` if there is any, reads until the peer has answered, closes. */
export const tcp: ActionKind<typeof schema> = {
	schema,
	text: ({ to, port, send }) => `connect to ${to}:${port}${send === '' ? '' : ` and send ${send.length} characters`}`,
	ports: ({ port, fromPort }) => [port, fromPort]
};
