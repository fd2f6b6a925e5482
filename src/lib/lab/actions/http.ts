import * as v from 'valibot';
import { text } from '../fields.ts';
import type { ActionKind } from './action.ts';

/** Host, port and path of a URL such as http://web.example/; what is no http URL is all host. */
export function readUrl(url: string): { host: string; port: number; path: string } {
	const match = /^(?:http:\/\/)?([^/:]+)(?::(\d{1,5}))?(\/.*)?$/.exec(url);
	if (match === null) return { host: url, port: 80, path: '/' };
	return { host: match[1], port: Number(match[2] ?? 80), path: match[3] ?? '/' };
}

const schema = v.strictObject({ do: v.literal('http'), url: text(2000) });

/** GET of a URL such as http://web.example/ */
export const http: ActionKind<typeof schema> = {
	schema,
	text: ({ url }) => `curl ${url}`,
	ports: ({ url }) => [readUrl(url).port]
};
