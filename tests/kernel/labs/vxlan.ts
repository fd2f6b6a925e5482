/** VXLAN: Ethernet over UDP, between hosts that a router joins or a cable. */
import { kernelLab } from '../notation.ts';

const FLOOD = '00:00:00:00:00:00';
const to = (dst: string, mac = FLOOD) => ({ mac, dst });

/** A VXLAN of the VNI 42 to the endpoints `others`. */
const tunnel = (local: string, others: string[], options: object = {}, addresses: string[] = []) => ({
	addresses,
	mtu: 1450,
	type: 'vxlan' as const,
	vxlan: { id: 42, local, dev: 'eth0', fdb: others.map((dst) => to(dst)), ...options }
});

export const vxlans = [
	kernelLab({
		title: 'VXLAN: two hosts with a flood list learn where the other is',
		nodes: {
			a: { interfaces: { eth0: '192.0.2.1/24', vx0: tunnel('192.0.2.1', ['192.0.2.2'], {}, ['10.0.0.1/24']) } },
			b: {
				interfaces: { eth0: '192.0.2.2/24', vx0: tunnel('192.0.2.2', ['192.0.2.1'], {}, ['10.0.0.2/24']) },
				services: [
					{ kind: 'udp-echo', port: 7 },
					{ kind: 'tcp-echo', port: 7 }
				]
			}
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2', count: 2, interval: '200ms' }],
			['600ms a', { do: 'udp', to: '10.0.0.2', port: 7, size: 100 }],
			['900ms a', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'through the tunnel' }],
			['1200ms b', { do: 'ping', to: '10.0.0.1', size: 1422 }],
			['1500ms b', { do: 'ping', to: '10.0.0.1', size: 3000 }]
		]
	}),
	kernelLab({
		title: 'VXLAN: a flood list that names its own host too, and another one twice',
		nodes: {
			a: {
				interfaces: {
					eth0: '192.0.2.1/24',
					vx0: tunnel('192.0.2.1', ['192.0.2.1', '192.0.2.2', '192.0.2.2'], {}, ['10.0.0.1/24'])
				},
				sysctls: { 'net.ipv4.neigh.default.retrans_time_ms': 50 }
			},
			b: { interfaces: { eth0: '192.0.2.2/24', vx0: tunnel('192.0.2.2', ['192.0.2.1'], {}, ['10.0.0.2/24']) } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2', count: 2, interval: '200ms' }],
			['600ms a', { do: 'ping', to: '10.0.0.3' }],
			['1s a', { do: 'ping', to: '10.0.0.255', broadcast: true }]
		]
	}),
	kernelLab({
		title: 'VXLAN: three hosts, a list of two, behind a router',
		nodes: {
			a: {
				interfaces: {
					eth0: '192.0.2.1/24',
					vx0: tunnel('192.0.2.1', ['198.51.100.2', '203.0.113.3'], {}, ['10.0.0.1/24'])
				},
				routes: [{ to: 'default', via: '192.0.2.254' }]
			},
			b: {
				interfaces: {
					eth0: '198.51.100.2/24',
					vx0: tunnel('198.51.100.2', ['192.0.2.1', '203.0.113.3'], {}, ['10.0.0.2/24'])
				},
				routes: [{ to: 'default', via: '198.51.100.254' }]
			},
			c: {
				interfaces: {
					eth0: '203.0.113.3/24',
					vx0: tunnel('203.0.113.3', ['192.0.2.1', '198.51.100.2'], { ttl: 9 }, ['10.0.0.3/24'])
				},
				routes: [{ to: 'default', via: '203.0.113.254' }]
			},
			r: {
				kind: 'router',
				interfaces: { eth0: '192.0.2.254/24', eth1: '198.51.100.254/24', eth2: '203.0.113.254/24' }
			}
		},
		links: ['a:eth0 r:eth0', 'b:eth0 r:eth1', 'c:eth0 r:eth2'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['400ms c', { do: 'ping', to: '10.0.0.1' }],
			['800ms b', { do: 'ping', to: '10.0.0.9' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'VXLAN: static entries and no learning',
		nodes: {
			a: {
				interfaces: {
					eth0: '192.0.2.1/24',
					vx0: {
						mac: '02:00:00:aa:00:01',
						addresses: ['10.0.0.1/24'],
						type: 'vxlan',
						vxlan: {
							id: 7,
							learning: false,
							checksum: false,
							fdb: [to('192.0.2.2', '02:00:00:aa:00:02'), to('192.0.2.2')]
						}
					}
				}
			},
			b: {
				interfaces: {
					eth0: '192.0.2.2/24',
					vx0: {
						mac: '02:00:00:aa:00:02',
						addresses: ['10.0.0.2/24'],
						mtu: 1450,
						type: 'vxlan',
						vxlan: { id: 7, learning: false, checksum: false, remote: '192.0.2.1' }
					}
				}
			}
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'ping', to: '10.0.0.2' }],
			['300ms b', { do: 'ping', to: '10.0.0.1', size: 1400 }]
		]
	}),
	kernelLab({
		title: 'VXLAN as an overlay: containers on bridges of two hosts',
		nodes: {
			h1: { kind: 'host', interfaces: { eth0: '192.0.2.1/24' } },
			br0: {
				kind: 'bridge',
				parent: 'h1',
				interfaces: { v1: { mtu: 1450 }, vx1: tunnel('192.0.2.1', ['192.0.2.2'], { learning: false }) }
			},
			c1: { kind: 'netns', parent: 'h1', interfaces: { eth0: { addresses: ['10.0.0.1/24'], mtu: 1450 } } },
			h2: { kind: 'host', interfaces: { eth0: '192.0.2.2/24' } },
			br1: {
				kind: 'bridge',
				parent: 'h2',
				interfaces: { v1: { mtu: 1450 }, vx1: tunnel('192.0.2.2', ['192.0.2.1'], { learning: false }) }
			},
			c2: {
				kind: 'netns',
				parent: 'h2',
				interfaces: { eth0: { addresses: ['10.0.0.2/24'], mtu: 1450 } },
				services: [{ kind: 'http' }]
			}
		},
		links: ['h1:eth0 h2:eth0', 'c1:eth0 br0:v1', 'c2:eth0 br1:v1'],
		inputs: [
			['0s c1', { do: 'ping', to: '10.0.0.2' }],
			['400ms c2', { do: 'ping', to: '10.0.0.1', size: 1422 }],
			['800ms c1', { do: 'http', url: 'http://10.0.0.2/' }]
		]
	}),
	kernelLab({
		title: 'VXLAN: nobody to send to, another VNI, no route, and a tunnel that is down',
		nodes: {
			a: {
				interfaces: {
					eth0: '192.0.2.1/24',
					vx0: tunnel('192.0.2.1', [], {}, ['10.0.0.1/24']),
					vx1: { addresses: ['10.0.1.1/24'], type: 'vxlan', mtu: 1450, vxlan: { id: 43, remote: '192.0.2.2' } },
					vx2: { addresses: ['10.0.2.1/24'], type: 'vxlan', mtu: 1450, vxlan: { id: 44, remote: '198.51.100.1' } }
				}
			},
			b: {
				interfaces: {
					eth0: '192.0.2.2/24',
					vx0: tunnel('192.0.2.2', ['192.0.2.1'], { ageing: '1s' }, ['10.0.0.2/24'])
				}
			}
		},
		links: ['a:eth0 b:eth0'],
		inputs: [
			['0s a', { do: 'udp', to: '10.0.0.2', port: 9 }],
			['200ms a', { do: 'udp', to: '10.0.1.2', port: 9 }],
			['400ms a', { do: 'udp', to: '10.0.2.2', port: 9 }],
			['3600ms b', { do: 'interface', interface: 'vx0', up: false }],
			['3700ms a', { do: 'udp', to: '10.0.1.3', port: 9 }]
		],
		until: '4s'
	}),
	kernelLab({
		title: 'VXLAN: packets that are too long outside, and an end that thinks less fits in',
		nodes: {
			a: {
				interfaces: {
					eth0: '192.0.2.1/24',
					vx0: { ...tunnel('192.0.2.1', ['192.0.2.2'], { dev: undefined }, ['10.0.0.1/24']), mtu: 1500 }
				}
			},
			b: { interfaces: { eth0: '192.0.2.2/24', vx0: tunnel('192.0.2.2', ['192.0.2.1'], {}, ['10.0.0.2/24']) } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [['0s a', { do: 'ping', to: '10.0.0.2', size: 3000, count: 2, interval: '200ms' }]]
	}),
	kernelLab({
		title: 'VXLAN: the other end is nowhere: two questions fail at one time',
		nodes: {
			a: {
				interfaces: { eth0: '192.0.2.1/24', vx0: tunnel('192.0.2.1', ['192.0.2.2'], {}, ['10.0.0.1/24']) },
				sysctls: { 'net.ipv4.neigh.default.retrans_time_ms': 100 }
			},
			b: { interfaces: { eth0: '192.0.2.9/24' } }
		},
		links: ['a:eth0 b:eth0'],
		inputs: [['0s a', { do: 'ping', to: '10.0.0.2' }]]
	})
];
