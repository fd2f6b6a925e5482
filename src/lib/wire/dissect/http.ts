import { asciiText, fieldMaker, heading, type Field } from './field.ts';
import type { Extent, Protocol } from './protocol.ts';

const fields = {
	'http.request': { name: 'Request', type: 'boolean', meaning: 'It asks', part: true },
	'http.request.method': { name: 'Method', type: 'string', meaning: 'What shall be done' },
	'http.request.uri': { name: 'Target', type: 'string', meaning: 'With what' },
	'http.request.version': { name: 'Version', type: 'string', meaning: 'Of HTTP' },
	'http.response': { name: 'Response', type: 'boolean', meaning: 'It answers', part: true },
	'http.response.version': { name: 'Version', type: 'string', meaning: 'Of HTTP' },
	'http.response.code': { name: 'Status', type: 'uint', meaning: 'What came of it: 200 is good, 404 is not there' },
	'http.response.phrase': { name: 'Reason', type: 'string', meaning: 'The status in words' },
	'http.host': { name: 'Host', type: 'string', meaning: 'Site that is asked for' },
	'http.user_agent': { name: 'User agent', type: 'string', meaning: 'Program that asks' },
	'http.accept': { name: 'Accept', type: 'string', meaning: 'Kinds of content that it takes' },
	'http.connection': { name: 'Connection', type: 'string', meaning: 'Whether it stays open' },
	'http.server': { name: 'Server', type: 'string', meaning: 'Program that answers' },
	'http.content_type': { name: 'Content type', type: 'string', meaning: 'Kind of content' },
	'http.content_length': { name: 'Content length', type: 'uint', unit: 'bytes', meaning: 'Bytes of content' },
	'http.location': { name: 'Location', type: 'string', meaning: 'Where it is instead' },
	'http.www_authenticate': { name: 'Authentication', type: 'string', meaning: 'How one shows who one is' },
	'http.transfer_encoding': { name: 'Transfer encoding', type: 'string', meaning: 'How the content is sent' },
	'http.cookie': { name: 'Cookie', type: 'string', meaning: 'What the site asked to be told again' },
	'http.file_data': { name: 'Content', type: 'bytes', meaning: 'What comes after the headers' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

const HEADERS: Readonly<Record<string, keyof typeof fields>> = {
	host: 'http.host',
	'user-agent': 'http.user_agent',
	accept: 'http.accept',
	connection: 'http.connection',
	server: 'http.server',
	location: 'http.location',
	'www-authenticate': 'http.www_authenticate',
	'transfer-encoding': 'http.transfer_encoding',
	cookie: 'http.cookie',
	'content-type': 'http.content_type',
	'content-length': 'http.content_length'
};

/** What a request may begin with: as Wireshark, which takes other words for data (epan/dissectors/packet-http.c, is_http_request_or_reply). */
const METHODS = new Set(
	'OPTIONS GET HEAD POST PUT DELETE TRACE CONNECT PATCH LINK UNLINK PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK SEARCH REPORT'.split(
		' '
	)
);
const LF = 0x0a;
const CR = 0x0d;

interface Line {
	text: string;
	from: number;
	/** One past its line end. */
	to: number;
}

/** Of any version: those that don't exist, too. */
type Start =
	| { type: 'request'; line: Line; method: string; target: string; version: string }
	| { type: 'response'; line: Line; version: string; status: string; reason: string };

/** null: it doesn't end before `to`. */
function lineAt(b: Uint8Array, from: number, to: number): Line | null {
	const end = b.subarray(from, to).indexOf(LF);
	if (end < 0) return null;
	const text = String.fromCharCode(...b.subarray(from, from + end)).replace(/\r$/, '');
	return { text, from, to: from + end + 1 };
}

function startOf(b: Uint8Array, from: number, to: number): Start | null {
	// An empty line before is passed over.
	const at = to - from > 3 && b[from] === CR && b[from + 1] === LF ? from + 2 : from;
	const line = lineAt(b, at, to);
	if (line === null) return null;
	const [first, second = '', ...rest] = line.text.split(' ');
	if (first.startsWith('HTTP/'))
		return { type: 'response', line, version: first, status: second, reason: rest.join(' ') };
	if (!METHODS.has(first) || !line.text.includes(' ')) return null;
	return { type: 'request', line, method: first, target: second, version: rest.join(' ') };
}

/** The lines after the start line, up to the empty one; `body` is what follows that, -1: it is not there. */
function headerLines(b: Uint8Array, from: number, to: number): { lines: Line[]; body: number } {
	const lines: Line[] = [];
	for (let line = lineAt(b, from, to); line !== null; line = lineAt(b, line.to, to)) {
		if (line.text === '') return { lines, body: line.to };
		lines.push(line);
	}
	return { lines, body: -1 };
}

function headerOf(lines: readonly Line[], name: string): string | undefined {
	return lines
		.find(({ text }) => text.toLowerCase().startsWith(`${name}:`))
		?.text.slice(name.length + 1)
		.trim();
}

/** Answers that have no body (RFC 9110, 6.4.1). @param asked Method of the request. */
function isBare(status: string, asked: string): boolean {
	return asked === 'HEAD' || /^(1..|204|304)$/.test(status) || (asked === 'CONNECT' && status.startsWith('2'));
}

/** Where a body in chunks ends (RFC 9112, 7.1). */
function chunkedExtent(b: Uint8Array, from: number, to: number): Extent {
	let at = from;
	for (;;) {
		const line = lineAt(b, at, to);
		if (line === null) return { more: 'segment' };
		const size = parseInt(line.text, 16);
		if (!Number.isFinite(size)) return { end: to };
		if (size === 0) {
			const last = lineAt(b, line.to, to);
			return last === null ? { more: 'segment' } : { end: last.to };
		}
		at = line.to + size + 2;
		if (at > to) return { more: 'segment' };
	}
}

/** As far as Wireshark would go (epan/req_resp_hdrs.c). What was asked last is remembered: it decides whether its answer has a body. */
function extent(b: Uint8Array, from: number, to: number, ended: boolean, asked: string): Extent {
	const start = startOf(b, from, to);
	if (start === null) return lineAt(b, from, to) === null && isText(b[from]) ? { more: 'segment' } : { end: to };
	const { lines, body } = headerLines(b, start.line.to, to);
	if (body < 0) return { more: 'segment' };
	const remember = start.type === 'request' ? start.method : asked;
	const length = Number(headerOf(lines, 'content-length') ?? NaN);
	if (start.type === 'response' && isBare(start.status, asked)) return { end: body, remember };
	if (/^chunked/i.test(headerOf(lines, 'transfer-encoding') ?? '')) {
		const chunks = ended ? { end: to } : chunkedExtent(b, body, to);
		return 'more' in chunks ? chunks : { end: chunks.end, remember };
	}
	if (length >= 0) {
		if (body + length > to && !ended) return { more: body + length - to };
		return { end: Math.min(to, body + length), remember };
	}
	if (start.type === 'request') return { end: body, remember };
	return ended ? { end: to, remember } : { more: 'fin' };
}

function isText(byte: number): boolean {
	return byte >= 32 && byte < 127;
}

function startFields(start: Start): Field[] {
	const { line } = start;
	const length = line.to - line.from;
	if (start.type === 'request') {
		const { method, target, version } = start;
		const found = [
			field('http.request', 1, line.from, length),
			field('http.request.method', method, line.from, method.length),
			field('http.request.uri', target, line.from + method.length + 1, target.length)
		];
		const at = line.from + method.length + target.length + 2;
		if (version !== '') found.push(field('http.request.version', version, at, version.length));
		return found;
	}
	const { version, status, reason } = start;
	const found = [
		field('http.response', 1, line.from, length),
		field('http.response.version', version, line.from, version.length)
	];
	const at = line.from + version.length + 1;
	if (/^\d+$/.test(status)) found.push(field('http.response.code', Number(status), at, status.length, reason));
	if (reason !== '') found.push(field('http.response.phrase', reason, at + status.length + 1, reason.length));
	return found;
}

function lineField({ text, from, to }: Line): Field {
	const colon = text.indexOf(':');
	const name = text.slice(0, Math.max(0, colon));
	const value = text.slice(colon + 1).trim();
	const key = HEADERS[name.toLowerCase()];
	if (key === undefined) return heading(name, value, from, to - from);
	return field(key, key === 'http.content_length' ? Number(value) : value, from, to - from);
}

/** A message from its start line to the end of its body. */
export const http: Protocol = {
	name: 'HTTP',
	key: 'http',
	meaning: 'Web: a request, and a page as the answer',
	fields,
	check: (b, from, to) => startOf(b, from, to) !== null,
	extent,
	layer(b, from, to) {
		const start = startOf(b, from, to)!;
		const { lines, body } = headerLines(b, start.line.to, to);
		const found = [...startFields(start), ...lines.map(lineField)];
		if (body >= 0 && body < to) {
			const content = b.subarray(body, to);
			found.push(field('http.file_data', content, body, to - body, asciiText(content)));
		}
		return { name: 'HTTP', summary: start.line.text, from, to, fields: found };
	},
	info(b, from, to) {
		const start = startOf(b, from, to)!;
		const { lines, body } = headerLines(b, start.line.to, to);
		const type = headerOf(lines, 'content-type');
		const content = type === undefined || body < 0 || body === to ? '' : ` (${type.split(';')[0]})`;
		return `${start.line.text} ${content}`;
	},
	label(b, from, to) {
		const start = startOf(b, from, to)!;
		return start.type === 'request'
			? `HTTP ${start.method} ${start.target}`
			: `HTTP ${start.status} ${start.reason}`.trim();
	},
	payload: () => null,
	end: (_b, _from, to) => to
};
