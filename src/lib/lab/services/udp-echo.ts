import * as v from 'valibot';
import { port } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({ kind: v.literal('udp-echo'), port });

/** Answers every datagram with its own bytes. */
export const udpEcho: ServiceKind<typeof schema> = {
	schema,
	title: 'UDP echo',
	text: ({ port }) => `echo on port ${port}/udp`,
	protocols: ['udp']
};
