import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpRequest, httpResponse, synAck } from './captured-frames.ts';
import { decodeHttpStart, describeHttpStart, encodeHttpStart, parseHttpStart } from './http.ts';

const start = fc.oneof(
	fc.record({
		type: fc.constant('request' as const),
		method: fc.constantFrom('GET', 'POST', 'HEAD'),
		target: fc.webPath().map((path) => `/${path}`),
		version: fc.constantFrom('HTTP/1.0', 'HTTP/1.1')
	}),
	fc.record({
		type: fc.constant('response' as const),
		version: fc.constantFrom('HTTP/1.0', 'HTTP/1.1'),
		status: fc.integer({ min: 100, max: 599 }),
		reason: fc.constantFrom('', 'OK', 'Not Found')
	})
);

describe('HTTP start line', () => {
	it('is read from captured segments', () => {
		expect(decodeHttpStart(httpRequest, 66, httpRequest.length)).toEqual({
			type: 'request',
			method: 'GET',
			target: '/',
			version: 'HTTP/1.1'
		});
		expect(describeHttpStart(decodeHttpStart(httpResponse, 66, httpResponse.length)!)).toBe('HTTP/1.1 200 OK');
	});

	it('decodes what it encoded', () => {
		fc.assert(
			fc.property(start, (x) => {
				const b = encodeHttpStart(x);
				expect(decodeHttpStart(b, 0, b.length)).toEqual(x);
			})
		);
	});

	it('is nothing else', () => {
		expect(decodeHttpStart(synAck, 34, synAck.length)).toBeNull();
		expect(parseHttpStart('hello there')).toBeNull();
		expect(decodeHttpStart(httpRequest, 66, 78)).toBeNull();
	});
});
