import type { LabSource } from '../lab/document.ts';

export const portForward: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Port forward',
	description:
		'web has a private address and sits behind nat1, yet client fetches its page from http://203.0.113.2:8080/. The rule that makes it possible ' +
		'is DNAT: what comes to port 8080 of nat1 gets the destination 192.168.1.20, port 80, before the routing decision, ' +
		'so that the packet is forwarded and not kept. Watch the destination change in PREROUTING and the answers change back, ' +
		'though no rule says so: conntrack remembers. Then connect to port 8081, which has no rule: nat1 answers itself, ' +
		'with a reset. And fetch the page from laptop: the connection fails. Find out which address the answer comes from, and to whom.',
	nodes: [
		{
			id: 'client',
			kind: 'host',
			name: 'client',
			position: { x: 180, y: 350 },
			interfaces: [{ name: 'eth0', addresses: ['203.0.113.10/24'] }]
		},
		{
			id: 'nat1',
			kind: 'nat',
			name: 'nat1',
			position: { x: 480, y: 350 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['203.0.113.2/24'] },
				{ name: 'eth1', addresses: ['192.168.1.1/24'] }
			],
			nat: [
				{ target: 'MASQUERADE', out: 'eth0' },
				{ target: 'DNAT', destination: '203.0.113.2', protocol: 'tcp', port: 8080, to: '192.168.1.20', toPort: 80 }
			]
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 740, y: 350 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }]
		},
		{
			id: 'web',
			kind: 'host',
			name: 'web',
			position: { x: 1000, y: 200 },
			interfaces: [{ name: 'eth0', addresses: ['192.168.1.20/24'] }],
			routes: [{ to: 'default', via: '192.168.1.1' }],
			services: [{ kind: 'http', body: 'Hello from behind the gateway\n' }]
		},
		{
			id: 'laptop',
			kind: 'host',
			name: 'laptop',
			position: { x: 1000, y: 500 },
			interfaces: [{ name: 'eth0', addresses: ['192.168.1.10/24'] }],
			routes: [{ to: 'default', via: '192.168.1.1' }]
		}
	],
	links: [
		{
			id: 'client-nat1',
			ends: [
				{ node: 'client', interface: 'eth0' },
				{ node: 'nat1', interface: 'eth0' }
			]
		},
		{
			id: 'nat1-sw1',
			ends: [
				{ node: 'nat1', interface: 'eth1' },
				{ node: 'sw1', interface: 'eth0' }
			]
		},
		{
			id: 'web-sw1',
			ends: [
				{ node: 'web', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth1' }
			]
		},
		{
			id: 'laptop-sw1',
			ends: [
				{ node: 'laptop', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth2' }
			]
		}
	],
	suggested: [{ node: 'client', action: { do: 'http', url: 'http://203.0.113.2:8080/' } }]
};
