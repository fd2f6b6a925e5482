import type { LabSource } from '../lab/document.ts';

export const threeRouters: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Three routers and the longest prefix',
	description:
		'r1 has four routes that all hold 10.1.2.3: 10.0.0.0/8 and 10.1.2.0/24 through r2, 10.1.0.0/16 and 10.1.2.3/32 through r3. ' +
		'Neither the order nor the size of the network counts, only how many bits agree: the /32 wins and the ping goes by ' +
		'r3. Open the routing decision to see the bits. The answer comes back by r2, since that is where web1 has its default route: ' +
		'two ways, and both hosts are none the wiser. Ping 10.1.2.4 (the /24 wins, by r2), 10.1.9.9 (the /16, ' +
		'by r3, which does not know it and says so) and 10.9.9.9 (the /8). Then remove the /32 and ping 10.1.2.3 again.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 150, y: 350 },
			interfaces: [{ name: 'eth0', addresses: ['192.168.1.10/24'] }],
			routes: [{ to: 'default', via: '192.168.1.1' }]
		},
		{
			id: 'r1',
			kind: 'router',
			name: 'r1',
			position: { x: 380, y: 350 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['192.168.1.1/24'] },
				{ name: 'eth1', addresses: ['172.16.12.1/24'] },
				{ name: 'eth2', addresses: ['172.16.13.1/24'] }
			],
			routes: [
				{ to: '10.0.0.0/8', via: '172.16.12.2' },
				{ to: '10.1.0.0/16', via: '172.16.13.3' },
				{ to: '10.1.2.0/24', via: '172.16.12.2' },
				{ to: '10.1.2.3', via: '172.16.13.3' }
			]
		},
		{
			id: 'r2',
			kind: 'router',
			name: 'r2',
			position: { x: 620, y: 170 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['172.16.12.2/24'] },
				{ name: 'eth1', addresses: ['10.1.2.1/24'] }
			],
			routes: [{ to: '192.168.1.0/24', via: '172.16.12.1' }]
		},
		{
			id: 'r3',
			kind: 'router',
			name: 'r3',
			position: { x: 620, y: 530 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['172.16.13.3/24'] },
				{ name: 'eth1', addresses: ['10.1.2.2/24'] }
			],
			routes: [{ to: '192.168.1.0/24', via: '172.16.13.1' }]
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 830, y: 350 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }, { name: 'eth3' }]
		},
		{
			id: 'web1',
			kind: 'host',
			name: 'web1',
			position: { x: 1060, y: 230 },
			interfaces: [{ name: 'eth0', addresses: ['10.1.2.3/24'] }],
			routes: [{ to: 'default', via: '10.1.2.1' }]
		},
		{
			id: 'web2',
			kind: 'host',
			name: 'web2',
			position: { x: 1060, y: 470 },
			interfaces: [{ name: 'eth0', addresses: ['10.1.2.4/24'] }],
			routes: [{ to: 'default', via: '10.1.2.1' }]
		}
	],
	links: [
		{
			id: 'host1-r1',
			ends: [
				{ node: 'host1', interface: 'eth0' },
				{ node: 'r1', interface: 'eth0' }
			]
		},
		{
			id: 'r1-r2',
			ends: [
				{ node: 'r1', interface: 'eth1' },
				{ node: 'r2', interface: 'eth0' }
			]
		},
		{
			id: 'r1-r3',
			ends: [
				{ node: 'r1', interface: 'eth2' },
				{ node: 'r3', interface: 'eth0' }
			]
		},
		{
			id: 'r2-sw1',
			ends: [
				{ node: 'r2', interface: 'eth1' },
				{ node: 'sw1', interface: 'eth0' }
			]
		},
		{
			id: 'r3-sw1',
			ends: [
				{ node: 'r3', interface: 'eth1' },
				{ node: 'sw1', interface: 'eth1' }
			]
		},
		{
			id: 'web1-sw1',
			ends: [
				{ node: 'web1', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth2' }
			]
		},
		{
			id: 'web2-sw1',
			ends: [
				{ node: 'web2', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth3' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: '10.1.2.3' } }]
};
