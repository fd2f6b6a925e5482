/** Services on nodes: DHCP, DNS with zones, HTTP, load. */
import { kernelLab } from '../notation.ts';

const pc = { interfaces: { eth0: '' }, nameservers: [] };
const server = {
	interfaces: { eth0: '10.0.0.1/24' },
	services: [
		{
			kind: 'dhcp' as const,
			interface: 'eth0',
			from: '10.0.0.100',
			to: '10.0.0.110',
			router: '10.0.0.1',
			dns: ['10.0.0.53', '10.0.0.54'],
			domain: 'lab.example',
			lease: 600
		}
	]
};
const wire = ['pc:eth0 server:eth0'];
const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '', p4: '' } };

const client = { interfaces: { eth0: '10.0.0.2/24' }, nameservers: ['10.0.0.1'] };
const zone = {
	interfaces: server.interfaces,
	services: [
		{
			kind: 'dns' as const,
			records: {
				'web.example': ['10.0.0.80'],
				'www.example': ['CNAME web.example'],
				'a.example': ['CNAME www.example'],
				'_http._tcp.example': ['SRV 10 5 80 web.example'],
				'txt.example': ['TXT hello'],
				example: ['MX 10 web.example'],
				'81.0.0.10.in-addr.arpa': ['PTR other.example'],
				'*.wild.example': ['10.0.0.99']
			}
		}
	]
};

export const services = [
	kernelLab({
		title: 'DHCP: an address, a route and nameservers in four messages',
		nodes: { pc, server },
		links: wire,
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms pc', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'DHCP: renewed when asked to, and released',
		nodes: { pc, server },
		links: wire,
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['600ms pc', { do: 'dhcp', interface: 'eth0', ask: 'renew' }],
			['1200ms pc', { do: 'dhcp', interface: 'eth0', ask: 'release' }]
		]
	}),
	kernelLab({
		title: 'DHCP: two clients behind a switch get one address after the other',
		nodes: { pc, other: { interfaces: { eth0: '' } }, server, sw },
		links: ['pc:eth0 sw:p1', 'other:eth0 sw:p2', 'server:eth0 sw:p3'],
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms other', { do: 'dhcp', interface: 'eth0' }]
		]
	}),
	kernelLab({
		title: 'DHCP: nobody answers',
		nodes: { pc, server: { interfaces: server.interfaces } },
		links: wire,
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0' }]],
		until: '7500ms'
	}),
	kernelLab({
		title: 'DHCP: the pool is empty',
		nodes: {
			pc,
			other: { interfaces: { eth0: '' } },
			server: { ...server, services: [{ ...server.services[0], to: '10.0.0.100' }] },
			sw
		},
		links: ['pc:eth0 sw:p1', 'other:eth0 sw:p2', 'server:eth0 sw:p3'],
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms other', { do: 'dhcp', interface: 'eth0' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'DHCP: the client asks by ARP whether the address is free',
		nodes: { pc, server },
		links: wire,
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0', probe: true }]],
		until: '3s'
	}),
	kernelLab({
		title: 'DHCP: somebody has the address already, and it is declined',
		nodes: { pc, other: { interfaces: { eth0: '10.0.0.100/24' } }, server, sw },
		links: ['pc:eth0 sw:p1', 'other:eth0 sw:p2', 'server:eth0 sw:p3'],
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0', probe: true }]],
		until: '3s'
	}),
	kernelLab({
		title: 'DHCP: no router, no domain, and a client with an address of old',
		nodes: {
			pc: { interfaces: { eth0: '192.168.7.7/24' } },
			server: { ...server, services: [{ kind: 'dhcp', interface: 'eth0', from: '10.0.0.20', to: '10.0.0.30' }] }
		},
		links: wire,
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0' }]]
	}),
	kernelLab({
		title: 'DHCP: names are looked for in the domain that the server tells, until the node is told otherwise',
		nodes: {
			pc: { ...pc, resolver: { search: ['old.example'], ndots: 2 } },
			server: {
				...server,
				services: [
					{ ...server.services[0], dns: ['10.0.0.1'] },
					{ kind: 'dns', records: { 'web.lab.example': ['10.0.0.80'], 'web.new.example': ['10.0.0.81'] } }
				]
			}
		},
		links: wire,
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms pc', { do: 'dns', name: 'web' }],
			['1000ms pc', { do: 'config', set: { hosts: [{ address: '10.0.0.9', names: ['printer'] }] } }],
			['1200ms pc', { do: 'dns', name: 'web' }],
			[
				'1500ms pc',
				{
					do: 'config',
					set: { nameservers: ['10.0.0.1'], resolver: { search: ['new.example'], order: 'dns files' } }
				}
			],
			['1700ms pc', { do: 'dns', name: 'web' }],
			['2000ms pc', { do: 'ping', to: 'printer' }]
		],
		until: '6s'
	}),
	kernelLab({
		title: 'DNS: every type of record, by chains too',
		nodes: { pc: client, server: zone },
		links: wire,
		inputs: [
			['0s pc', { do: 'dns', name: 'a.example' }],
			['300ms pc', { do: 'dns', name: '_http._tcp.example', type: 'SRV' }],
			['600ms pc', { do: 'dns', name: 'txt.example', type: 'TXT' }],
			['900ms pc', { do: 'dns', name: 'example', type: 'MX' }],
			['1200ms pc', { do: 'dns', name: 'www.example', type: 'CNAME' }],
			['1500ms pc', { do: 'dns', name: '10.0.0.80', type: 'PTR' }],
			['1800ms pc', { do: 'dns', name: '10.0.0.81', type: 'PTR' }],
			['2100ms pc', { do: 'dns', name: 'web.example', type: 'TXT' }],
			['2400ms pc', { do: 'dns', name: 'WEB.Example' }],
			['2700ms pc', { do: 'dns', name: 'anything.wild.example' }]
		]
	}),
	kernelLab({
		title: 'DNS: the search list, and names with dots enough',
		nodes: {
			pc: { ...client, resolver: { search: ['far.example', 'example'], ndots: 2 } },
			server: zone
		},
		links: wire,
		inputs: [
			['0s pc', { do: 'dns', name: 'web' }],
			['300ms pc', { do: 'dns', name: 'web.example' }],
			['600ms pc', { do: 'dns', name: 'a.b.c' }],
			['900ms pc', { do: 'dns', name: 'web.' }],
			['1200ms pc', { do: 'dns', name: 'example' }]
		]
	}),
	kernelLab({
		title: 'DNS before the hosts file, and the hosts file after it',
		nodes: {
			pc: {
				...client,
				hosts: [{ address: '10.0.0.90', names: ['web.example', 'only.here'] }],
				resolver: { order: 'dns files' }
			},
			server: zone
		},
		links: wire,
		inputs: [
			['0s pc', { do: 'dns', name: 'web.example' }],
			['300ms pc', { do: 'ping', to: 'only.here' }],
			['600ms pc', { do: 'dns', name: '10.0.0.90', type: 'PTR' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'DNS: a server that refuses is asked in every round, then the next one',
		nodes: {
			pc: { ...client, nameservers: ['10.0.0.1', '10.0.0.3'], resolver: { attempts: 3 } },
			server: { ...zone, services: [{ kind: 'dns', records: { 'web.example': ['10.0.0.80'] }, unknown: 'refused' }] },
			other: {
				interfaces: { eth0: '10.0.0.3/24' },
				services: [{ kind: 'dns', records: { 'there.example': ['10.0.0.5'] } }]
			},
			sw
		},
		links: ['pc:eth0 sw:p1', 'server:eth0 sw:p2', 'other:eth0 sw:p3'],
		inputs: [
			['0s pc', { do: 'dns', name: 'there.example' }],
			['400ms pc', { do: 'dns', name: 'nowhere.example' }]
		]
	}),
	kernelLab({
		title: 'DNS: refused by the only server',
		nodes: { pc: client, server: { ...zone, services: [{ kind: 'dns', records: {}, unknown: 'refused' }] } },
		links: wire,
		inputs: [['0s pc', { do: 'dns', name: 'web.example' }]]
	}),
	kernelLab({
		title: 'DNS: two silent servers, and how long each is waited for',
		nodes: {
			pc: {
				...client,
				nameservers: ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
				routes: [{ to: 'default', via: '10.0.0.1' }],
				resolver: { timeout: 1, attempts: 1 }
			},
			server: { interfaces: server.interfaces }
		},
		links: wire,
		inputs: [['0s pc', { do: 'dns', name: 'web.example' }]],
		until: '3500ms'
	}),
	kernelLab({
		title: 'DNS: an answer that does not fit comes again by TCP',
		nodes: {
			pc: client,
			server: {
				...zone,
				services: [
					{
						kind: 'dns',
						records: { 'many.example': Array.from({ length: 40 }, (_, i) => `10.0.1.${i + 1}`) }
					}
				]
			}
		},
		links: wire,
		inputs: [['0s pc', { do: 'dns', name: 'many.example' }]]
	}),
	kernelLab({
		title: 'DNS: a home router asks the internet, and remembers',
		nodes: {
			pc: {
				interfaces: { eth0: '192.168.1.10/24' },
				routes: [{ to: 'default', via: '192.168.1.1' }],
				nameservers: ['192.168.1.1']
			},
			gw: {
				kind: 'nat',
				interfaces: { lan: '192.168.1.1/24', wan: '203.0.113.2/24' },
				routes: [{ to: 'default', via: '203.0.113.1' }],
				nat: [{ target: 'MASQUERADE', out: 'wan' }],
				// dnsmasq would ask for a cookie in its SYN.
				sysctls: { 'net.ipv4.tcp_fastopen': 0 },
				services: [
					{ kind: 'dns', records: { 'printer.lan': ['192.168.1.7'] }, upstream: ['198.51.100.53'], maxTtl: 30 }
				]
			},
			net: {
				kind: 'internet',
				interfaces: { eth0: '203.0.113.1/24', lo: '198.51.100.53/32' },
				services: [
					{
						kind: 'dns',
						ttl: 3600,
						records: {
							'www.example': ['CNAME web.example'],
							'web.example': ['198.51.100.80', '198.51.100.81'],
							'many.example': Array.from({ length: 40 }, (_, i) => `10.0.1.${i + 1}`)
						}
					}
				]
			}
		},
		links: ['pc:eth0 gw:lan', 'gw:wan net:eth0'],
		inputs: [
			['0s pc', { do: 'dns', name: 'www.example' }],
			['300ms pc', { do: 'dns', name: 'www.example' }],
			['600ms pc', { do: 'dns', name: 'printer.lan' }],
			['900ms pc', { do: 'dns', name: 'nowhere.example' }],
			['1200ms pc', { do: 'dns', name: 'many.example' }]
		]
	}),
	kernelLab({
		title: 'load: datagrams at a rate, and what the meter has counted',
		nodes: { pc: client, server: { ...zone, services: [{ kind: 'load' }] } },
		links: wire,
		inputs: [['0s pc', { do: 'load', to: '10.0.0.1', rate: '800kbit', size: 500, count: 20 }]]
	}),
	kernelLab({
		title: 'load: a stream of TCP as fast as it goes',
		nodes: { pc: client, server: { ...zone, services: [{ kind: 'load', port: 7001 }] } },
		links: wire,
		inputs: [['0s pc', { do: 'load', to: '10.0.0.1', port: 7001, protocol: 'tcp', bytes: 20_000 }]]
	}),
	kernelLab({
		title: 'load: nobody counts',
		nodes: { pc: client, server: { interfaces: server.interfaces } },
		links: wire,
		inputs: [['0s pc', { do: 'load', to: '10.0.0.1', rate: '1mbit', size: 100, count: 3 }]]
	})
];
