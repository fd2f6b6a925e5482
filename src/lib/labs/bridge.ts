import type { LabSource } from '../lab/document.ts';

/** The lab of a first visit. */
export const bridge: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'Hosts on a bridge',
	description:
		'Three hosts on one switch, which inside is a Linux bridge. host1 pings host2. Its ARP request goes to everybody, ' +
		'so the bridge floods it out of every other port; host3 gets it too, and ignores it. The answer is not flooded any ' +
		'more: by then the bridge has learnt from the request behind which port host1 is. Step through it and watch the ' +
		'forwarding table (FDB) of sw1 grow by one row with each new sender. Then ping host3, and see what the bridge knows already; ' +
		'or wait for the rows to age out after 300 seconds.',
	nodes: [
		{
			id: 'host1',
			kind: 'host',
			name: 'host1',
			position: { x: 300, y: 180 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }]
		},
		{
			id: 'host2',
			kind: 'host',
			name: 'host2',
			position: { x: 900, y: 180 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24'] }]
		},
		{
			id: 'host3',
			kind: 'host',
			name: 'host3',
			position: { x: 600, y: 550 },
			interfaces: [{ name: 'eth0', addresses: ['10.0.0.3/24'] }]
		},
		{
			id: 'sw1',
			kind: 'switch',
			name: 'sw1',
			position: { x: 600, y: 320 },
			interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }]
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
			id: 'host3-sw1',
			ends: [
				{ node: 'host3', interface: 'eth0' },
				{ node: 'sw1', interface: 'eth2' }
			]
		}
	],
	suggested: [{ node: 'host1', action: { do: 'ping', to: '10.0.0.2' } }]
};
