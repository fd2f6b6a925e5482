/** Addresses and interfaces: what an interface can have, and what becomes of it while the network runs. */
import { kernelLab } from '../notation.ts';

const add = (dev: string, text: string) => ({ do: 'address' as const, interface: dev, add: text });
const del = (dev: string, text: string) => ({ do: 'address' as const, interface: dev, del: text });
const set = (dev: string, what: object) => ({ do: 'interface' as const, interface: dev, ...what });

export const interfaces = [
	kernelLab({
		title: 'peer addresses: two ends that share no subnet',
		nodes: {
			a: { interfaces: { eth0: { addresses: ['10.0.0.1 peer 192.168.7.2/32'] } } },
			b: {
				interfaces: { eth0: { addresses: ['192.168.7.2 peer 10.0.0.1/32'] }, lo: { addresses: ['172.16.0.1/32'] } },
				services: [{ kind: 'udp-echo', port: 7 }]
			}
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '192.168.7.2' }],
			['300ms b', { do: 'ping', to: '10.0.0.1' }],
			['600ms a', { do: 'udp', to: '192.168.7.2', port: 7 }]
		]
	}),
	kernelLab({
		title: 'a /32 and a gateway that is onlink; a /31; several subnets on one interface',
		nodes: {
			a: {
				interfaces: { eth0: '10.9.9.9/32 10.1.0.0/31 10.2.0.1/24 10.2.0.3/24' },
				routes: [
					{ to: '192.0.2.1', dev: 'eth0', scope: 'link' },
					{ to: 'default', via: '192.0.2.1', dev: 'eth0', src: '10.9.9.9' }
				]
			},
			r: {
				kind: 'router',
				interfaces: { eth0: '192.0.2.1/32 10.1.0.1/31 10.2.0.2/24', lo: '172.16.0.1/32' },
				routes: [{ to: '10.9.9.9', dev: 'eth0', scope: 'link' }]
			}
		},
		links: ['a:eth0 r:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '172.16.0.1' }],
			['300ms a', { do: 'ping', to: '10.1.0.1' }],
			['600ms a', { do: 'ping', to: '10.2.0.2' }],
			['900ms r', { do: 'ping', to: '10.2.0.3' }],
			['1200ms r', { do: 'ping', to: '10.9.9.9' }]
		]
	}),
	kernelLab({
		title: 'addresses come and go: the secondary ones go with the first',
		nodes: {
			a: { interfaces: { eth0: '10.0.0.1/24 10.0.0.5/24' } },
			b: { interfaces: { eth0: '10.0.0.2/24 10.3.0.2/24' } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['300ms a', add('eth0', '10.3.0.1/24')],
			['400ms a', { do: 'ping', to: '10.3.0.2' }],
			['700ms a', add('eth0', '10.0.0.6/24')],
			['800ms b', { do: 'ping', to: '10.0.0.6' }],
			['1100ms a', del('eth0', '10.0.0.5/24')],
			['1200ms a', del('eth0', '10.0.0.1/24')],
			['1300ms a', { do: 'ping', to: '10.0.0.2' }],
			['1500ms a', add('eth0', '10.3.0.1/24')],
			['1600ms a', del('eth0', '10.3.0.9/24')],
			['1700ms a', { do: 'ping', to: '10.3.0.2' }],
			['2s a', del('eth0', '10.3.0.1/24')],
			['2100ms a', { do: 'ping', to: '10.3.0.2' }]
		]
	}),
	kernelLab({
		title: 'with promote_secondaries a secondary address takes the place of the first',
		nodes: {
			a: {
				interfaces: { eth0: '10.0.0.1/24 10.3.0.1/24 10.0.0.5/24 10.0.0.6/24' },
				sysctls: { 'net.ipv4.conf.all.promote_secondaries': 1 }
			},
			b: { interfaces: { eth0: '10.0.0.2/24 10.3.0.2/24' } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['300ms a', del('eth0', '10.0.0.1/24')],
			['400ms a', { do: 'ping', to: '10.0.0.2' }],
			['700ms b', { do: 'ping', to: '10.0.0.6' }],
			['1s a', del('eth0', '10.0.0.5/24')],
			['1100ms a', { do: 'ping', to: '10.0.0.2' }],
			['1400ms a', del('eth0', '10.0.0.6/24')],
			['1500ms a', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'an address that routes prefer as their source goes',
		nodes: {
			a: {
				interfaces: { eth0: '10.0.0.1/24 10.4.0.1/24' },
				routes: [
					{ to: '172.16.0.0/16', via: '10.0.0.2', src: '10.4.0.1' },
					{ to: '172.17.0.0/16', via: '10.0.0.2' }
				]
			},
			b: { interfaces: { eth0: '10.0.0.2/24 10.4.0.2/24', lo: '172.16.0.1/32 172.17.0.1/32' } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '172.16.0.1' }],
			['300ms a', del('eth0', '10.4.0.1/24')],
			['400ms a', { do: 'ping', to: '172.16.0.1' }],
			['600ms a', { do: 'ping', to: '172.17.0.1' }]
		]
	}),
	kernelLab({
		title: 'an interface gets another name, and another MTU',
		nodes: {
			a: { interfaces: { eth0: '10.0.0.1/24' } },
			b: { interfaces: { eth0: '10.0.0.2/24' } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['300ms a', set('eth0', { rename: 'lan0' })],
			['400ms a', { do: 'ping', to: '10.0.0.2' }],
			['700ms a', set('lan0', { mtu: 1000 })],
			['800ms a', { do: 'ping', to: '10.0.0.2', size: 1200 }]
		]
	}),
	kernelLab({
		title: 'a veth end moves to another namespace: it loses its addresses and is down',
		nodes: {
			a: { interfaces: { eth0: '10.0.0.1/24' }, routes: [{ to: 'default', via: '10.0.0.2' }] },
			b: { interfaces: { eth0: '10.0.0.2/24' } },
			c: { interfaces: { lo: '172.16.0.1/32' } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['300ms a', set('eth0', { moveTo: 'c' })],
			['400ms a', { do: 'ping', to: '10.0.0.2' }],
			['500ms b', { do: 'udp', to: '10.0.0.1', port: 9 }],
			['1800ms c', add('eth0', '10.0.0.3/24')],
			['1900ms c', set('eth0', { up: true })],
			['2s c', { do: 'ping', to: '10.0.0.2' }],
			['2300ms b', { do: 'ping', to: '10.0.0.3' }]
		]
	}),
	kernelLab({
		title: 'a port moves out of its bridge to a namespace, and another is removed',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' } },
			h2: { interfaces: { eth0: '10.0.0.2/24' } },
			h3: { interfaces: { eth0: '10.0.0.3/24' } },
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } },
			c: { interfaces: { lo: '172.16.0.1/32' } }
		},
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2' }],
			['300ms sw', set('p2', { moveTo: 'c' })],
			['400ms c', add('p2', '10.0.0.9/24')],
			['500ms c', set('p2', { up: true })],
			['600ms h2', { do: 'ping', to: '10.0.0.9' }],
			['900ms h3', { do: 'ping', to: '10.0.0.1' }],
			['1200ms sw', set('p3', { remove: true })],
			['1300ms h3', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'an address that is the broadcast address of another interface brings no subnet along',
		nodes: {
			h1: { interfaces: { eth0: '10.0.1.1/30', eth1: '10.0.1.3/24' } },
			h2: { interfaces: { eth0: '10.0.1.2/30' } },
			h3: { interfaces: { eth0: '10.0.1.9/24' } }
		},
		links: ['h1:eth0 h2:eth0', 'h1:eth1 h3:eth0'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.1.9' }],
			['100ms h3', { do: 'ping', to: '10.0.1.3' }],
			['400ms h2', { do: 'ping', to: '10.0.1.1' }],
			['700ms h1', set('eth0', { up: false })],
			['800ms h1', set('eth1', { up: false })],
			['900ms h1', set('eth1', { up: true })],
			['1000ms h1', set('eth0', { up: true })],
			['1200ms h1', { do: 'ping', to: '10.0.1.9' }]
		],
		until: '2500ms'
	})
];
