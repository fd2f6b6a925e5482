import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	encodeHttpRequest,
	encodeHttpResponse,
	type HttpField,
	keepsAlive,
	MAX_HEAD,
	takeHttpRequest,
	takeHttpResponse
} from './http-message.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const body = fc.uint8Array({ maxLength: 40 });
const field: fc.Arbitrary<HttpField> = fc.tuple(
	fc.stringMatching(/^X-[A-Za-z0-9]{1,8}$/),
	fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)
);
const version = fc.constantFrom('HTTP/1.0' as const, 'HTTP/1.1' as const);
const request = fc
	.record({
		method: fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE'),
		target: fc.webPath().map((path) => `/${path}`),
		version,
		fields: fc.array(field, { maxLength: 4 }),
		body
	})
	.map((one) => ({
		...one,
		fields: [['Host', 'web.example'], ...one.fields, ['Content-Length', String(one.body.length)]] as HttpField[]
	}));
const response = fc
	.record({
		version,
		status: fc.integer({ min: 205, max: 599 }).filter((status) => status !== 304),
		reason: fc.constantFrom('', 'OK', 'Not Found'),
		fields: fc.array(field, { maxLength: 4 }),
		body
	})
	.map((one) => ({
		...one,
		fields: [...one.fields, ['Content-Length', String(one.body.length)]] as HttpField[]
	}));

describe('HTTP messages', () => {
	it('are what they were, taken from a stream one after the other', () => {
		fc.assert(
			fc.property(request, request, (one, other) => {
				const stream = new Uint8Array([...encodeHttpRequest(one), ...encodeHttpRequest(other)]);
				const first = takeHttpRequest(stream);
				expect(first).toEqual({ type: 'message', message: one, rest: encodeHttpRequest(other) });
				if (first.type === 'message') expect(takeHttpRequest(first.rest)).toMatchObject({ message: other });
			})
		);
		fc.assert(
			fc.property(response, (one) => {
				const taken = takeHttpResponse(encodeHttpResponse(one), 'GET', false);
				expect(taken).toEqual({ type: 'message', message: one, rest: new Uint8Array() });
			})
		);
	});

	it('are waited for until their last byte', () => {
		fc.assert(
			fc.property(request, fc.nat(), (one, cut) => {
				const whole = encodeHttpRequest(one);
				expect(takeHttpRequest(whole.slice(0, cut % whole.length))).toEqual({ type: 'more' });
			})
		);
		fc.assert(
			fc.property(response, fc.nat(), (one, cut) => {
				const whole = encodeHttpResponse(one);
				expect(takeHttpResponse(whole.slice(0, cut % whole.length), 'GET', false)).toEqual({ type: 'more' });
			})
		);
	});

	it('of any bytes at all are taken, waited for or refused', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (b) => {
				expect(['more', 'bad', 'message']).toContain(takeHttpRequest(b).type);
				expect(['more', 'bad', 'message']).toContain(takeHttpResponse(b, 'GET', true).type);
			})
		);
	});

	it('may end their lines with LF alone, and have empty lines before', () => {
		expect(takeHttpRequest(bytes('\r\n\nGET / HTTP/1.0\nAccept: */*\n\n'))).toMatchObject({
			message: { method: 'GET', target: '/', version: 'HTTP/1.0', fields: [['Accept', '*/*']] }
		});
	});

	it.each<[string, number, string]>([
		['hello\r\n\r\n', 400, '"hello" is no request line'],
		['GET  / HTTP/1.1\r\nHost: a\r\n\r\n', 400, '"GET  / HTTP/1.1" is no request line'],
		['GET / HTTP/1.1\r\n\r\n', 400, 'HTTP/1.1 needs a Host field'],
		['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400, 'there are two Host fields'],
		['GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400, '"Host : a" is no header field'],
		['GET / HTTP/1.1\r\nHost: a\r\n more\r\n\r\n', 400, '" more" is no header field'],
		['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400, '"x" is no content length'],
		[
			'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
			400,
			'"1, 2" is no content length'
		],
		['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000001\r\n\r\n', 413, 'the body has more than 1000000 bytes'],
		[
			'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n',
			501,
			'the transfer coding "chunked" is not known'
		],
		['GET / HTTP/2.0\r\nHost: a\r\n\r\n', 505, 'HTTP/2.0 is not spoken here'],
		[`GET /${'x'.repeat(MAX_HEAD)}`, 431, `the head has more than ${MAX_HEAD} bytes`]
	])('%j is refused', (text, status, why) => {
		expect(takeHttpRequest(bytes(text))).toEqual({ type: 'bad', status, why });
	});

	it('without a length last until the server closes, and those without a body do not', () => {
		const open = bytes('HTTP/1.0 200 OK\r\n\r\nall of it');
		expect(takeHttpResponse(open, 'GET', false)).toEqual({ type: 'more' });
		expect(takeHttpResponse(open, 'GET', true)).toMatchObject({ message: { body: bytes('all of it') } });
		expect(takeHttpResponse(bytes('HTTP/1.1 204 No Content\r\n\r\n'), 'GET', false)).toMatchObject({ type: 'message' });
		const long = bytes('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n');
		expect(takeHttpResponse(long, 'HEAD', false)).toMatchObject({ type: 'message' });
	});

	it('say whether the connection goes on', () => {
		expect(keepsAlive({ version: 'HTTP/1.1', fields: [] })).toBe(true);
		expect(keepsAlive({ version: 'HTTP/1.1', fields: [['connection', 'Close']] })).toBe(false);
		expect(keepsAlive({ version: 'HTTP/1.0', fields: [] })).toBe(false);
		expect(keepsAlive({ version: 'HTTP/1.0', fields: [['Connection', 'Keep-Alive']] })).toBe(true);
	});
});
