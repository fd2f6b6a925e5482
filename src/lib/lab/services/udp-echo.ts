import * as v from 'valibot';
import { address, interfaceName, port } from '../fields.ts';
import { devicesOf } from '../topology.ts';
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
	check(lab, node, { interface: name }, at, report) {
		if (name === undefined) return;
		const names = devicesOf(lab, node.id).map((device) => device.name);
		if (!names.includes(name))
			report.error([...at, 'interface'], `${node.name} has no interface "${name}"`, `it has ${names.join(', ')}`);
	},
	renamed: (service, from, to) => (service.interface === from ? { ...service, interface: to } : service),
	place: ({ address = '', interface: dev = '' }) => `${address} ${dev}`
};
