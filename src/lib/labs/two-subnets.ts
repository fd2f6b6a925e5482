import type { LabSource } from '../lab/document.ts';

export const twoSubnets: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Two subnets and a router',
	description:
		'host1 and host2 are in different subnets, so host1 does not ask for the MAC address of host2: it asks for that of its ' +
		'router. Follow the ping through r1. The IP addresses stay as they are, the MAC addresses are new on each link, ' +
		'the TTL falls from 64 to 63 and the header checksum changes with it. Then take the default route from host2 and ping ' +
		'again: the request arrives, and the answer has nowhere to go. Or switch forwarding off in r1.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 250, y: 350 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.1.10/24'] }],
			routes: [{ to: 'default', via: '10.0.1.1' }]
		},
		{
			id: 'r1',
			kind: 'router',
			name: 'r1',
			position: { x: 600, y: 350 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['10.0.1.1/24'] },
				{ name: 'eth1', addresses: ['10.0.2.1/24'] }
			]
		},
		{
			id: 'host2',
			kind: 'host',
			name: 'host2',
			position: { x: 950, y: 350 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.2.10/24'] }],
			routes: [{ to: 'default', via: '10.0.2.1' }]
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
			id: 'r1-host2',
			ends: [
				{ node: 'r1', interface: 'eth1' },
				{ node: 'host2', interface: 'eth0' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: '10.0.2.10' } }]
};
