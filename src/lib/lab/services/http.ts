import * as v from 'valibot';
import { port, text } from '../fields.ts';
import { httpStatuses, isRedirect, reasonOf } from './http-status.ts';
import type { ServiceKind } from './service.ts';

/** What a server understands. */
export const httpMethods = ['GET', 'HEAD', 'POST'] as const;

/** Of a header field. */
const value = (what: string, example: string) =>
	v.pipe(
		text(200),
		v.regex(/^[!-~]([ -~]*[!-~])?$/, `${what} is visible letters without an end of line, such as ${example}`)
	);

const answer = v.strictObject({
	status: v.optional(v.picklist(httpStatuses), 200),
	/** Content-Type */
	type: v.optional(value('a content type', 'text/html'), 'text/plain'),
	/** Absent: the status and its reason where that is no success, else nothing. */
	body: v.optional(text(100_000)),
	/** Where a redirect sends the client: a path or a URL. */
	location: v.optional(value('a location', '/new')),
	/** Others are told that the method is not allowed. Whoever may GET may HEAD. */
	methods: v.optional(v.pipe(v.array(v.picklist(httpMethods)), v.minLength(1, 'it is empty: name at least one')))
});

export type HttpAnswer = v.InferOutput<typeof answer>;

const path = v.pipe(
	v.string(),
	v.regex(/^\/[!-~]*$/, (i) => `"${i.received.slice(1, -1)}" is not a path, such as /index.html`),
	v.maxLength(2000, 'at most 2000 characters')
);

const schema = v.strictObject({
	kind: v.literal('http'),
	port: v.optional(port, 80),
	/** What is at "/", unless `paths` says something else. */
	body: v.optional(text(100_000), 'Hello from Hopwise\n'),
	/** What is at other paths. What is nowhere is 404. */
	paths: v.optional(v.record(path, answer)),
	/** Of its own: a server of 1.0 closes after each answer unless it is asked not to. */
	version: v.optional(v.picklist(['1.0', '1.1'])),
	/** False: it closes after each answer. */
	keepAlive: v.optional(v.boolean())
});

export type HttpService = v.InferOutput<typeof schema>;

/** A web server: paths with a status each. */
export const http: ServiceKind<typeof schema> = {
	schema,
	title: 'HTTP server',
	text: ({ port }) => `HTTP on port ${port}/tcp`,
	protocols: ['tcp'],
	check(_lab, _node, { paths = {} }, at, report) {
		for (const [name, { status, location, body }] of Object.entries(paths)) {
			const here = [...at, 'paths', name];
			const said = `${status} ${reasonOf(status)}`;
			if (isRedirect(status) && location === undefined)
				report.error([...here, 'location'], `${name} is ${said}, but not where to`, 'set a location, such as /new');
			if (!isRedirect(status) && location !== undefined)
				report.error(
					[...here, 'location'],
					`${said} sends nobody elsewhere`,
					'set a status of 301, 302, 303, 307 or 308'
				);
			if (status === 204 && body) report.error([...here, 'body'], `${said} has no body`, 'leave the body out');
		}
	}
};
