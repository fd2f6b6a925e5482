import * as v from 'valibot';
import { count, port, size, target, time } from '../fields.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({
	do: v.literal('udp'),
	to: target,
	port,
	fromPort: v.optional(port),
	size: v.optional(size, 18),
	count: v.optional(count, 1),
	interval: v.optional(time, '1s')
});

export const udp: ActionKind<typeof schema> = {
	schema,
	text: ({ to, port, size, count }) => `udp ${to}:${port}, ${size} bytes${count === 1 ? '' : `, ${count} times`}`,
	ports: ({ port, fromPort }) => [port, fromPort]
};
