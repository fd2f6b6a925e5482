/** Services on nodes: DHCP, DNS with zones, HTTP, load. */
import { kernelLab } from '../notation.ts';

const pc = { interfaces: { eth0: '' }, nameservers: [] };
const server = {
	interfaces: { eth0: '10.0.0.1/24' },
	services: [
		{
			kind: 'dhcp' as const,
			interface: 'eth0',
			from: '10.0.0.100',
			to: '10.0.0.110',
			router: '10.0.0.1',
			dns: ['10.0.0.53', '10.0.0.54'],
			domain: 'lab.example',
			lease: 600
		}
	]
};
const wire = ['pc:eth0 server:eth0'];
const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '', p4: '' } };

export const services = [
	kernelLab({
		title: 'DHCP: an address, a route and nameservers in four messages',
		nodes: { pc, server },
		links: wire,
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms pc', { do: 'ping', to: '10.0.0.1' }]
		]
	}),
	kernelLab({
		title: 'DHCP: renewed when asked to, and released',
		nodes: { pc, server },
		links: wire,
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['600ms pc', { do: 'dhcp', interface: 'eth0', ask: 'renew' }],
			['1200ms pc', { do: 'dhcp', interface: 'eth0', ask: 'release' }]
		]
	}),
	kernelLab({
		title: 'DHCP: two clients behind a switch get one address after the other',
		nodes: { pc, other: { interfaces: { eth0: '' } }, server, sw },
		links: ['pc:eth0 sw:p1', 'other:eth0 sw:p2', 'server:eth0 sw:p3'],
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms other', { do: 'dhcp', interface: 'eth0' }]
		]
	}),
	kernelLab({
		title: 'DHCP: nobody answers',
		nodes: { pc, server: { interfaces: server.interfaces } },
		links: wire,
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0' }]],
		until: '7500ms'
	}),
	kernelLab({
		title: 'DHCP: the pool is empty',
		nodes: {
			pc,
			other: { interfaces: { eth0: '' } },
			server: { ...server, services: [{ ...server.services[0], to: '10.0.0.100' }] },
			sw
		},
		links: ['pc:eth0 sw:p1', 'other:eth0 sw:p2', 'server:eth0 sw:p3'],
		inputs: [
			['0s pc', { do: 'dhcp', interface: 'eth0' }],
			['700ms other', { do: 'dhcp', interface: 'eth0' }]
		],
		until: '4500ms'
	}),
	kernelLab({
		title: 'DHCP: the client asks by ARP whether the address is free',
		nodes: { pc, server },
		links: wire,
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0', probe: true }]],
		until: '3s'
	}),
	kernelLab({
		title: 'DHCP: somebody has the address already, and it is declined',
		nodes: { pc, other: { interfaces: { eth0: '10.0.0.100/24' } }, server, sw },
		links: ['pc:eth0 sw:p1', 'other:eth0 sw:p2', 'server:eth0 sw:p3'],
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0', probe: true }]],
		until: '3s'
	}),
	kernelLab({
		title: 'DHCP: no router, no domain, and a client with an address of old',
		nodes: {
			pc: { interfaces: { eth0: '192.168.7.7/24' } },
			server: { ...server, services: [{ kind: 'dhcp', interface: 'eth0', from: '10.0.0.20', to: '10.0.0.30' }] }
		},
		links: wire,
		inputs: [['0s pc', { do: 'dhcp', interface: 'eth0' }]]
	})
];
