/** UDP and TCP between two hosts. */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const wire = ['h1:eth0 h2:eth0'];

export const transport = [
	kernelLab({
		title: 'UDP echo',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'udp-echo', port: 7 }] } },
		links: wire,
		inputs: [['0s h1', { do: 'udp', to: '10.0.0.2', port: 7, count: 2, interval: '100ms' }]]
	}),
	kernelLab({
		title: 'closed UDP port',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'udp', to: '10.0.0.2', port: 9999 }]]
	}),
	kernelLab({
		title: 'a large datagram to a closed port: how much the error quotes',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'udp', to: '10.0.0.2', port: 9999, size: 1200 }]]
	}),
	kernelLab({
		title: 'closed TCP port',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 9999 }]]
	}),
	kernelLab({
		title: 'TCP: connect and close',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp-echo', port: 7 }] } },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7 }]]
	}),
	kernelLab({
		title: 'TCP: a port that one call was made from is good for another, but not one where somebody listens',
		nodes: {
			h1: { ...h1, services: [{ kind: 'tcp-echo', port: 7 }] },
			h2: {
				...h2,
				services: [
					{ kind: 'http', port: 80 },
					{ kind: 'tcp-echo', port: 7 }
				]
			}
		},
		links: wire,
		inputs: [
			['0s h1', { do: 'tcp', to: '10.0.0.2', port: 80, fromPort: 4000, send: 'half a request' }],
			['300ms h1', { do: 'tcp', to: '10.0.0.2', port: 7, fromPort: 4000, send: 'x' }],
			['600ms h1', { do: 'tcp', to: '10.0.0.2', port: 80, fromPort: 7, send: 'x' }]
		],
		until: '1s'
	}),
	kernelLab({
		title: 'TCP with data and close',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp-echo', port: 7 }] } },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'hello, there\n' }]]
	}),
	kernelLab({
		title: 'TCP with several segments of data',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp-echo', port: 7 }] } },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'x'.repeat(5000) }]]
	}),
	kernelLab({
		title: 'HTTP GET',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'http' }] } },
		links: wire,
		inputs: [['0s h1', { do: 'http', url: 'http://10.0.0.2/' }]]
	}),
	kernelLab({
		title: 'HTTP GET of more than one segment',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'http', port: 8080, body: 'abcdefghij\n'.repeat(400) }] } },
		links: wire,
		inputs: [['0s h1', { do: 'http', url: 'http://10.0.0.2:8080/long' }]]
	}),
	kernelLab({
		title: 'TCP to a host that is not there: SYNs wait for ARP',
		nodes: { h1, h2 },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.77', port: 80 }]],
		until: '3500ms'
	}),
	kernelLab({
		title: 'TCP to silence: the SYN is sent again',
		nodes: {
			h1: { interfaces: { eth0: '10.0.0.1/24' }, routes: [{ to: 'default', via: '10.0.0.2' }] },
			h2: { ...h2, forwarding: false }
		},
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '192.0.2.1', port: 80 }]],
		until: '3600ms'
	}),
	kernelLab({
		title: 'UDP over the MTU goes in fragments',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'udp-echo', port: 7 }] } },
		links: wire,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.0.2', port: 7, size: 4000 }],
			['300ms h1', { do: 'udp', to: '10.0.0.2', port: 9, size: 4000 }]
		]
	}),
	kernelLab({
		title: 'a second address answers as itself',
		nodes: {
			h1,
			h2: {
				interfaces: { eth0: '10.0.0.2/24 10.0.0.20/24' },
				services: [
					{ kind: 'udp-echo', port: 7 },
					{ kind: 'tcp-echo', port: 7 }
				]
			}
		},
		links: wire,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.0.20', port: 7 }],
			['300ms h1', { do: 'tcp', to: '10.0.0.20', port: 7, send: 'a' }]
		]
	}),
	kernelLab({
		title: 'ICMP errors are rationed',
		nodes: { h1, h2 },
		links: wire,
		inputs: Array.from({ length: 9 }, (_, i) => [`${i * 50}ms h1`, { do: 'udp', to: '10.0.0.2', port: 9 }])
	}),
	kernelLab({
		title: 'UDP and TCP with oneself',
		nodes: {
			h1: {
				...h1,
				services: [
					{ kind: 'udp-echo', port: 7 },
					{ kind: 'tcp-echo', port: 7 }
				]
			},
			h2
		},
		links: wire,
		inputs: [
			['0s h1', { do: 'tcp', to: '10.0.0.1', port: 7, send: 'hello' }],
			['300ms h1', { do: 'udp', to: '127.0.0.1', port: 7 }],
			['600ms h1', { do: 'udp', to: '127.0.0.1', port: 8 }],
			['900ms h1', { do: 'tcp', to: '127.0.0.1', port: 8 }]
		]
	}),
	kernelLab({
		title: 'HTTP GET of 13 kB',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'http', body: 'x'.repeat(13_000) }] } },
		links: wire,
		inputs: [['0s h1', { do: 'http', url: 'http://10.0.0.2/' }]]
	}),
	kernelLab({
		title: '20 kB there and back',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'tcp-echo', port: 7 }] } },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 7, send: 'y'.repeat(20_000) }]]
	}),
	kernelLab({
		title: 'a client closes before it has read all: reset',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'http' }] } },
		links: wire,
		inputs: [
			['0s h1', { do: 'tcp', to: '10.0.0.2', port: 80, send: 'GET / HTTP/1.0\r\n\r\n' }],
			['400ms h1', { do: 'tcp', to: '10.0.0.2', port: 80 }]
		]
	}),
	kernelLab({
		title: 'half a request: the server waits',
		nodes: { h1, h2: { ...h2, services: [{ kind: 'http' }] } },
		links: wire,
		inputs: [['0s h1', { do: 'tcp', to: '10.0.0.2', port: 80, send: 'GET / HT' }]],
		until: '2s'
	})
];
