/** Names: the hosts file, then DNS. */
import { kernelLab } from '../notation.ts';

const h1 = {
	interfaces: { eth0: '10.0.0.1/24' },
	nameservers: ['10.0.0.53'],
	hosts: [{ address: '10.0.0.80', names: ['web.local', 'www'] }]
};
const web = { interfaces: { eth0: '10.0.0.80/24' }, services: [{ kind: 'http' as const }] };
const ns = {
	interfaces: { eth0: '10.0.0.53/24' },
	services: [
		{
			kind: 'dns' as const,
			records: { 'web.example': ['10.0.0.80'], 'two.example': ['10.0.0.81', '10.0.0.82'] },
			ttl: 60
		}
	]
};
const sw = { kind: 'switch' as const, interfaces: { p1: '', p2: '', p3: '' } };
const links = ['h1:eth0 sw:p1', 'web:eth0 sw:p2', 'ns:eth0 sw:p3'];

export const names = [
	kernelLab({
		title: 'DNS by name',
		nodes: { h1, web, ns, sw },
		links,
		inputs: [
			['0s h1', { do: 'dns', name: 'web.example' }],
			['400ms h1', { do: 'ping', to: 'web.example' }]
		]
	}),
	kernelLab({
		title: 'DNS: a name that does not exist',
		nodes: { h1, web, ns, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'nobody.example' }]]
	}),
	kernelLab({
		title: 'DNS: a name with two addresses',
		nodes: { h1, web, ns, sw },
		links,
		inputs: [
			['0s h1', { do: 'dns', name: 'two.example' }],
			['300ms h1', { do: 'dns', name: 'two.example' }]
		]
	}),
	kernelLab({
		title: 'DNS: a name without a dot',
		nodes: { h1, web, ns, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'printer' }]]
	}),
	kernelLab({
		title: 'the hosts file comes first',
		nodes: { h1, web, ns, sw },
		links,
		inputs: [
			['0s h1', { do: 'ping', to: 'web.local' }],
			['300ms h1', { do: 'dns', name: 'www' }],
			['600ms h1', { do: 'http', url: 'http://www/' }]
		]
	}),
	kernelLab({
		title: 'nobody listens on the nameserver',
		nodes: { h1, web, ns: { interfaces: ns.interfaces }, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'web.example' }]]
	}),
	kernelLab({
		title: 'HTTP by name through NAT',
		nodes: {
			pc: {
				interfaces: { eth0: '192.168.1.10/24' },
				routes: [{ to: 'default', via: '192.168.1.1' }],
				nameservers: ['198.51.100.53']
			},
			gw: {
				kind: 'nat',
				interfaces: { lan: '192.168.1.1/24', wan: '203.0.113.2/24' },
				routes: [{ to: 'default', via: '203.0.113.1' }],
				nat: [{ target: 'MASQUERADE', out: 'wan' }]
			},
			net: {
				kind: 'internet',
				interfaces: { eth0: '203.0.113.1/24', lo: '198.51.100.53/32 198.51.100.80/32' },
				services: [{ kind: 'dns', records: { 'www.example': ['198.51.100.80'] } }, { kind: 'http' }]
			}
		},
		links: ['pc:eth0 gw:lan', 'gw:wan net:eth0'],
		inputs: [['0s pc', { do: 'http', url: 'http://www.example/index.html' }]]
	}),
	kernelLab({
		title: 'no nameserver is set: the own host is asked',
		nodes: { h1: { interfaces: h1.interfaces }, web, ns, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'web.example' }]]
	}),
	kernelLab({
		title: 'the nameserver is not there',
		nodes: { h1, web, ns: { interfaces: { eth0: '10.0.0.54/24' } }, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'web.example' }]],
		until: '7s'
	}),
	kernelLab({
		title: 'the nameserver is silent',
		nodes: { h1: { ...h1, nameservers: ['192.0.2.53'], routes: [{ to: 'default', via: '10.0.0.80' }] }, web, ns, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'web.example' }]],
		until: '5500ms'
	}),
	kernelLab({
		title: 'the first of two nameservers refuses',
		nodes: { h1: { ...h1, nameservers: ['10.0.0.80', '10.0.0.53'] }, web, ns, sw },
		links,
		inputs: [['0s h1', { do: 'dns', name: 'web.example' }]]
	})
];
