/**
 * What a person can have a node do, field by field: the names of fields are those of the action. What the schema of the action says of a value is said
 * at its field; what is left empty is the action's default. Actions that change the network (links, addresses, settings, services) are
 * done by editing it, and stand here no more than in a form. A new one is an entry here.
 */
import type { SendKind } from './field.ts';

const port = (placeholder: string) => ({ key: 'port', label: 'Port', type: 'number', placeholder }) as const;
const fromPort = { key: 'fromPort', label: 'Port of its own', type: 'number', placeholder: 'any', more: true } as const;
const interval = { key: 'interval', label: 'Interval', placeholder: '1s', more: true } as const;
const count = { key: 'count', label: 'Count', type: 'number', placeholder: '1' } as const;
const host = { label: 'Address or name', placeholder: '10.0.0.2', wanted: 'an address or a name, such as 10.0.0.2' };
const choices = (...values: string[]) => values.map((value) => ({ value, text: value }));
const is = (key: string, value: string) => (values: Record<string, string>) => values[key] === value;

export const sendKinds: readonly SendKind[] = [
	{
		id: 'ping',
		title: 'Ping',
		to: host,
		fields: [
			{ key: 'size', label: 'Size, bytes', type: 'number', placeholder: '56' },
			count,
			{ key: 'ttl', label: 'TTL', type: 'number', placeholder: '64', more: true },
			interval,
			{ key: 'tos', label: 'TOS', type: 'number', placeholder: '0', more: true },
			{
				key: 'pmtu',
				label: "Don't fragment",
				type: 'choice',
				options: [
					{ value: '', text: 'as usual' },
					{ value: 'do', text: 'set, and refuse what is too long' },
					{ value: 'want', text: 'set, but cut at home' },
					{ value: 'dont', text: 'never set' }
				],
				more: true
			},
			{
				key: 'timestamps',
				label: 'Timestamps',
				type: 'choice',
				options: [
					{ value: '', text: 'none' },
					{ value: 'tsonly', text: 'times' },
					{ value: 'tsandaddr', text: 'times and addresses' }
				],
				more: true
			},
			{ key: 'pattern', label: 'Pattern', placeholder: 'ff00', more: true },
			{ key: 'recordRoute', label: 'record the route', type: 'switch', more: true },
			{ key: 'broadcast', label: 'to a broadcast address', type: 'switch', more: true }
		]
	},
	{
		id: 'udp',
		title: 'UDP',
		to: host,
		fields: [
			{ ...port('9000'), fallback: 9000 },
			{ key: 'size', label: 'Size, bytes', type: 'number', placeholder: '18' },
			count,
			interval,
			fromPort
		]
	},
	{
		id: 'tcp',
		title: 'TCP',
		to: host,
		fields: [
			{ ...port('80'), fallback: 80 },
			{ key: 'send', label: 'Text to send', initial: 'hello', placeholder: 'nothing: it only connects', wide: true },
			fromPort
		]
	},
	{
		id: 'dns',
		title: 'DNS',
		to: { label: 'Name', placeholder: 'web.example', wanted: 'a name to look up, such as web.example', key: 'name' },
		fields: [
			{
				key: 'type',
				label: 'Record',
				type: 'choice',
				options: [
					{ value: '', text: 'A: its address' },
					{ value: 'CNAME', text: 'CNAME: another name' },
					{ value: 'PTR', text: "PTR: an address' name" },
					{ value: 'SRV', text: 'SRV: a service' },
					{ value: 'MX', text: 'MX: its mail server' },
					{ value: 'TXT', text: 'TXT: a text' },
					{ value: 'NS', text: 'NS: its name server' },
					{ value: 'SOA', text: 'SOA: its zone' },
					{ value: 'ANY', text: 'ANY: all there is' }
				],
				wide: true
			}
		]
	},
	{
		id: 'http',
		title: 'HTTP',
		to: { ...host, label: 'Address, name or URL' },
		fields: [
			port('80'),
			{ key: 'path', label: 'Path', placeholder: '/' },
			{ key: 'method', label: 'Method', type: 'choice', options: choices('GET', 'HEAD', 'POST') },
			{ key: 'body', label: 'Body', placeholder: 'a=1&b=2', wide: true, when: is('method', 'POST') },
			{ key: 'follow', label: 'follow redirects', type: 'switch', initial: 'true' },
			{ key: 'type', label: 'Content type', placeholder: 'of a form', more: true, when: is('method', 'POST') },
			{ key: 'then', label: 'Then ask for', placeholder: '/a /b', more: true, wide: true },
			{
				key: 'version',
				label: 'Version',
				type: 'choice',
				options: [
					{ value: '', text: 'HTTP/1.1' },
					{ value: '1.0', text: 'HTTP/1.0' }
				],
				more: true
			},
			{ key: 'close', label: 'close after each answer', type: 'switch', more: true }
		],
		action: ({ to, port, path, then, ...rest }) => ({
			...rest,
			url: urlOf(String(to), port === undefined ? '' : `:${String(port)}`, typeof path === 'string' ? path : ''),
			...(then === undefined ? {} : { then: String(then).split(/\s+/) })
		})
	},
	{
		id: 'dhcp',
		title: 'DHCP',
		prompt: 'Click the node that asks for an address',
		fields: [
			{ key: 'interface', label: 'Interface', type: 'interface' },
			{
				key: 'ask',
				label: 'What it does',
				type: 'choice',
				options: [
					{ value: '', text: 'get an address, and keep it' },
					{ value: 'renew', text: 'renew the lease' },
					{ value: 'release', text: 'give the address back' }
				],
				wide: true
			},
			{ key: 'probe', label: 'ask by ARP whether it is free', type: 'switch', more: true }
		]
	},
	{
		id: 'load',
		title: 'Load',
		to: host,
		fields: [
			{
				key: 'protocol',
				label: 'By',
				type: 'choice',
				options: [
					{ value: '', text: 'UDP' },
					{ value: 'tcp', text: 'TCP' }
				]
			},
			port('5001'),
			{ key: 'rate', label: 'Rate', placeholder: '1mbit', when: is('protocol', '') },
			{ key: 'count', label: 'Datagrams', type: 'number', placeholder: 'for 1 s', when: is('protocol', '') },
			{ key: 'size', label: 'Size, bytes', type: 'number', placeholder: '1000', when: is('protocol', '') },
			{ key: 'bytes', label: 'Bytes', type: 'number', placeholder: '100000', when: is('protocol', 'tcp') },
			{ key: 'duration', label: 'Duration', placeholder: '1s', more: true, when: is('protocol', '') },
			{ key: 'poisson', label: 'gaps by chance (Poisson)', type: 'switch', more: true, when: is('protocol', '') }
		]
	},
	{
		id: 'frame',
		title: 'Frame',
		prompt: '',
		fields: [
			{ key: 'interface', label: 'Interface', type: 'interface' },
			{
				key: 'bytes',
				label: 'Bytes of the Ethernet frame, in hexadecimal digits',
				type: 'area',
				placeholder: 'ffffffffffff 020000000001 0806 ...'
			},
			{ key: 'relativeAck', label: "acknowledgment relative to the peer's SYN (TCP)", type: 'switch', more: true }
		],
		action: ({ bytes = '', ...rest }) => ({ ...rest, bytes: String(bytes).replace(/[\s:]+/g, '') })
	}
];

/** Somebody who types a URL, or a path behind the name, means it. */
function urlOf(to: string, port: string, path: string): string {
	if (to.includes('://')) return to;
	const [, host, own] = /^([^/]*)(.*)$/.exec(to)!;
	const place = own === '' ? path : own;
	return `http://${host}${port}${place.startsWith('/') ? place : `/${place}`}`;
}

export function kindOf(id: string): SendKind {
	return sendKinds.find((kind) => kind.id === id) ?? sendKinds[0];
}
