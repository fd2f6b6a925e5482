/** Whole HTTP/1.x messages (RFC 9112) from a stream of bytes and back: start line, fields, and a body whose length is told before it. */
import { joined } from './bytes.ts';
import { describeHttpStart, parseHttpStart } from './http.ts';

export type HttpVersion = 'HTTP/1.0' | 'HTTP/1.1';
/** Name and value. */
export type HttpField = [name: string, value: string];

export interface HttpRequest {
	method: string;
	target: string;
	version: HttpVersion;
	fields: HttpField[];
	body: Uint8Array;
}

export interface HttpResponse {
	version: HttpVersion;
	status: number;
	reason: string;
	fields: HttpField[];
	body: Uint8Array;
}

/** What a stream begins with. `more`: nothing whole yet. `bad`: no message will come of it; `status` is what a server says then. */
export type Taken<M> =
	{ type: 'more' } | { type: 'bad'; status: number; why: string } | { type: 'message'; message: M; rest: Uint8Array };

/** Bytes that a start line and its fields may have together; servers differ (RFC 9110, 5.4), most take 8000 to 16000. */
export const MAX_HEAD = 16_384;
/** Bytes of a body. */
export const MAX_BODY = 1_000_000;

const MORE = { type: 'more' } as const;
const LF = 0x0a;
const CR = 0x0d;
/** RFC 9110, 5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VERSION = /^HTTP\/\d\.\d$/;

function bad(status: number, why: string): { type: 'bad'; status: number; why: string } {
	return { type: 'bad', status, why };
}

/** The first value of that name, whatever its case; undefined: there is none. */
export function fieldOf(fields: readonly HttpField[], name: string): string | undefined {
	return fields.find(([other]) => other.toLowerCase() === name)?.[1];
}

/** Whether the connection goes on after a message (RFC 9112, 9.3). */
export function keepsAlive({ version, fields }: Pick<HttpRequest, 'version' | 'fields'>): boolean {
	const options = (fieldOf(fields, 'connection') ?? '').toLowerCase().split(/\s*,\s*/);
	return version === 'HTTP/1.1' ? !options.includes('close') : options.includes('keep-alive');
}

function encode(start: string, fields: readonly HttpField[], body: Uint8Array): Uint8Array {
	const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
	const head = new TextEncoder().encode(`${start}\r\n${lines}\r\n`);
	return joined(head, body);
}

export function encodeHttpRequest({ method, target, version, fields, body }: HttpRequest): Uint8Array {
	return encode(describeHttpStart({ type: 'request', method, target, version }), fields, body);
}

export function encodeHttpResponse({ version, status, reason, fields, body }: HttpResponse): Uint8Array {
	return encode(describeHttpStart({ type: 'response', version, status, reason }), fields, body);
}

interface Head {
	start: string;
	/** Field lines as they came. */
	lines: string[];
	/** Where the body begins. */
	end: number;
}

/** Where the empty line ends, which may be a lone LF as every line may (RFC 9112, 2.2); -1: it isn't there. */
function headEnd(b: Uint8Array, from: number): number {
	for (let i = b.indexOf(LF, from); i >= 0; i = b.indexOf(LF, i + 1)) {
		if (b[i + 1] === LF) return i + 2;
		if (b[i + 1] === CR && b[i + 2] === LF) return i + 3;
	}
	return -1;
}

function takeHead(b: Uint8Array): Head | { type: 'more' } | { type: 'bad'; status: number; why: string } {
	// Empty lines before a start line are passed over.
	let from = 0;
	while (b[from] === LF || (b[from] === CR && b[from + 1] === LF)) from += b[from] === LF ? 1 : 2;
	const end = headEnd(b, from);
	if ((end < 0 ? b.length : end) - from > MAX_HEAD) return bad(431, `the head has more than ${MAX_HEAD} bytes`);
	if (end < 0) return MORE;
	let text = '';
	for (let i = from; i < end; i++) text += String.fromCharCode(b[i]);
	const [start, ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''));
	return { start, lines: lines.slice(0, -2), end };
}

function takeFields(lines: readonly string[]): HttpField[] | string {
	const fields: HttpField[] = [];
	for (const line of lines) {
		const colon = line.indexOf(':');
		// A space before the colon, or at the beginning of the line, is a way to smuggle fields (RFC 9112, 5.1 and 5.2).
		if (colon < 0 || !TOKEN.test(line.slice(0, colon))) return `"${line.slice(0, 40)}" is no header field`;
		fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
	}
	return fields;
}

/** Bytes of the body as the fields say; undefined: they don't (RFC 9112, 6.3). */
function bodyLength(fields: readonly HttpField[]): number | undefined | { type: 'bad'; status: number; why: string } {
	const coding = fieldOf(fields, 'transfer-encoding');
	if (coding !== undefined) return bad(501, `the transfer coding "${coding}" is not known`);
	const lengths = fields.filter(([name]) => name.toLowerCase() === 'content-length').map(([, value]) => value);
	if (lengths.length === 0) return undefined;
	if (lengths.some((length) => length !== lengths[0] || !/^\d{1,15}$/.test(length)))
		return bad(400, `"${lengths.join(', ')}" is no content length`);
	const length = Number(lengths[0]);
	return length > MAX_BODY ? bad(413, `the body has more than ${MAX_BODY} bytes`) : length;
}

/** The request that a stream begins with. */
export function takeHttpRequest(b: Uint8Array): Taken<HttpRequest> {
	const head = takeHead(b);
	if ('type' in head) return head;
	const words = head.start.split(' ');
	if (words.length !== 3 || !TOKEN.test(words[0]) || words[1] === '' || !VERSION.test(words[2]))
		return bad(400, `"${head.start.slice(0, 40)}" is no request line`);
	const [method, target, version] = words;
	if (version !== 'HTTP/1.0' && version !== 'HTTP/1.1') return bad(505, `${version} is not spoken here`);
	const fields = takeFields(head.lines);
	if (typeof fields === 'string') return bad(400, fields);
	const hosts = fields.filter(([name]) => name.toLowerCase() === 'host').length;
	// RFC 9112, 3.2
	if (hosts > 1) return bad(400, 'there are two Host fields');
	if (hosts === 0 && version === 'HTTP/1.1') return bad(400, 'HTTP/1.1 needs a Host field');
	const length = bodyLength(fields) ?? 0;
	if (typeof length === 'object') return length;
	if (b.length < head.end + length) return MORE;
	const end = head.end + length;
	return {
		type: 'message',
		message: { method, target, version, fields, body: b.slice(head.end, end) },
		rest: b.slice(end)
	};
}

/**
 * The response that a stream begins with.
 * @param method Of the request: what answers a HEAD has no body, whatever its fields say.
 * @param ended The server has closed: a body whose length was not told is whole then.
 */
export function takeHttpResponse(b: Uint8Array, method: string, ended: boolean): Taken<HttpResponse> {
	const head = takeHead(b);
	if ('type' in head) return head;
	const start = parseHttpStart(head.start);
	if (start?.type !== 'response') return bad(0, `"${head.start.slice(0, 40)}" is no status line`);
	const fields = takeFields(head.lines);
	if (typeof fields === 'string') return bad(0, fields);
	const { status, reason } = start;
	const bare = method === 'HEAD' || status < 200 || status === 204 || status === 304;
	const length = bare ? 0 : bodyLength(fields);
	if (typeof length === 'object') return length;
	if (length === undefined && !ended) return MORE;
	const end = length === undefined ? b.length : head.end + length;
	if (b.length < end) return MORE;
	const version = start.version as HttpVersion;
	return {
		type: 'message',
		message: { version, status, reason, fields, body: b.slice(head.end, end) },
		rest: b.slice(end)
	};
}

/** Bytes of a body that are still to come, when the server closes before them; 0: it isn't known how many, or nothing came. */
export function missingBytes(b: Uint8Array): number {
	const head = takeHead(b);
	if ('type' in head) return 0;
	const fields = takeFields(head.lines);
	const length = typeof fields === 'string' ? undefined : bodyLength(fields);
	return typeof length === 'number' ? Math.max(0, head.end + length - b.length) : 0;
}
