import * as v from 'valibot';
import { target } from '../fields.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({ do: v.literal('dns'), name: target });

/** Looks a name up as a program would: /etc/hosts first, then DNS. */
export const dns: ActionKind<typeof schema> = {
	schema,
	text: ({ name }) => `getent ahostsv4 ${name}`
};
