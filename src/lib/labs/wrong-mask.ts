import type { LabSource } from '../lab/document.ts';

export const wrongMask: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Wrong mask',
	description:
		'host1 has 10.0.1.10/16 where /24 would be right. It reaches its neighbours, and it reaches the router, so everything ' +
		'looks well. But 10.0.2.20 is inside its /16, so host1 believes that server is on its own wire and asks for its MAC ' +
		'address there, three times, once a second. Nobody answers: "Destination Host Unreachable", and the router, which ' +
		'knows the way, is never asked. Ping from host2, whose mask is right, to compare the routing decision bit by ' +
		'bit. Then ping host1 from server: the request arrives, and the answer is lost in the same way. Mend it: 10.0.1.10/24.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 200, y: 200 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.1.10/16'] }],
			routes: [{ to: 'default', via: '10.0.1.1' }]
		},
		{
			id: 'host2',
			kind: 'host',
			name: 'host2',
			position: { x: 200, y: 500 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.1.11/24'] }],
			routes: [{ to: 'default', via: '10.0.1.1' }]
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 450, y: 350 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }]
		},
		{
			id: 'r1',
			kind: 'router',
			name: 'r1',
			position: { x: 720, y: 350 },
			forwarding: true,
			interfaces: [
				{ name: 'eth0', addresses: ['10.0.1.1/24'] },
				{ name: 'eth1', addresses: ['10.0.2.1/24'] }
			]
		},
		{
			id: 'server',
			kind: 'host',
			name: 'server',
			position: { x: 1000, y: 350 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.2.20/24'] }],
			routes: [{ to: 'default', via: '10.0.2.1' }]
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
			id: 'host2-sw1',
			ends: [
				{ node: 'host2', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth1' }
			]
		},
		{
			id: 'sw1-r1',
			ends: [
				{ node: 'sw1', interface: 'eth2' },
				{ node: 'r1', interface: 'eth0' }
			]
		},
		{
			id: 'r1-server',
			ends: [
				{ node: 'r1', interface: 'eth1' },
				{ node: 'server', interface: 'eth0' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: '10.0.2.20' } }]
};
