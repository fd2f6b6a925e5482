import * as v from 'valibot';
import { address, port, seconds } from '../fields.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({
	kind: v.literal('dns'),
	port: v.optional(port, 53),
	records: v.record(v.string(), v.array(address)),
	ttl: v.optional(seconds, 60)
});

/** records: name to addresses. ttl in seconds. */
export const dns: ServiceKind<typeof schema> = {
	schema,
	title: 'DNS server',
	text: ({ port }) => `DNS on port ${port}/udp`,
	protocols: ['udp']
};
