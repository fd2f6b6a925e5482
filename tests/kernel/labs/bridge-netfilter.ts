/** Bridged packets and iptables. */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' }, services: [{ kind: 'udp-echo' as const, port: 7 }] };
const h3 = { interfaces: { eth0: '10.0.0.3/24' }, services: [{ kind: 'udp-echo' as const, port: 7 }] };
const links = ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'];
const ports = { p1: '', p2: '', p3: '' };
const on = { 'net.bridge.bridge-nf-call-iptables': 1 };

export const bridgeNetfilter = [
	kernelLab({
		title: 'br_netfilter off: rules do not see what is bridged',
		nodes: {
			h1,
			h2,
			h3,
			sw: { kind: 'switch', iptables: ['*filter', ':FORWARD DROP', 'COMMIT'], interfaces: ports }
		},
		links,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2' }]]
	}),
	kernelLab({
		title: 'br_netfilter on: rules for ports of the bridge',
		nodes: {
			h1,
			h2,
			h3,
			sw: {
				kind: 'switch',
				sysctls: on,
				iptables: [
					'*filter',
					':FORWARD DROP',
					'-A FORWARD -m physdev --physdev-in p1 --physdev-out p2 -p icmp -j ACCEPT',
					'-A FORWARD -m physdev --physdev-in p2 -j ACCEPT',
					'-A FORWARD -i br0 -o br0 -m physdev --physdev-is-bridged -p udp -j REJECT',
					'COMMIT'
				],
				interfaces: ports
			}
		},
		links,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms h1', { do: 'ping', to: '10.0.0.3' }],
			['1500ms h1', { do: 'udp', to: '10.0.0.2', port: 7, fromPort: 4001 }],
			['1800ms h2', { do: 'udp', to: '10.0.0.3', port: 7, fromPort: 4002 }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'br_netfilter on: a bridged connection is tracked, and its port forwarded to another station',
		nodes: {
			h1,
			h2,
			h3,
			sw: {
				kind: 'switch',
				sysctls: on,
				bridge: { addresses: ['10.0.0.254/24'] },
				iptables: [
					'*nat',
					'-A PREROUTING -p udp --dport 7000 -j DNAT --to-destination 10.0.0.3:7',
					'-A PREROUTING -p udp --dport 7001 -j DNAT --to-destination 10.0.0.254:9',
					'COMMIT',
					'*filter',
					'-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
					'-A FORWARD -m conntrack --ctstate NEW -j ACCEPT',
					'COMMIT'
				],
				interfaces: ports
			}
		},
		links,
		inputs: [
			['0s sw', { do: 'ping', to: '10.0.0.3' }],
			['300ms h1', { do: 'udp', to: '10.0.0.2', port: 7, fromPort: 4001 }],
			['600ms h1', { do: 'udp', to: '10.0.0.2', port: 7000, fromPort: 4002 }],
			['900ms h1', { do: 'udp', to: '10.0.0.2', port: 7001, fromPort: 4003 }],
			['1200ms h1', { do: 'ping', to: '10.0.0.254' }],
			['1500ms h2', { do: 'ping', to: '10.0.0.3', size: 3000 }]
		],
		until: '3500ms'
	}),
	kernelLab({
		title: 'br_netfilter on: containers reach a published port of their own host',
		nodes: {
			host: {
				kind: 'nat',
				sysctls: on,
				interfaces: { eth0: '192.0.2.1/24' },
				iptables: [
					'*nat',
					'-A PREROUTING -d 192.0.2.1 -p udp --dport 8000 -j DNAT --to-destination 172.17.0.2:7',
					'-A POSTROUTING -s 172.17.0.0/16 -j MASQUERADE',
					'COMMIT'
				]
			},
			br0: { kind: 'bridge', parent: 'host', bridge: { addresses: ['172.17.0.1/16'] }, interfaces: { v1: '', v2: '' } },
			c1: {
				interfaces: { eth0: '172.17.0.3/16' },
				routes: [{ to: 'default', via: '172.17.0.1' }]
			},
			c2: {
				interfaces: { eth0: '172.17.0.2/16' },
				routes: [{ to: 'default', via: '172.17.0.1' }],
				services: [{ kind: 'udp-echo', port: 7 }]
			},
			far: { interfaces: { eth0: '192.0.2.9/24' } }
		},
		links: ['c1:eth0 br0:v1', 'c2:eth0 br0:v2', 'host:eth0 far:eth0'],
		inputs: [
			['0s c1', { do: 'ping', to: '172.17.0.2' }],
			['300ms c1', { do: 'ping', to: '192.0.2.9' }],
			['600ms far', { do: 'udp', to: '192.0.2.1', port: 8000, fromPort: 4001 }]
		]
	})
];
