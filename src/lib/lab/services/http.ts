import * as v from 'valibot';
import { port, text } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({
	kind: v.literal('http'),
	port: v.optional(port, 80),
	body: v.optional(text(100_000), 'Hello from Hopwise\n')
});

export const http: ServiceKind<typeof schema> = {
	schema,
	title: 'HTTP server',
	text: ({ port }) => `HTTP on port ${port}/tcp`,
	protocols: ['tcp']
};
