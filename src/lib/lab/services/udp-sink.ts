import * as v from 'valibot';
import { port } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({ kind: v.literal('udp-sink'), port });

/** Reads and says nothing. */
export const udpSink: ServiceKind<typeof schema> = {
	schema,
	title: 'UDP sink',
	text: ({ port }) => `sink on port ${port}/udp`,
	protocols: ['udp']
};
