import * as v from 'valibot';
import { address, hostName, port, seconds, text } from '../fields.ts';
import { isRecord } from './dns-records.ts';
import type { ServiceKind } from './service.ts';

const record = v.pipe(
	text(400),
	v.check(isRecord, (i) => `${i.input} is no record, such as 10.0.0.1, CNAME web.example or SRV 0 5 80 web.example`)
);

const schema = v.strictObject({
	kind: v.literal('dns'),
	port: v.optional(port, 53),
	/** Name to its records. "*.example" stands for every name below example that has none itself. */
	records: v.record(v.string(), v.array(record)),
	/** Seconds, of its own records. */
	ttl: v.optional(seconds, 60),
	/** The zone whose SOA says in answers that there is nothing, and for how long (RFC 2308). Without it they say no more than that. */
	zone: v.optional(
		v.strictObject({ name: hostName, server: hostName, mailbox: hostName, negative: v.optional(seconds, 600) })
	),
	/** Who is asked for other names. */
	upstream: v.optional(v.array(address)),
	/** What is said of other names when nobody else is asked. */
	unknown: v.optional(v.picklist(['nxdomain', 'refused'])),
	/** Seconds: a longer TTL is not passed on. */
	maxTtl: v.optional(seconds)
});

/** A DNS server with a zone of its own, which asks others for the rest and remembers what they said. */
export const dns: ServiceKind<typeof schema> = {
	schema,
	title: 'DNS server',
	text: ({ port }) => `DNS on port ${port}`,
	protocols: ['udp', 'tcp']
};
