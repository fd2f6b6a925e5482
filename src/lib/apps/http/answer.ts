/** What a web server says to a request: a pure function of what it is told and what came. */
import { httpMethods, type HttpAnswer, type HttpService } from '../../lab/services/http.ts';
import { type HttpStatus, reasonOf } from '../../lab/services/http-status.ts';
import {
	fieldOf,
	type HttpField,
	type HttpRequest,
	type HttpResponse,
	keepsAlive,
	type Taken
} from '../../wire/http-message.ts';

/** Why the answer is what it is. */
export type AnswerReason = 'found' | 'missing' | 'method' | 'unknown-method' | 'malformed';

export interface Answered {
	response: HttpResponse;
	/** The connection goes on. */
	keep: boolean;
	why: AnswerReason;
	/** "GET /": what was asked for; "" where it can't be told. */
	asked: string;
	/** What is wrong with the request, or which methods there are. */
	detail: string;
}

/** The path of a target, which may be a whole URL (RFC 9112, 3.2.2). */
function pathOf(target: string): string {
	return target.replace(/^http:\/\/[^/?]*/i, '') || '/';
}

/** What is at a target: with its query if that is named so, else without. */
function placed({ paths = {}, body }: HttpService, target: string): HttpAnswer | undefined {
	const path = pathOf(target);
	const bare = path.replace(/\?.*$/, '');
	const found = Object.hasOwn(paths, path) ? paths[path] : Object.hasOwn(paths, bare) ? paths[bare] : undefined;
	return found ?? (bare === '/' ? { status: 200, type: 'text/plain', body } : undefined);
}

/** What an answer without a body of its own says. */
function usualBody(status: HttpStatus): string {
	return status < 300 ? '' : `${status} ${reasonOf(status)}\n`;
}

function respond(
	service: HttpService,
	request: HttpRequest | null,
	{ status, type, body = usualBody(status), location, methods }: HttpAnswer,
	persist: boolean
): { response: HttpResponse; keep: boolean } {
	const keep = persist && service.keepAlive !== false && request !== null && keepsAlive(request);
	const version = service.version === '1.0' ? 'HTTP/1.0' : 'HTTP/1.1';
	const text = new TextEncoder().encode(body);
	const fields: HttpField[] = [['Server', 'hopwise']];
	// RFC 9110, 8.6: what has no body by its nature tells no length.
	if (status !== 204) fields.push(['Content-Type', type], ['Content-Length', String(text.length)]);
	if (location !== undefined) fields.push(['Location', location]);
	if (status === 405) fields.push(['Allow', (methods ?? httpMethods).join(', ')]);
	if (status === 401) fields.push(['WWW-Authenticate', 'Basic realm="hopwise"']);
	if (!keep) fields.push(['Connection', 'close']);
	else if (version === 'HTTP/1.0' || request.version === 'HTTP/1.0') fields.push(['Connection', 'keep-alive']);
	const bare = status === 204 || request?.method === 'HEAD';
	return {
		response: { version, status, reason: reasonOf(status), fields, body: bare ? new Uint8Array() : text },
		keep
	};
}

/** @param taken Anything but `more`. */
export function answerTo(service: HttpService, taken: Exclude<Taken<HttpRequest>, { type: 'more' }>): Answered {
	const plain = (status: HttpStatus): HttpAnswer => ({ status, type: 'text/plain' });
	if (taken.type === 'bad')
		return {
			...respond(service, null, plain(taken.status as HttpStatus), false),
			why: 'malformed',
			asked: '',
			detail: taken.why
		};
	const { message } = taken;
	const asked = `${message.method} ${message.target}`;
	const known = httpMethods.find((method) => method === message.method);
	if (known === undefined)
		return { ...respond(service, message, plain(501), true), why: 'unknown-method', asked, detail: message.method };
	const found = placed(service, message.target);
	if (found === undefined) return { ...respond(service, message, plain(404), true), why: 'missing', asked, detail: '' };
	const allowed = allowedOf(found);
	if (!allowed.includes(known)) {
		const refusal: HttpAnswer = { ...plain(405), methods: allowed };
		return { ...respond(service, message, refusal, true), why: 'method', asked, detail: allowed.join(', ') };
	}
	return {
		...respond(service, message, found, true),
		why: 'found',
		asked,
		detail: fieldOf(message.fields, 'host') ?? ''
	};
}

/** In the order of `httpMethods`; whoever may GET may HEAD. */
function allowedOf({ methods = [...httpMethods] }: HttpAnswer): (typeof httpMethods)[number][] {
	return httpMethods.filter((method) => methods.includes(method) || (method === 'HEAD' && methods.includes('GET')));
}
