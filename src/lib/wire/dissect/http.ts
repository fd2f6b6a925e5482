import { decodeHttpStart, describeHttpStart, encodeHttpStart, type HttpStart } from '../http.ts';
import { asciiText, fieldMaker, heading, type Field } from './field.ts';
import type { Protocol } from './protocol.ts';

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

interface Line {
	text: string;
	from: number;
	/** One past its CR LF. */
	to: number;
}

/** The lines after the start line, up to the empty one; `body` is what follows that, -1: it is not in this segment. */
function headerLines(b: Uint8Array, from: number, to: number): { lines: Line[]; body: number } {
	const lines: Line[] = [];
	let at = from;
	for (let next = at; next < to; next++) {
		if (b[next] !== 0x0a) continue;
		const text = String.fromCharCode(...b.subarray(at, next)).replace(/\r$/, '');
		if (text === '') return { lines, body: next + 1 };
		lines.push({ text, from: at, to: next + 1 });
		at = next + 1;
	}
	return { lines, body: -1 };
}

function startFields(start: HttpStart, from: number, length: number): Field[] {
	if (start.type === 'request')
		return [
			field('http.request', 1, from, length - 2),
			field('http.request.method', start.method, from, start.method.length),
			field('http.request.uri', start.target, from + start.method.length + 1, start.target.length),
			field('http.request.version', start.version, from + length - 10, 8)
		];
	const found = [
		field('http.response', 1, from, length - 2),
		field('http.response.version', start.version, from, 8),
		field('http.response.code', start.status, from + 9, 3, start.reason)
	];
	if (start.reason !== '') found.push(field('http.response.phrase', start.reason, from + 13, start.reason.length));
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

/** Only the segment that begins with a start line is HTTP here; what follows it in the stream is data. */
export const http: Protocol = {
	name: 'HTTP',
	key: 'http',
	meaning: 'Web: a request, and a page as the answer',
	fields,
	check: (b, from, to) => decodeHttpStart(b, from, to) !== null,
	layer(b, from, to) {
		const start = decodeHttpStart(b, from, to)!;
		const length = encodeHttpStart(start).length;
		const { lines, body } = headerLines(b, from + length, to);
		const found = [...startFields(start, from, length), ...lines.map(lineField)];
		if (body >= 0 && body < to) {
			const content = b.subarray(body, to);
			found.push(field('http.file_data', content, body, to - body, asciiText(content)));
		}
		return { name: 'HTTP', summary: describeHttpStart(start), from, to, fields: found };
	},
	info(b, from, to) {
		const start = decodeHttpStart(b, from, to)!;
		const { lines, body } = headerLines(b, from + encodeHttpStart(start).length, to);
		const type = lines.find(({ text }) => /^content-type:/i.test(text));
		const content =
			type === undefined || body < 0 || body === to ? '' : ` (${type.text.slice(13).trim().split(';')[0]})`;
		return `${describeHttpStart(start)} ${content}`;
	},
	label(b, from, to) {
		const start = decodeHttpStart(b, from, to)!;
		return start.type === 'request'
			? `HTTP ${start.method} ${start.target}`
			: `HTTP ${start.status} ${start.reason}`.trim();
	},
	payload: () => null,
	end: (_b, _from, to) => to
};
