import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { http, httpMethods } from '../../lab/services/http.ts';
import { httpStatuses, isRedirect } from '../../lab/services/http-status.ts';
import { pathsOf, pathsText } from './http-paths.ts';

const answer = fc
	.record({
		status: fc.constantFrom(...httpStatuses),
		type: fc.constantFrom('text/plain', 'text/html;charset=utf-8'),
		body: fc.option(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\\', '=', 'type=', 'body=') }), {
			nil: undefined
		}),
		location: fc.constantFrom('/new', 'http://web.example/'),
		methods: fc.option(fc.subarray([...httpMethods], { minLength: 1 }), { nil: undefined })
	})
	.map(({ body, location, methods, ...rest }) => ({
		...rest,
		...(body === undefined ? {} : { body }),
		...(isRedirect(rest.status) ? { location } : {}),
		...(methods === undefined ? {} : { methods })
	}));
const paths = fc.dictionary(fc.constantFrom('/', '/a', '/b?c=1', '/200'), answer);

describe('paths of a web server in lines', () => {
	it('come out as they went in', () => {
		fc.assert(
			fc.property(paths, (given) => {
				const read = pathsOf(pathsText(given));
				const service = v.parse(http.schema, { kind: 'http', paths: (read as { paths: object }).paths });
				expect(service.paths).toEqual({ ...given });
			})
		);
	});

	it('are read as a person types them', () => {
		expect(pathsOf('/old 301 /new\n  /new Here it is\n\n/page 200 type=text/html <p>Hi</p>\\n\n/gone 410')).toEqual({
			paths: {
				'/old': { status: 301, location: '/new' },
				'/new': { status: 200, body: 'Here it is' },
				'/page': { status: 200, type: 'text/html', body: '<p>Hi</p>\n' },
				'/gone': { status: 410 }
			}
		});
		expect(pathsOf('/a 200 x\n/a 200 y')).toEqual({ wrong: '/a stands there twice' });
	});
});
