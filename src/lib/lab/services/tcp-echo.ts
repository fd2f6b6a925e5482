import * as v from 'valibot';
import { port } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({ kind: v.literal('tcp-echo'), port });

/** Accepts and reads; answers each piece of data with its own bytes; closes after the peer has closed. */
export const tcpEcho: ServiceKind<typeof schema> = {
	schema,
	title: 'TCP echo',
	text: ({ port }) => `echo on port ${port}/tcp`,
	protocols: ['tcp']
};
