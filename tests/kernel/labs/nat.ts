/** Addresses rewritten on the way. */
import { kernelLab } from '../notation.ts';

const home = (last: number) => ({
	interfaces: { eth0: `192.168.1.${last}/24` },
	routes: [{ to: 'default', via: '192.168.1.1' }]
});
const gateway = {
	kind: 'nat' as const,
	interfaces: { lan: '192.168.1.1/24', wan: '203.0.113.2/24' },
	routes: [{ to: 'default', via: '203.0.113.1' }],
	nat: [{ target: 'MASQUERADE' as const, out: 'wan' }]
};
const internet = { kind: 'internet' as const, interfaces: { eth0: '203.0.113.1/24' } };
const pair = ['pc:eth0 gw:lan', 'gw:wan net:eth0'];
/** Two clients on a bridge in the gateway, which has the LAN's address. */
const sharedGateway = { ...gateway, interfaces: { wan: '203.0.113.2/24' } };
const lan = {
	kind: 'bridge' as const,
	parent: 'gw',
	bridge: { addresses: ['192.168.1.1/24'] },
	interfaces: { p1: '', p2: '' }
};
const shared = ['pc1:eth0 lan:p1', 'pc2:eth0 lan:p2', 'gw:wan net:eth0'];

export const nat = [
	kernelLab({
		title: 'MASQUERADE',
		nodes: {
			pc: home(10),
			gw: gateway,
			net: { ...internet, services: [{ kind: 'udp-echo', port: 7 }, { kind: 'http' }] }
		},
		links: pair,
		inputs: [
			['0s pc', { do: 'ping', to: '203.0.113.1' }],
			['300ms pc', { do: 'udp', to: '203.0.113.1', port: 7 }],
			['600ms pc', { do: 'http', url: 'http://203.0.113.1/' }]
		]
	}),
	kernelLab({
		title: 'two clients behind one NAT with the same source port',
		nodes: {
			pc1: home(11),
			pc2: home(12),
			gw: sharedGateway,
			lan,
			net: {
				...internet,
				services: [
					{ kind: 'udp-echo', port: 7 },
					{ kind: 'tcp-echo', port: 7 }
				]
			}
		},
		links: shared,
		inputs: [
			['0s pc1', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['300ms pc2', { do: 'udp', to: '203.0.113.1', port: 7, fromPort: 5000 }],
			['600ms pc1', { do: 'tcp', to: '203.0.113.1', port: 7, fromPort: 6000, send: 'one' }],
			['900ms pc2', { do: 'tcp', to: '203.0.113.1', port: 7, fromPort: 6000, send: 'two' }]
		]
	}),
	kernelLab({
		title: 'two clients ping through one NAT',
		nodes: { pc1: home(11), pc2: home(12), gw: sharedGateway, lan, net: internet },
		links: shared,
		inputs: [
			['0s pc1', { do: 'ping', to: '203.0.113.1', count: 2, interval: '300ms' }],
			['150ms pc2', { do: 'ping', to: '203.0.113.1' }]
		]
	}),
	kernelLab({
		title: 'SNAT to a given address',
		nodes: {
			pc: home(10),
			gw: { ...gateway, nat: [{ target: 'SNAT', out: 'wan', source: '192.168.1.0/24', to: '203.0.113.2' }] },
			net: internet
		},
		links: pair,
		inputs: [['0s pc', { do: 'ping', to: '203.0.113.1' }]]
	}),
	kernelLab({
		title: 'DNAT: a port forward',
		nodes: {
			pc: { ...home(10), services: [{ kind: 'http' }, { kind: 'udp-echo', port: 53 }] },
			gw: {
				...gateway,
				nat: [
					{ target: 'MASQUERADE', out: 'wan' },
					{ target: 'DNAT', in: 'wan', protocol: 'tcp', port: 8080, to: '192.168.1.10', toPort: 80 },
					{ target: 'DNAT', in: 'wan', protocol: 'udp', port: 53, to: '192.168.1.10' }
				]
			},
			net: internet
		},
		links: pair,
		inputs: [
			['0s net', { do: 'http', url: 'http://203.0.113.2:8080/' }],
			['300ms net', { do: 'udp', to: '203.0.113.2', port: 53 }],
			['600ms net', { do: 'tcp', to: '203.0.113.2', port: 80 }]
		]
	}),
	kernelLab({
		title: 'ICMP error through NAT: closed UDP port',
		nodes: { pc: home(10), gw: gateway, net: internet },
		links: pair,
		inputs: [['0s pc', { do: 'udp', to: '203.0.113.1', port: 9999 }]]
	}),
	kernelLab({
		title: 'ICMP error through NAT: TTL expires beyond it',
		nodes: {
			pc: home(10),
			gw: gateway,
			r: { kind: 'router', interfaces: { eth0: '203.0.113.1/24', eth1: '198.51.100.1/24' } },
			net: {
				kind: 'internet',
				interfaces: { eth0: '198.51.100.2/24' },
				routes: [{ to: 'default', via: '198.51.100.1' }]
			}
		},
		links: ['pc:eth0 gw:lan', 'gw:wan r:eth0', 'r:eth1 net:eth0'],
		inputs: [
			['0s pc', { do: 'ping', to: '198.51.100.2', ttl: 2 }],
			['300ms pc', { do: 'ping', to: '198.51.100.2', ttl: 1 }],
			['600ms pc', { do: 'ping', to: '198.51.100.2' }]
		]
	}),
	kernelLab({
		title: 'closed TCP port behind MASQUERADE',
		nodes: { pc: home(10), gw: gateway, net: internet },
		links: pair,
		inputs: [['0s pc', { do: 'tcp', to: '203.0.113.1', port: 9999 }]]
	}),
	kernelLab({
		title: 'no NAT: private addresses get no answer',
		nodes: { pc: home(10), gw: { ...gateway, nat: [] }, net: internet },
		links: pair,
		inputs: [['0s pc', { do: 'ping', to: '203.0.113.1' }]]
	}),
	kernelLab({
		title: 'hairpin: a forwarded port asked for from inside',
		nodes: {
			pc: { ...home(10), services: [{ kind: 'http' }] },
			gw: {
				...gateway,
				nat: [
					{ target: 'MASQUERADE', out: 'wan' },
					{ target: 'DNAT', destination: '203.0.113.2', protocol: 'tcp', port: 8080, to: '192.168.1.10', toPort: 80 }
				]
			},
			net: internet
		},
		links: pair,
		inputs: [
			['0s net', { do: 'http', url: 'http://203.0.113.2:8080/' }],
			['400ms pc', { do: 'tcp', to: '203.0.113.2', port: 8080, send: 'x' }]
		],
		until: '2s'
	})
];
