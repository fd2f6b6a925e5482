/** Every protocol and every field that is known by a name, for filters and their completion. */
import { dataFields } from './data.ts';
import type { FieldKind, FieldKinds } from './field.ts';
import type { Protocol } from './protocol.ts';
import { registry } from './registry.ts';

/** What is known of a frame without its bytes: where and when it was seen. */
export const frameFields = {
	'frame.number': { name: 'Number', type: 'uint', meaning: 'Place in the list, from 1' },
	'frame.len': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'With the Ethernet header' },
	'frame.cap_len': { name: 'Captured length', type: 'uint', unit: 'bytes', meaning: 'All of it' },
	'frame.time_relative': { name: 'Time', type: 'seconds', meaning: 'Since the first frame of the list' },
	'frame.time_delta': { name: 'Time since the one before', type: 'seconds', meaning: 'Since the frame before it' },
	'frame.time_epoch': { name: 'Virtual time', type: 'seconds', meaning: 'Since the lab began' },
	'frame.interface_name': { name: 'Interface', type: 'string', meaning: 'Node and interface: "r1 eth0"' },
	'frame.protocols': { name: 'Protocols', type: 'string', meaning: 'Outermost first: "eth:ethertype:ip:icmp"' }
} as const satisfies FieldKinds;

interface Named {
	key: string;
	name: string;
	meaning: string;
}

const protocols = [...new Set(Object.values(registry).flatMap((table) => Object.values(table)))];

/** Protocols by their names in Wireshark's language. */
export const namedProtocols: readonly Named[] = [
	{ key: 'frame', name: 'Frame', meaning: 'Every frame' },
	...protocols.map(({ key, name, meaning }: Protocol) => ({ key, name, meaning })),
	{ key: 'data', name: 'Data', meaning: 'Bytes that no protocol is known for' }
];

export const namedFields: ReadonlyMap<string, FieldKind> = new Map(
	[frameFields, ...protocols.map(({ fields }) => fields), dataFields].flatMap((kinds) =>
		Object.entries<FieldKind>(kinds as FieldKinds)
	)
);
