import type { LabSource } from '../lab/document.ts';

export const names: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Names: the hosts file, then DNS',
	description:
		'host1 pings web.example, but packets carry addresses, not names. It looks into its own /etc/hosts first; the name is not there, so ' +
		'it asks the DNS server from /etc/resolv.conf, in a UDP packet to port 53 of 10.0.0.53. Only when the answer is in does the ping ' +
		'begin, with an ARP request of its own. Then ping printer.example: that name stands in /etc/hosts, and no DNS packet is sent. ' +
		'old.example is in both, with different addresses: /etc/hosts wins, which is how a forgotten line breaks a machine. ' +
		'Last, look up nowhere.example, and pull the cable of dns and look up web.example again.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 230, y: 330 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.10/24'] }],
			hosts: [
				{ address: '10.0.0.30', names: ['printer.example', 'printer'] },
				{ address: '10.0.0.99', names: ['old.example'] }
			],
			nameservers: ['10.0.0.53']
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 600, y: 330 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }, { name: 'eth3' }]
		},
		{
			id: 'dns',
			kind: 'host',
			name: 'dns',
			position: { x: 600, y: 100 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.53/24'] }],
			services: [
				{
					kind: 'dns',
					records: { 'web.example': ['10.0.0.80'], 'www.example': ['10.0.0.80'], 'old.example': ['10.0.0.80'] }
				}
			]
		},
		{
			id: 'web',
			kind: 'host',
			name: 'web',
			position: { x: 970, y: 330 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.80/24'] }],
			services: [{ kind: 'http', body: 'Hello from web.example\n' }]
		},
		{
			id: 'printer',
			kind: 'host',
			name: 'printer',
			position: { x: 600, y: 570 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.30/24'] }]
		}
	],
	links: [
		{
			id: 'host1-sw1',
			ends: [
				{ node: 'host1', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth0' }
			]
		},
		{
			id: 'dns-sw1',
			ends: [
				{ node: 'dns', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth1' }
			]
		},
		{
			id: 'web-sw1',
			ends: [
				{ node: 'web', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth2' }
			]
		},
		{
			id: 'printer-sw1',
			ends: [
				{ node: 'printer', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth3' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: 'web.example' } }]
};
