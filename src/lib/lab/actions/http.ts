import * as v from 'valibot';
import { text } from '../fields.ts';
import { httpMethods } from '../services/http.ts';
import type { ActionKind } from './action.ts';

/** Where a request goes. */
export interface HttpUrl {
	host: string;
	port: number;
	/** With its query. */
	path: string;
}

/** Host, port and path of a URL such as http://web.example/; what is no http URL is all host. */
export function readUrl(url: string): HttpUrl {
	const match = /^(?:http:\/\/)?([^/:?#]+)(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/i.exec(url);
	if (match === null) return { host: url, port: 80, path: '/' };
	const path = match[3] ?? '/';
	return { host: match[1], port: Number(match[2] ?? 80), path: path.startsWith('?') ? `/${path}` : path };
}

/** "web.example", "web.example:8080": as it stands in a Host field. */
export function authorityOf({ host, port }: HttpUrl): string {
	return port === 80 ? host : `${host}:${port}`;
}

/** What a Location, or a further URL, means to somebody who is at `base`. */
export function followUrl(base: string, location: string): string {
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return location;
	if (location.startsWith('//')) return `http:${location}`;
	const at = readUrl(base);
	const folder = at.path.replace(/\?.*$/, '').replace(/[^/]*$/, '');
	const path = location.startsWith('/') ? location : `${folder}${location}`;
	return `http://${authorityOf(at)}${withoutDots(path)}`;
}

/** "/a/../b/./c" is "/b/c" (RFC 3986, 5.2.4). */
function withoutDots(path: string): string {
	const [, place, rest] = /^([^?#]*)(.*)$/.exec(path)!;
	const kept: string[] = [];
	const parts = place.split('/').slice(1);
	for (const [i, part] of parts.entries()) {
		const dots = part === '.' || part === '..';
		if (part === '..') kept.pop();
		if (!dots) kept.push(part);
		else if (i === parts.length - 1) kept.push('');
	}
	return `/${kept.join('/')}${rest}`;
}

/** The scheme of a URL, "http" where it names none. */
export function schemeOf(url: string): string {
	return (/^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1] ?? 'http').toLowerCase();
}

const url = text(2000);

const schema = v.strictObject({
	do: v.literal('http'),
	url,
	/** GET where it is left out. */
	method: v.optional(v.picklist(httpMethods)),
	/** What a POST brings, and its Content-Type. */
	body: v.optional(text(100_000)),
	type: v.optional(v.pipe(text(200), v.regex(/^[!-~]([ -~]*[!-~])?$/, 'a content type is one such as text/plain'))),
	version: v.optional(v.picklist(['1.0', '1.1'])),
	/** As `curl -L`: it goes where a redirect sends it. */
	follow: v.optional(v.boolean()),
	/** Asks the server to close after the answer (`Connection: close`). */
	close: v.optional(v.boolean()),
	/** Asked for afterwards, by the same connection where that is possible: paths or URLs. */
	then: v.optional(v.pipe(v.array(url), v.maxLength(100, 'at most 100 URLs')))
});

/** Asks for a URL such as http://web.example/, as curl does. */
export const http: ActionKind<typeof schema> = {
	schema,
	text({ url, method, body, type, version, follow, close, then = [] }) {
		const options = [
			...(method === 'HEAD' ? ['-I'] : []),
			...(method === 'POST' ? [body === undefined ? '-X POST' : `-d '${body.slice(0, 40)}'`] : []),
			...(type === undefined ? [] : [`-H 'Content-Type: ${type}'`]),
			...(follow === true ? ['-L'] : []),
			...(version === '1.0' ? ['-0'] : []),
			...(close === true ? ["-H 'Connection: close'"] : [])
		];
		return ['curl', ...options, url, ...then.map((next) => followUrl(url, next))].join(' ');
	},
	check(_lab, _node, { method, body }, at, report) {
		if (body !== undefined && method !== 'POST')
			report.error([...at, 'body'], `a ${method ?? 'GET'} brings no body`, 'set the method to POST');
	},
	ports: ({ url, then = [] }) => [url, ...then.map((next) => followUrl(url, next))].map((one) => readUrl(one).port)
};
