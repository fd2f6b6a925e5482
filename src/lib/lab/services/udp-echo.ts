import * as v from 'valibot';
import { address, interfaceName, port } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({
	kind: v.literal('udp-echo'),
	port,
	/** bind(2): the only address that it is asked at. */
	address: v.optional(address),
	/** SO_BINDTODEVICE: the only interface that it is asked by. */
	interface: v.optional(interfaceName)
});

/** Answers every datagram with its own bytes. */
export const udpEcho: ServiceKind<typeof schema> = {
	schema,
	title: 'UDP echo',
	text: ({ port }) => `echo on port ${port}/udp`,
	protocols: ['udp'],
	place: ({ address = '', interface: dev = '' }) => `${address} ${dev}`
};
