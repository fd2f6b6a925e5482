import type { LabSource } from '../lab/document.ts';

export const twoHosts: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Two hosts on a wire',
	description:
		'The smallest network there is: two hosts, one cable. Before host1 can send its ping it needs the MAC address of ' +
		'10.0.0.2, so the first frame on the wire is not a ping but an ARP request, sent to everybody. Watch the ping wait ' +
		'for the answer, then look at the neighbour tables of both hosts: host2 has learnt host1 without asking. ' +
		'Ping once more: there is no ARP this time. Then pull the cable, or ping 10.0.0.9, which nobody has, and see how ' +
		'long host1 keeps asking.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 350, y: 330 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }]
		},
		{
			id: 'host2',
			kind: 'host',
			name: 'host2',
			position: { x: 850, y: 330 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }]
		}
	],
	links: [
		{
			id: 'wire',
			ends: [
				{ node: 'host1', interface: 'eth0' },
				{ node: 'host2', interface: 'eth0' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: '10.0.0.2' } }]
};
