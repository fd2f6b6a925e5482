import type { LabSource } from '../lab/document.ts';
import { internet } from './internet-node.ts';

export const homeNat: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Home NAT with the internet',
	description:
		'Two devices at home share one public address. laptop pings 198.51.100.80 in the internet. On its way out nat1 ' +
		'replaces the source 192.168.1.10, which nobody out there could answer, by its own 203.0.113.2 (MASQUERADE), and notes both in ' +
		'its conntrack table. The answer comes to 203.0.113.2; the note says who it is for. Step through the rewrite and compare the header ' +
		'before and after. Then ping from phone as well and find both entries in the table; fetch http://web.example/; ' +
		'and try the other way round: nobody in the internet can ping laptop. Remove the MASQUERADE rule to see why.',
	nodes: [
		{
			id: 'laptop',
			kind: 'host',
			name: 'laptop',
			position: { x: 180, y: 200 },
			interfaces: [{ name: 'eth0', addresses: ['192.168.1.10/24'] }],
			routes: [{ to: 'default', via: '192.168.1.1' }],
			nameservers: ['198.51.100.53']
		},
		{
			id: 'phone',
			kind: 'host',
			name: 'phone',
			position: { x: 180, y: 500 },
			interfaces: [{ name: 'eth0', addresses: ['192.168.1.11/24'] }],
			routes: [{ to: 'default', via: '192.168.1.1' }],
			nameservers: ['198.51.100.53']
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 430, y: 350 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }]
		},
		{
			id: 'nat1',
			kind: 'nat',
			name: 'nat1',
			position: { x: 710, y: 350 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['203.0.113.2/24'] },
				{ name: 'eth1', addresses: ['192.168.1.1/24'] }
			],
			routes: [{ to: 'default', via: '203.0.113.1' }],
			nat: [{ target: 'MASQUERADE', out: 'eth0' }]
		},
		internet({ x: 1010, y: 350 })
	],
	links: [
		{
			id: 'laptop-sw1',
			ends: [
				{ node: 'laptop', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth0' }
			]
		},
		{
			id: 'phone-sw1',
			ends: [
				{ node: 'phone', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth1' }
			]
		},
		{
			id: 'sw1-nat1',
			ends: [
				{ node: 'sw1', interface: 'eth2' },
				{ node: 'nat1', interface: 'eth1' }
			]
		},
		{
			id: 'nat1-internet',
			ends: [
				{ node: 'nat1', interface: 'eth0' },
				{ node: 'internet', interface: 'eth0' }
			]
		}
	],
	suggested: [{ node: 'laptop', action: { do: 'ping', to: '198.51.100.80' } }]
};
