import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { runLab } from '../../engine/run-lab.ts';
import { actionSchema } from '../../lab/document.ts';
import type { HttpService } from '../../lab/services/http.ts';
import { labOf } from '../../lab/testing/lab-of.ts';
import { viewOf } from '../../trace/steps/index.ts';
import type { StepFacts } from '../../trace/steps/types.ts';

const paths: HttpService['paths'] = {
	'/old': { status: 301, type: 'text/plain', location: '/new' },
	'/new': { status: 200, type: 'text/plain', body: 'It is here now\n' },
	'/loop': { status: 302, type: 'text/plain', location: '/loop' },
	'/form': { status: 200, type: 'text/plain', methods: ['POST'], body: 'Taken\n' },
	'/empty': { status: 204, type: 'text/plain' }
};
const interfaces = (address: string) => [{ name: 'eth0', addresses: [address] }];
const lab = labOf(
	[
		{
			id: 'pc',
			kind: 'host',
			interfaces: interfaces('10.0.0.2/24'),
			hosts: [{ address: '10.0.0.1', names: ['web.example'] }]
		},
		{
			id: 'web',
			kind: 'host',
			interfaces: interfaces('10.0.0.1/24'),
			services: [
				{ kind: 'http', paths },
				{ kind: 'tcp', port: 81, steps: [{ step: 'read', bytes: 20 }, { step: 'shutdown' }, { step: 'read' }] },
				{ kind: 'tcp', port: 83, steps: [{ step: 'read', bytes: 20 }, { step: 'reset' }] }
			]
		}
	],
	[['pc/eth0', 'web/eth0']]
);

/** What curl says in the end, the sentences of HTTP, and how many connections were opened. */
function curl(url: string, options: object = {}): { result: string; sentences: string[]; connections: number } {
	const action = v.parse(actionSchema, { do: 'http', url, ...options });
	const { trace } = runLab(lab, [{ at: '0s', node: 'pc', action }], { record: true });
	const seen = { result: '', sentences: [] as string[], connections: 0 };
	for (let id = 0; id < trace!.count; id++) {
		const facts = trace!.factsOf(id);
		if (facts?.kind === 'http-ask' || facts?.kind === 'http-answer' || facts?.kind === 'http-heard')
			seen.sentences.push(sentence(facts.kind, facts, trace!.readStep(id).ns === 0 ? 'pc' : 'web'));
		if (facts?.kind === 'app-end') seen.result = `${facts.ok ? 'ok' : 'failed'}: ${facts.result}`;
		if (facts?.kind === 'tcp-send' && facts.why === 'connect') seen.connections++;
	}
	return seen;
}
const names = { node: (id: string) => id, program: () => 'http', link: () => '' };

function sentence<K extends keyof StepFacts>(kind: K, facts: StepFacts[K], node: string): string {
	return viewOf(kind).sentence(facts, { node, stage: 'app', verdict: 'note', names });
}

describe('an HTTP client', () => {
	it.each<[string, object, string, number]>([
		['http://web.example/', {}, 'ok: 200 OK (19 bytes)', 1],
		['web.example', {}, 'ok: 200 OK (19 bytes)', 1],
		['web.example/nowhere', {}, 'ok: 404 Not Found (14 bytes)', 1],
		['web.example/new', { method: 'HEAD' }, 'ok: 200 OK (0 bytes)', 1],
		['web.example/form', { method: 'POST', body: 'a=1' }, 'ok: 200 OK (6 bytes)', 1],
		['web.example/form', {}, 'ok: 405 Method Not Allowed (23 bytes)', 1],
		['web.example/empty', {}, 'ok: 204 No Content (0 bytes)', 1],
		['web.example/old', {}, 'ok: 301 Moved Permanently (22 bytes)', 1],
		['web.example/old', { follow: true }, 'ok: 301 Moved Permanently, then 200 OK (15 bytes)', 1],
		[
			'web.example/new',
			{ then: ['/', 'old'] },
			'ok: 200 OK (15 bytes), then 200 OK (19 bytes), then 301 Moved Permanently (22 bytes)',
			1
		],
		['web.example/new', { then: ['/'], close: true }, 'ok: 200 OK (15 bytes), then 200 OK (19 bytes)', 2],
		['web.example/new', { then: ['/'], version: '1.0' }, 'ok: 200 OK (15 bytes), then 200 OK (19 bytes)', 2],
		['web.example/loop', { follow: true }, 'failed: curl: (47) Maximum (50) redirects followed', 1],
		['https://web.example/', {}, 'failed: curl: (1) Protocol "https" not supported', 0],
		['http://web.example/a b', {}, 'failed: curl: (3) URL rejected: Malformed input to a URL function', 0],
		['http://nobody.example/', {}, 'failed: curl: (6) Could not resolve host: nobody.example', 0],
		['http://web.example:82/', {}, 'failed: curl: (7) Failed to connect to web.example port 82: Connection refused', 1],
		['http://10.9.9.9/', {}, 'failed: curl: (7) Failed to connect to 10.9.9.9 port 80: Network is unreachable', 0],
		['http://web.example:81/', {}, 'failed: curl: (52) Empty reply from server', 1],
		['http://web.example:83/', {}, 'failed: curl: (56) Recv failure: Connection reset by peer', 1]
	])('%s %o', (url, options, result, connections) => {
		const seen = curl(url, options);
		expect(seen.result).toBe(result);
		expect(seen.connections).toBe(connections);
	});
});

describe('a request and its answer', () => {
	it('are sentences', () => {
		expect(curl('http://web.example/old', { follow: true, then: ['/nowhere'] }).sentences).toEqual([
			'pc asks web.example for /old, with GET in HTTP/1.1.',
			'web answers GET /old with 301 Moved Permanently: 22 bytes; the connection stays open for more.',
			'pc is answered 301 Moved Permanently, and goes on to /new.',
			'pc asks web.example for /new by the same connection, with GET in HTTP/1.1.',
			'web answers GET /new with 200 OK: 15 bytes; the connection stays open for more.',
			'pc is answered 200 OK: 15 bytes.',
			'pc asks web.example for /nowhere by the same connection, with GET in HTTP/1.1.',
			'web has nothing that GET /nowhere could mean, and answers 404 Not Found; the connection stays open for more.',
			'pc is answered 404 Not Found: 14 bytes.'
		]);
	});
});
