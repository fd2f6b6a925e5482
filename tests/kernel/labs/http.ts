/** Web servers and their clients: statuses, redirects, connections that stay open, requests that make no sense. */
import { kernelLab } from '../notation.ts';

const pc = { interfaces: { eth0: '10.0.0.2/24' }, nameservers: ['10.0.0.53'] };
const interfaces = { eth0: '10.0.0.1/24' };
const paths = {
	'/old': { status: 301 as const, location: '/new' },
	'/away': { status: 302 as const, location: 'http://other.example:8080/' },
	'/new': { body: 'It is here now\n' },
	'/page': { type: 'text/html; charset=utf-8', body: '<p>grüezi</p>\n' },
	'/empty': { status: 204 as const },
	'/secret': { status: 403 as const },
	'/login': { status: 401 as const, body: 'Who are you?\n' },
	'/broken': { status: 500 as const },
	'/form': { status: 303 as const, location: '/new', methods: ['POST' as const] },
	'/again': { status: 307 as const, location: '/echo' },
	'/echo': { methods: ['POST' as const], body: 'Taken\n' },
	'/loop': { status: 302 as const, location: 'loop' }
};
const server = { interfaces, services: [{ kind: 'http' as const, paths }] };
const wire = ['pc:eth0 server:eth0'];
const at = (path: string) => `http://10.0.0.1${path}`;
const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '', p4: '' } };
const ns = {
	interfaces: { eth0: '10.0.0.53/24' },
	services: [{ kind: 'dns' as const, records: { 'web.example': ['10.0.0.1'], 'other.example': ['10.0.0.3'] }, ttl: 60 }]
};
/** What a person types into a connection. */
const raw = (send: string) => ({ do: 'tcp' as const, to: '10.0.0.1', port: 80, send });

export const http = [
	kernelLab({
		title: 'HTTP: a page, by a connection that the client closes',
		nodes: { pc, server },
		links: wire,
		inputs: [['0s pc', { do: 'http', url: at('/') }]]
	}),
	kernelLab({
		title: 'HTTP: every status, all by one connection',
		nodes: { pc, server },
		links: wire,
		inputs: [
			[
				'0s pc',
				{
					do: 'http',
					url: at('/new'),
					then: [
						'/page',
						'/empty',
						'/old',
						'/login',
						'/secret',
						'/nowhere',
						'/form',
						'/broken',
						'/?query',
						'/new?query'
					]
				}
			]
		]
	}),
	kernelLab({
		title: 'HTTP: HEAD tells the length and brings no body',
		nodes: { pc, server },
		links: wire,
		inputs: [['0s pc', { do: 'http', url: at('/page'), method: 'HEAD', then: ['/nowhere', '/empty'] }]]
	}),
	kernelLab({
		title: 'HTTP: a client that wants the connection closed, and a server that always closes',
		nodes: {
			pc,
			server: { ...server, services: [...server.services, { kind: 'http', port: 8080, keepAlive: false }] }
		},
		links: wire,
		inputs: [
			['0s pc', { do: 'http', url: at('/'), close: true, then: ['/new'] }],
			['500ms pc', { do: 'http', url: 'http://10.0.0.1:8080/', then: ['/', '/nowhere'] }]
		]
	}),
	kernelLab({
		title: 'HTTP/1.0: a client of old, and a server of old',
		nodes: { pc, server: { ...server, services: [...server.services, { kind: 'http', port: 8000, version: '1.0' }] } },
		links: wire,
		inputs: [
			['0s pc', { do: 'http', url: at('/new'), version: '1.0', then: ['/old'] }],
			['500ms pc', { do: 'http', url: 'http://10.0.0.1:8000/' }],
			['1000ms pc', raw('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n')]
		]
	}),
	kernelLab({
		// Nobody else's connection is left open when the next one begins: which of two programs runs first is chance.
		title: 'HTTP: redirects are followed when that is asked for, to another host by its name too',
		nodes: {
			pc,
			server,
			other: {
				interfaces: { eth0: '10.0.0.3/24' },
				services: [{ kind: 'http', port: 8080, body: 'Elsewhere\n', keepAlive: false }]
			},
			ns,
			sw
		},
		links: ['pc:eth0 sw:p1', 'server:eth0 sw:p2', 'other:eth0 sw:p3', 'ns:eth0 sw:p4'],
		inputs: [
			['0s pc', { do: 'http', url: 'http://web.example/old' }],
			['500ms pc', { do: 'http', url: 'http://web.example/old', follow: true }],
			['1000ms pc', { do: 'http', url: 'http://web.example/away', follow: true, then: ['http://web.example/'] }],
			['1500ms pc', { do: 'http', url: at('/'), close: true, then: ['http://10.0.0.3:8080/', at('/new')] }]
		]
	}),
	kernelLab({
		title: 'HTTP: a redirect that leads to itself is given up',
		nodes: { pc, server },
		links: wire,
		inputs: [['0s pc', { do: 'http', url: at('/loop'), follow: true }]]
	}),
	kernelLab({
		title: 'HTTP: POST brings a body, and what redirects make of it',
		nodes: { pc, server },
		links: wire,
		inputs: [
			['0s pc', { do: 'http', url: at('/echo'), method: 'POST', body: 'a=1&b=2' }],
			['500ms pc', { do: 'http', url: at('/form'), method: 'POST', body: 'a=1', follow: true }],
			[
				'1000ms pc',
				{ do: 'http', url: at('/again'), method: 'POST', body: '{}', type: 'application/json', follow: true }
			]
		]
	}),
	kernelLab({
		title: 'HTTP: long pages and long forms',
		nodes: {
			pc,
			server: { interfaces, services: [{ kind: 'http', body: 'line\n'.repeat(3000), paths: { '/form': {} } }] }
		},
		links: wire,
		inputs: [
			['0s pc', { do: 'http', url: at('/'), then: ['/'] }],
			['700ms pc', { do: 'http', url: at('/form'), method: 'POST', body: 'x'.repeat(9000) }]
		]
	}),
	kernelLab({
		title: 'HTTP: requests that make no sense are answered 400, and what is not known 501 and 505',
		nodes: { pc, server },
		links: wire,
		inputs: [
			['0s pc', raw('hello\r\n\r\n')],
			['400ms pc', raw('GET / HTTP/1.1\r\n\r\n')],
			['800ms pc', raw('GET / HTTP/1.1\r\nHost : a\r\n\r\n')],
			['1200ms pc', raw('BREW / HTTP/1.1\r\nHost: a\r\n\r\n')],
			['1600ms pc', raw('GET / HTTP/2.0\r\nHost: a\r\n\r\n')],
			['2000ms pc', raw('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')],
			['2400ms pc', raw('\r\n\nGET / HTTP/1.0\n\n')]
		]
	}),
	kernelLab({
		title: 'HTTP: several requests sent at once are answered in their order',
		nodes: { pc, server },
		links: wire,
		inputs: [
			[
				'0s pc',
				raw(
					`GET /new HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nCookie: ${'much'.repeat(90)}\r\nContent-Length: 5\r\n\r\nhelloGET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`
				)
			]
		]
	}),
	kernelLab({
		title: 'HTTP: answers that are none: nothing, a part, and something else',
		nodes: {
			pc,
			server: {
				interfaces,
				services: [
					{ kind: 'tcp', port: 81, steps: [{ step: 'read', bytes: 20 }] },
					{
						kind: 'tcp',
						port: 82,
						steps: [
							{ step: 'read', bytes: 20 },
							{ step: 'send', bytes: 40 }
						]
					},
					{ kind: 'tcp', port: 86, steps: [{ step: 'read', bytes: 20 }, { step: 'shutdown' }, { step: 'read' }] },
					{ kind: 'tcp', port: 83, steps: [{ step: 'read', bytes: 20 }, { step: 'reset' }] },
					{ kind: 'tcp-echo', port: 84 }
				]
			}
		},
		links: wire,
		inputs: [
			['0s pc', { do: 'http', url: at(':81/') }],
			['500ms pc', { do: 'http', url: at(':82/') }],
			['1000ms pc', { do: 'http', url: at(':83/') }],
			['1500ms pc', { do: 'http', url: at(':84/') }],
			['2000ms pc', { do: 'http', url: at(':85/') }],
			['2500ms pc', { do: 'http', url: at(':86/') }]
		]
	})
];
