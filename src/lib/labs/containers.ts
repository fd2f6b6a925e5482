import type { LabSource } from '../lab/document.ts';
import { internet } from './internet-node.ts';

export const containers: LabSource = {
	format: 'hopwise-lab',
	version: 1,
	title: 'How containers reach the internet',
	description:
		'A container has a network namespace of its own. This is what Docker builds: inside server, the namespaces app and web each hold ' +
		'one end of a veth pair, the other ends are ports of the bridge br0, and br0 itself has the address 172.17.0.1, ' +
		'which is the default gateway of both. server forwards, and MASQUERADE hides 172.17.0.0/16 behind the address of eth0. Follow the ping of app: ' +
		'through the veth pair, into the bridge, up into server as br0, through the routing decision and NAT, ' +
		'out of eth0. Ping 172.17.0.3 to see containers talk to each other without ever leaving the bridge. Port 8080 of server is ' +
		'published to web, as docker run -p 8080:80 does: connect from the internet node to 203.0.113.10, port 8080. Then switch forwarding off in ' +
		'server: containers still reach server and each other, and nothing else.',
	nodes: [
		{
			id: 'server',
			kind: 'host',
			name: 'server',
			position: { x: 650, y: 350 },
			forwarding: true,
			interfaces: [{ name: 'eth0', addresses: ['203.0.113.10/24'] }],
			routes: [{ to: 'default', via: '203.0.113.1' }],
			nat: [
				{ target: 'MASQUERADE', out: 'eth0', source: '172.17.0.0/16' },
				{ target: 'DNAT', in: 'eth0', protocol: 'tcp', port: 8080, to: '172.17.0.3', toPort: 80 }
			],
			nameservers: ['198.51.100.53']
		},
		{
			id: 'app',
			kind: 'netns',
			name: 'app',
			parent: 'server',
			position: { x: 230, y: 210 },
			interfaces: [{ name: 'eth0', addresses: ['172.17.0.2/16'] }],
			routes: [{ to: 'default', via: '172.17.0.1' }],
			nameservers: ['198.51.100.53']
		},
		{
			id: 'web',
			kind: 'netns',
			name: 'web',
			parent: 'server',
			position: { x: 230, y: 490 },
			interfaces: [{ name: 'eth0', addresses: ['172.17.0.3/16'] }],
			routes: [{ to: 'default', via: '172.17.0.1' }],
			nameservers: ['198.51.100.53'],
			services: [{ kind: 'http', body: 'Hello from a container\n' }]
		},
		{
			id: 'br0',
			kind: 'bridge',
			name: 'br0',
			parent: 'server',
			position: { x: 440, y: 350 },
			interfaces: [{ name: 'veth1' }, { name: 'veth2' }],
			bridge: { mac: '02:42:ac:11:00:01', addresses: ['172.17.0.1/16'] }
		},
		internet({ x: 960, y: 350 })
	],
	links: [
		{
			id: 'app-br0',
			ends: [
				{ node: 'app', interface: 'eth0' },
				{ node: 'br0', interface: 'veth1' }
			]
		},
		{
			id: 'web-br0',
			ends: [
				{ node: 'web', interface: 'eth0' },
				{ node: 'br0', interface: 'veth2' }
			]
		},
		{
			id: 'server-internet',
			ends: [
				{ node: 'server', interface: 'eth0' },
				{ node: 'internet', interface: 'eth0' }
			]
		}
	],
	suggested: [{ node: 'app', action: { do: 'ping', to: '198.51.100.80' } }]
};
