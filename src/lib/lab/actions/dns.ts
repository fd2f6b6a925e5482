import * as v from 'valibot';
import { target } from '../fields.ts';
import type { ActionKind } from './action.ts';

const types = ['A', 'CNAME', 'PTR', 'SRV', 'TXT', 'MX', 'NS', 'SOA', 'ANY'] as const;

const schema = v.strictObject({ do: v.literal('dns'), name: target, type: v.optional(v.picklist(types)) });

/** Looks a name up as a program would: /etc/hosts first, then DNS. Of other types DNS alone is asked, but for the name of an address (PTR). */
export const dns: ActionKind<typeof schema> = {
	schema,
	text: ({ name, type = 'A' }) => (type === 'A' ? `getent ahostsv4 ${name}` : `dig ${type} ${name}`)
};
