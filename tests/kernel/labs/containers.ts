/** Namespaces in a host, joined by a bridge, with NAT to the outside: how containers reach the internet. */
import { kernelLab } from '../notation.ts';

const container = (last: number) => ({
	kind: 'netns' as const,
	parent: 'host',
	interfaces: { eth0: `172.17.0.${last}/16` },
	routes: [{ to: 'default', via: '172.17.0.1' }]
});
const host = {
	interfaces: { eth0: '192.168.7.2/24' },
	routes: [{ to: 'default', via: '192.168.7.1' }],
	forwarding: true,
	nat: [
		{ target: 'MASQUERADE' as const, source: '172.17.0.0/16', out: 'eth0' },
		{ target: 'DNAT' as const, in: 'eth0', protocol: 'tcp' as const, port: 8080, to: '172.17.0.3', toPort: 80 }
	]
};
const docker0 = {
	kind: 'bridge' as const,
	parent: 'host',
	bridge: { addresses: ['172.17.0.1/16'] },
	interfaces: { veth2: '', veth3: '' }
};
const outside = {
	kind: 'internet' as const,
	interfaces: { eth0: '192.168.7.1/24' },
	services: [{ kind: 'http' as const }]
};
const nodes = {
	host,
	docker0,
	c2: container(2),
	c3: { ...container(3), services: [{ kind: 'http' as const, body: 'from a container\n' }] },
	outside
};
const links = ['c2:eth0 docker0:veth2', 'c3:eth0 docker0:veth3', 'host:eth0 outside:eth0'];

export const containers = [
	kernelLab({
		title: 'containers: bridge and NAT to the outside',
		nodes,
		links,
		inputs: [
			['0s c2', { do: 'ping', to: '192.168.7.1' }],
			['300ms c2', { do: 'http', url: 'http://192.168.7.1/' }],
			['600ms c2', { do: 'ping', to: '172.17.0.3' }]
		]
	}),
	kernelLab({
		title: 'containers: one talks to another and to its host',
		nodes,
		links,
		inputs: [
			['0s c2', { do: 'http', url: 'http://172.17.0.3/' }],
			['300ms c3', { do: 'ping', to: '172.17.0.1' }],
			['600ms host', { do: 'ping', to: '172.17.0.2' }]
		]
	}),
	kernelLab({
		title: 'containers: a published port',
		nodes,
		links,
		inputs: [['0s outside', { do: 'http', url: 'http://192.168.7.2:8080/' }]]
	}),
	kernelLab({
		title: 'containers: two subnets on one bridge',
		nodes: {
			host: {
				interfaces: { eth0: '192.168.7.2/24' },
				routes: [{ to: 'default', via: '192.168.7.1' }],
				forwarding: true,
				nat: [{ target: 'MASQUERADE', source: '10.1.0.0/16', out: 'eth0' }]
			},
			br0: {
				kind: 'bridge',
				parent: 'host',
				bridge: { addresses: ['10.1.0.1/16', '10.2.0.1/16'] },
				interfaces: { v1: '', v2: '' }
			},
			a: {
				kind: 'netns',
				parent: 'host',
				interfaces: { eth0: '10.1.0.2/16' },
				routes: [{ to: 'default', via: '10.1.0.1' }]
			},
			b: {
				kind: 'netns',
				parent: 'host',
				interfaces: { eth0: '10.2.0.2/16' },
				routes: [{ to: 'default', via: '10.2.0.1' }]
			},
			outside
		},
		links: ['a:eth0 br0:v1', 'b:eth0 br0:v2', 'host:eth0 outside:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.2.0.2', count: 2, interval: '300ms' }],
			['700ms a', { do: 'ping', to: '192.168.7.1' }],
			['1s b', { do: 'ping', to: '192.168.7.1' }]
		],
		until: '2s'
	})
];
