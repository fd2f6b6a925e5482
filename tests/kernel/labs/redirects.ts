/** "There is a shorter way": who says so, and who believes it. */
import { kernelLab } from '../notation.ts';

/** h, r1 and r2 on one segment; h's gateway is r1, which has its way to h2 by r2. */
const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '' } };
const r1 = {
	kind: 'router' as const,
	interfaces: { eth0: '10.0.0.254/24' },
	routes: [{ to: '10.0.2.0/24', via: '10.0.0.253' }]
};
const r2 = { kind: 'router' as const, interfaces: { eth0: '10.0.0.253/24', eth1: '10.0.2.254/24' } };
const far = { interfaces: { eth0: '10.0.2.1/24' }, routes: [{ to: 'default', via: '10.0.2.254' }] };
const links = ['h:eth0 sw:p1', 'r1:eth0 sw:p2', 'r2:eth0 sw:p3', 'r2:eth1 h2:eth0'];
const host = (sysctls: Record<string, number>, routes: { to: string; via: string }[] = []) => ({
	interfaces: { eth0: '10.0.0.1/24' },
	routes: [{ to: 'default', via: '10.0.0.254' }, ...routes],
	sysctls
});
const conf = (values: Record<string, number>) =>
	Object.fromEntries(
		Object.entries(values).flatMap(([name, value]) => [
			[`net.ipv4.conf.all.${name}`, value],
			[`net.ipv4.conf.default.${name}`, value]
		])
	);
const pings: [string, { do: 'ping'; to: string }][] = [0, 300, 600, 900].map((ms) => [
	`${ms}ms h`,
	{ do: 'ping', to: '10.0.2.1' }
]);

/** Whoever does not answer ARP is given up soon. */
const QUICK = { 'net.ipv4.neigh.default.retrans_time_ms': 20 };

const tunnel = (address: string, remote: string) => ({
	type: 'vxlan' as const,
	addresses: [address],
	mtu: 1450,
	vxlan: { id: 7, remote }
});

export const redirects = [
	kernelLab({
		title: 'redirects: believed when the new gateway has answered',
		nodes: { h: host({}), r1, r2, h2: far, sw },
		links,
		inputs: pings
	}),
	kernelLab({
		title: 'redirects are not believed without accept_redirects',
		nodes: { h: host(conf({ accept_redirects: 0 })), r1, r2, h2: far, sw },
		links,
		inputs: pings
	}),
	kernelLab({
		title: 'redirects without shared_media: only to a known gateway (secure_redirects)',
		nodes: { h: host(conf({ shared_media: 0 })), r1, r2, h2: far, sw },
		links,
		inputs: pings
	}),
	kernelLab({
		title: 'redirects without shared_media: the gateway is that of another route',
		nodes: { h: host(conf({ shared_media: 0 }), [{ to: '10.77.0.0/16', via: '10.0.0.253' }]), r1, r2, h2: far, sw },
		links,
		inputs: pings
	}),
	kernelLab({
		title: 'redirects without shared_media and secure_redirects: any host of the subnet',
		nodes: { h: host(conf({ shared_media: 0, secure_redirects: 0 })), r1, r2, h2: far, sw },
		links,
		inputs: pings
	}),
	kernelLab({
		title: 'send_redirects 0: the router passes on without a word',
		nodes: { h: host({}), r1: { ...r1, sysctls: conf({ send_redirects: 0 }) }, r2, h2: far, sw },
		links,
		inputs: pings.slice(0, 2)
	}),
	kernelLab({
		title: 'a router that does not share its medium sends no redirect beyond its subnet',
		nodes: {
			h: { interfaces: { eth0: '10.0.0.1/24' }, routes: [{ to: 'default', via: '10.0.0.254' }] },
			r1: {
				...r1,
				interfaces: { eth0: '10.0.0.254/24 10.0.5.254/24' },
				routes: [{ to: '10.0.2.0/24', via: '10.0.5.253' }],
				sysctls: conf({ shared_media: 0 })
			},
			r2: {
				...r2,
				interfaces: { eth0: '10.0.5.253/24', eth1: '10.0.2.254/24' },
				routes: [{ to: '10.0.0.0/24', via: '10.0.5.254' }]
			},
			h2: far,
			sw
		},
		links,
		inputs: pings.slice(0, 2)
	}),
	kernelLab({
		title: 'after a redirect its receiver is told of no error for a second',
		nodes: {
			h: host(QUICK),
			r1: { ...r1, routes: [{ to: '10.0.2.0/24', via: '10.0.0.77' }], sysctls: QUICK },
			r2,
			h2: far,
			sw
		},
		links,
		inputs: [
			['0s h', { do: 'udp', to: '10.0.2.1', port: 9 }],
			['500ms h', { do: 'ping', to: '10.0.0.254', ttl: 1 }],
			['1500ms h', { do: 'udp', to: '10.0.2.1', port: 9 }],
			['3s h', { do: 'udp', to: '10.0.2.1', port: 9 }]
		],
		until: '3.5s'
	}),
	kernelLab({
		title: 'a redirect for what a VXLAN tunnel sends is believed',
		nodes: {
			h: { ...host({}), interfaces: { eth0: '10.0.0.1/24', vx0: tunnel('10.99.0.1/24', '10.0.2.1') } },
			r1,
			r2,
			h2: { ...far, interfaces: { eth0: '10.0.2.1/24', vx0: tunnel('10.99.0.2/24', '10.0.0.1') } },
			sw
		},
		links,
		inputs: [0, 300, 600].map((ms) => [`${ms}ms h`, { do: 'ping', to: '10.99.0.2' }])
	}),
	kernelLab({
		title: 'a fragmented ping that draws a redirect',
		nodes: { h: host({}), r1, r2, h2: far, sw },
		links,
		inputs: [
			['0s h', { do: 'ping', to: '10.0.2.1', size: 4000 }],
			['400ms h', { do: 'ping', to: '10.0.2.1', size: 4000 }],
			['800ms h', { do: 'ping', to: '10.0.2.1', size: 2000, count: 2, interval: '200ms' }]
		]
	}),
	kernelLab({
		title: 'after a redirect an error of routing is not told for a while',
		nodes: { h: host({}), r1, r2, h2: far, sw },
		links,
		inputs: [
			['0s h', { do: 'ping', to: '10.0.2.1' }],
			['300ms h', { do: 'ping', to: '10.0.9.9' }],
			['1400ms h', { do: 'ping', to: '10.0.9.9' }]
		]
	}),
	kernelLab({
		title: 'a redirect comes in by another interface than its receiver sends by',
		nodes: {
			h: {
				interfaces: { eth0: '10.0.0.1/24', eth1: '10.0.0.2/25' },
				routes: [{ to: 'default', via: '10.0.0.126' }]
			},
			r1: {
				...r1,
				interfaces: { eth0: '10.0.0.126/24' },
				routes: [{ to: '10.0.2.0/24', via: '10.0.0.125' }],
				neighbours: [{ address: '10.0.0.2', mac: '02:00:00:01:00:01', dev: 'eth0' }]
			},
			r2: { ...r2, interfaces: { eth0: '10.0.0.125/24', eth1: '10.0.2.254/24' } },
			h2: far,
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '', p4: '' } }
		},
		links: ['h:eth0 sw:p1', 'h:eth1 sw:p4', 'r1:eth0 sw:p2', 'r2:eth0 sw:p3', 'r2:eth1 h2:eth0'],
		inputs: pings,
		until: '2s'
	}),
	kernelLab({
		title: 'the gateway that a redirect named knows a better one',
		nodes: {
			h: host({}),
			r1,
			r2: {
				...r2,
				interfaces: { eth0: '10.0.0.253/24' },
				routes: [{ to: '10.0.2.0/24', via: '10.0.0.252' }]
			},
			r3: { ...r2, interfaces: { eth0: '10.0.0.252/24', eth1: '10.0.2.254/24' } },
			h2: far,
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '', p4: '' } }
		},
		links: ['h:eth0 sw:p1', 'r1:eth0 sw:p2', 'r2:eth0 sw:p3', 'r3:eth0 sw:p4', 'r3:eth1 h2:eth0'],
		inputs: [...pings, ['1200ms h', { do: 'ping', to: '10.0.2.1' }], ['1500ms h', { do: 'ping', to: '10.0.2.1' }]],
		until: '3s'
	})
];
