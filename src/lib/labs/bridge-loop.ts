import type { LabSource } from '../lab/document.ts';

export const bridgeLoop: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'A bridge loop',
	description:
		'Two cables between two switches look like twice the safety. Send one ping: its ARP request is flooded by sw1 over both cables, sw2 floods ' +
		'each copy back over the other one, and so it goes on, with every round reaching both hosts again. Ethernet has no TTL; nothing ' +
		'ever stops it. This is a broadcast storm, and one packet was enough. Watch the forwarding tables too: ' +
		'host1 is learnt behind one port, then another, then the first again. Stop the storm, pull one of the two cables, and ping once more. ' +
		'Real networks run the spanning tree protocol (STP), which finds such loops and blocks a port; here, as by default in Linux, it is off. ' +
		'Switch it on at both switches, let 32 s pass while their ports listen and learn, and the ping gets through.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 170, y: 330 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }]
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 450, y: 330 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }]
		},
		{
			id: 'sw2',
			kind: 'switch',
			name: 'sw2',
			position: { x: 750, y: 330 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }]
		},
		{
			id: 'host2',
			kind: 'host',
			name: 'host2',
			position: { x: 1030, y: 330 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }]
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
			id: 'host2-sw2',
			ends: [
				{ node: 'host2', interface: 'eth0' },
				{ node: 'sw2', interface: 'eth0' }
			]
		},
		{
			id: 'cable1',
			ends: [
				{ node: 'sw1', interface: 'eth1' },
				{ node: 'sw2', interface: 'eth1' }
			]
		},
		{
			id: 'cable2',
			ends: [
				{ node: 'sw1', interface: 'eth2' },
				{ node: 'sw2', interface: 'eth2' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: '10.0.0.2' } }]
};
