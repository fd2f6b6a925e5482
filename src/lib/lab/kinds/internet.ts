import type { KindOfNode } from './kind.ts';

/** The documentation prefixes of RFC 5737 stand for public addresses; 8.8.8.8 is there because everybody types it. */
const GATEWAY = '203.0.113.1/24';
const DNS = '198.51.100.53';
const WEB = '198.51.100.80';

export const internet: KindOfNode = {
	kind: 'internet',
	label: 'Internet',
	noun: 'the internet',
	description: 'Everything far away as one host: public addresses, a DNS server, a web server and echo services.',
	icon: 'globe',
	parents: [],
	name: (n) => (n === 1 ? 'internet' : `internet${n}`),
	interfaces: 'eth',
	fixed: ['eth0'],
	preset: (mac) => ({
		forwarding: true,
		interfaces: [
			{ name: 'lo', addresses: [`${DNS}/32`, `${WEB}/32`, '8.8.8.8/32'], mtu: 1500, up: true },
			{ name: 'eth0', mac: mac(), addresses: [GATEWAY], mtu: 1500, up: true }
		],
		services: [
			{ kind: 'dns', port: 53, records: { 'web.example': [WEB], 'www.example': [WEB], 'dns.example': [DNS] }, ttl: 60 },
			{ kind: 'http', port: 80, body: 'Hello from the internet\n' },
			{ kind: 'udp-echo', port: 7 },
			{ kind: 'tcp-echo', port: 7 }
		]
	})
};
