import * as v from 'valibot';
import { port, target, text } from '../fields.ts';
import { tcpSteps } from '../tcp-steps.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({
	do: v.literal('tcp'),
	to: target,
	port,
	fromPort: v.optional(port),
	send: v.optional(text(100_000), ''),
	/** Instead of that: what it does once it is connected. */
	steps: v.optional(tcpSteps)
});

/** Connects, sends `send` if there is any, reads until the peer has answered, closes. */
export const tcp: ActionKind<typeof schema> = {
	schema,
	text: ({ to, port, send }) => `connect to ${to}:${port}${send === '' ? '' : ` and send ${send.length} characters`}`,
	check(_lab, _node, { send, steps }, at, report) {
		if (steps !== undefined && send !== '')
			report.error(
				[...at, 'send'],
				'send and steps both say what is done',
				'make the text a step, or leave the steps out'
			);
	},
	ports: ({ port, fromPort }) => [port, fromPort]
};
