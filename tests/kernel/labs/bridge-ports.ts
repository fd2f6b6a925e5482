/** What a bridge is told of itself, of its ports and of stations. */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const h3 = { interfaces: { eth0: '10.0.0.3/24' } };
const h4 = { interfaces: { eth0: '10.0.0.4/24' } };
const links = ['h1:eth0 sw:p1', 'h2:eth0 sw:p2', 'h3:eth0 sw:p3'];
const port = (options: object) => ({ addresses: [], port: options });

export const bridgePorts = [
	kernelLab({
		title: 'a bridge with an address and the lowest MAC of its ports',
		nodes: {
			h1: { ...h1, routes: [{ to: 'default', via: '10.0.0.254' }] },
			h2,
			r1: { kind: 'router' },
			br0: {
				kind: 'bridge',
				parent: 'r1',
				bridge: { mac: undefined, addresses: ['10.0.0.254/24', '10.0.1.254/24'] },
				interfaces: { p1: { mac: '02:00:00:00:55:02' }, p2: { mac: '02:00:00:00:44:01' } }
			}
		},
		links: ['h1:eth0 br0:p1', 'h2:eth0 br0:p2'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.254' }],
			['300ms r1', { do: 'ping', to: '10.0.0.2' }],
			['600ms h1', { do: 'ping', to: '10.0.1.254' }]
		]
	}),
	kernelLab({
		title: 'a port in hairpin mode sends back',
		nodes: {
			h1,
			h2,
			h3,
			hub: { kind: 'switch', bridge: { ageing: '0s' }, interfaces: { p1: '', p2: '', up: '' } },
			sw: { kind: 'switch', interfaces: { p1: port({ hairpin: true }), p2: '' } }
		},
		links: ['h1:eth0 hub:p1', 'h2:eth0 hub:p2', 'hub:up sw:p1', 'h3:eth0 sw:p2'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.3' }],
			['300ms h2', { do: 'udp', to: '10.0.0.3', port: 9 }]
		]
	}),
	kernelLab({
		title: 'isolated ports reach the others only',
		nodes: {
			h1,
			h2,
			h3,
			sw: {
				kind: 'switch',
				interfaces: { p1: port({ isolated: true }), p2: port({ isolated: true }), p3: '' }
			}
		},
		links,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.3' }],
			['300ms h2', { do: 'ping', to: '10.0.0.3' }],
			['600ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'an FDB entry leads from an isolated port to another',
		nodes: {
			h1: { ...h1, neighbours: [{ address: '10.0.0.2', mac: '02:00:00:02:00:01', dev: 'eth0' }] },
			h2,
			h3,
			sw: {
				kind: 'switch',
				interfaces: { p1: port({ isolated: true }), p2: port({ isolated: true }), p3: '' }
			}
		},
		links,
		inputs: [
			['0s h2', { do: 'ping', to: '10.0.0.3' }],
			['300ms h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'a port that does not learn',
		nodes: { h1, h2, h3, sw: { kind: 'switch', interfaces: { p1: port({ learning: false }), p2: '', p3: '' } } },
		links,
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.2', count: 2, interval: '200ms' }],
			['600ms h3', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'ports that do not flood',
		nodes: {
			h1: { ...h1, neighbours: [{ address: '10.0.0.9', mac: '02:00:00:00:99:99', dev: 'eth0' }] },
			h2,
			h3,
			h4,
			sw: {
				kind: 'switch',
				bridge: { addresses: ['10.0.0.5/24'] },
				interfaces: {
					p1: '',
					p2: port({ flood: false }),
					p3: port({ broadcastFlood: false }),
					p4: port({ multicastFlood: false })
				}
			}
		},
		links: [...links, 'h4:eth0 sw:p4'],
		inputs: [
			['0s h1', { do: 'ping', to: '10.0.0.9' }],
			['300ms h1', { do: 'ping', to: '10.0.0.3' }],
			['600ms h3', { do: 'ping', to: '10.0.0.2' }],
			['900ms sw', { do: 'ping', to: '10.0.0.3' }]
		],
		until: '5s'
	}),
	kernelLab({
		title: 'stations that are set: static ones are not flooded for, local ones go up',
		nodes: {
			h1: {
				...h1,
				neighbours: [
					{ address: '10.0.0.8', mac: '02:00:00:00:88:88', dev: 'eth0' },
					{ address: '10.0.0.9', mac: '02:00:00:00:99:99', dev: 'eth0' }
				]
			},
			h2,
			h3,
			sw: {
				kind: 'switch',
				bridge: {
					ageing: '1s',
					addresses: ['10.0.0.5/24'],
					fdb: [
						{ mac: '02:00:00:00:88:88', dev: 'p2' },
						{ mac: '02:00:00:00:99:99', dev: 'p2', state: 'local' },
						{ mac: '02:00:00:03:00:01', dev: 'p3' }
					]
				},
				interfaces: { p1: '', p2: '', p3: '' }
			}
		},
		links,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.0.8', port: 9 }],
			['200ms h1', { do: 'udp', to: '10.0.0.9', port: 9 }],
			['400ms h1', { do: 'ping', to: '10.0.0.3' }],
			['2500ms h1', { do: 'ping', to: '10.0.0.3' }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'a static station that is heard elsewhere moves',
		nodes: {
			h1,
			h2,
			h3,
			sw: {
				kind: 'switch',
				bridge: { fdb: [{ mac: '02:00:00:03:00:01', dev: 'p2' }] },
				interfaces: { p1: '', p2: '', p3: '' }
			}
		},
		links,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.0.3', port: 9 }],
			['1500ms h3', { do: 'ping', to: '10.0.0.1' }],
			['1800ms h1', { do: 'ping', to: '10.0.0.3' }]
		]
	}),
	kernelLab({
		title: 'a station moves to another port',
		nodes: {
			h1,
			h2: { interfaces: { eth0: { mac: '02:00:00:00:77:77', addresses: ['10.0.0.2/24'] } } },
			h3: { interfaces: { eth0: { mac: '02:00:00:00:77:77', addresses: ['10.0.0.2/24'] } } },
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links,
		inputs: [
			['0s h3', { do: 'interface', interface: 'eth0', up: false }],
			['100ms h1', { do: 'ping', to: '10.0.0.2' }],
			['400ms h2', { do: 'interface', interface: 'eth0', up: false }],
			['500ms h3', { do: 'interface', interface: 'eth0', up: true }],
			['700ms h3', { do: 'ping', to: '10.0.0.1' }],
			['1s h1', { do: 'ping', to: '10.0.0.2' }]
		]
	}),
	kernelLab({
		title: 'an ageing time of 0 learns nothing',
		nodes: { h1, h2, h3, sw: { kind: 'switch', bridge: { ageing: '0s' }, interfaces: { p1: '', p2: '', p3: '' } } },
		links,
		inputs: [['0s h1', { do: 'ping', to: '10.0.0.2', count: 2, interval: '200ms' }]]
	}),
	kernelLab({
		title: 'group addresses that a bridge keeps, and those that it is told to forward',
		nodes: {
			h1: {
				...h1,
				neighbours: [
					['10.0.0.100', '01:80:c2:00:00:00'],
					['10.0.0.101', '01:80:c2:00:00:01'],
					['10.0.0.103', '01:80:c2:00:00:03'],
					['10.0.0.114', '01:80:c2:00:00:0e'],
					['10.0.0.115', '01:80:c2:00:00:0f']
				].map(([address, mac]) => ({ address, mac, dev: 'eth0' }))
			},
			h2,
			h3,
			sw: {
				kind: 'switch',
				bridge: { groupForwardMask: 0x4000 },
				interfaces: { p1: port({ groupForwardMask: 0x0008 }), p2: '', p3: '' }
			}
		},
		links,
		inputs: [100, 101, 103, 114, 115].map((last, i) => [
			`${i * 100}ms h1`,
			{ do: 'udp' as const, to: `10.0.0.${last}`, port: 9 }
		])
	})
];
