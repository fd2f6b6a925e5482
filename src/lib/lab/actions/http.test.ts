import { describe, expect, it } from 'vitest';
import { followUrl, readUrl } from './http.ts';

describe('a URL', () => {
	it.each([
		['http://web.example', 'web.example', 80, '/'],
		['web.example:8080/a?b#c', 'web.example', 8080, '/a?b'],
		['HTTP://10.0.0.1?x=1', '10.0.0.1', 80, '/?x=1']
	])('%s', (url, host, port, path) => expect(readUrl(url)).toEqual({ host, port, path }));
});

describe('what a redirect names', () => {
	it.each([
		['/new', 'http://web.example:8080/new'],
		['new', 'http://web.example:8080/a/new'],
		['../new?x=/..', 'http://web.example:8080/new?x=/..'],
		['./', 'http://web.example:8080/a/'],
		['//other.example/', 'http://other.example/'],
		['https://other.example/', 'https://other.example/']
	])('%s', (location, url) => expect(followUrl('http://web.example:8080/a/b?c/d', location)).toBe(url));
});
