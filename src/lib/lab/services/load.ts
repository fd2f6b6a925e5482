import * as v from 'valibot';
import { port } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({ kind: v.literal('load'), port: v.optional(port, 5001) });

/** Counts what a load source sends and tells it, by UDP and TCP. */
export const load: ServiceKind<typeof schema> = {
	schema,
	title: 'Load meter',
	text: ({ port }) => `load meter on port ${port}`,
	protocols: ['udp', 'tcp']
};
