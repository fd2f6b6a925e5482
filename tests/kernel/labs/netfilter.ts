/** Rules of every table, and what becomes of packets that meet them. */
import { kernelLab } from '../notation.ts';

const client = { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }] };
const server = {
	interfaces: { eth0: '10.0.2.2/24' },
	routes: [{ to: 'default', via: '10.0.2.1' }],
	services: [{ kind: 'udp-echo' as const, port: 7 }, { kind: 'http' as const }]
};
/** A router between the two with rules. */
function firewall(...iptables: string[]) {
	return { kind: 'router' as const, interfaces: { left: '10.0.1.1/24', right: '10.0.2.1/24' }, iptables };
}
const links = ['a:eth0 fw:left', 'fw:right b:eth0'];
const everything: [string, Parameters<typeof kernelLab>[0]['inputs'][number][1]][] = [
	['0s a', { do: 'ping', to: '10.0.2.2' }],
	['300ms a', { do: 'udp', to: '10.0.2.2', port: 7, fromPort: 4000 }],
	['600ms a', { do: 'http', url: 'http://10.0.2.2/' }],
	['900ms a', { do: 'ping', to: '10.0.1.1' }],
	['1200ms b', { do: 'ping', to: '10.0.1.2' }]
];

export const netfilter = [
	kernelLab({
		title: 'iptables: policies and counters of filter',
		nodes: {
			a: client,
			fw: firewall(
				'*filter',
				':INPUT ACCEPT',
				':FORWARD DROP',
				'-A FORWARD -p icmp -j ACCEPT',
				'-A FORWARD -p tcp',
				'COMMIT'
			),
			b: server
		},
		links,
		inputs: everything
	}),
	kernelLab({
		title: 'iptables: a burst of TCP is one packet to its sender, and its segments to all others',
		nodes: {
			a: { ...client, iptables: ['*filter', ':INPUT ACCEPT', ':OUTPUT ACCEPT', '-A OUTPUT -p tcp', 'COMMIT'] },
			fw: firewall('*filter', ':FORWARD ACCEPT', '-A FORWARD -p tcp', 'COMMIT'),
			b: {
				...server,
				services: [
					{ kind: 'http' as const, body: 'x'.repeat(10_000) },
					{ kind: 'tcp-echo' as const, port: 7 }
				],
				iptables: [
					'*mangle',
					':OUTPUT ACCEPT',
					'-A OUTPUT -p tcp -m tcp --sport 80',
					'-A POSTROUTING -d 10.0.1.0/24',
					'COMMIT'
				]
			}
		},
		links,
		inputs: [
			['0s a', { do: 'http', url: 'http://10.0.2.2/' }],
			['300ms a', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'y'.repeat(4000) }],
			['600ms b', { do: 'http', url: 'http://127.0.0.1/' }]
		]
	}),
	kernelLab({
		title: 'iptables: who sends a broadcast passes its own copy through POSTROUTING too',
		nodes: {
			a: {
				interfaces: { eth0: '10.0.1.1/24' },
				iptables: [
					'*mangle',
					':OUTPUT ACCEPT',
					':POSTROUTING ACCEPT',
					'-A POSTROUTING -o eth0 -p udp',
					'-A INPUT -p udp',
					'COMMIT',
					'*nat',
					':POSTROUTING ACCEPT',
					'-A POSTROUTING -p udp -m udp --dport 9 -j SNAT --to-source 10.0.1.7',
					'COMMIT'
				]
			},
			// To whom a's broadcast address is one of its own.
			b: { interfaces: { eth0: '10.0.1.3/30' } },
			c: { interfaces: { eth0: '10.0.1.2/24' }, services: [{ kind: 'udp-echo' as const, port: 7 }] },
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['a:eth0 sw:p1', 'b:eth0 sw:p2', 'c:eth0 sw:p3'],
		inputs: [
			['0s a', { do: 'udp', to: '10.0.1.255', port: 7, fromPort: 4000 }],
			['300ms a', { do: 'udp', to: '10.0.1.255', port: 9, fromPort: 4001, size: 30 }],
			['600ms a', { do: 'ping', to: '10.0.1.255', broadcast: true }],
			['900ms c', { do: 'ping', to: '10.0.1.1' }]
		]
	}),
	kernelLab({
		title: 'iptables: nobody is told that OUTPUT rejects an echo reply; a program is',
		nodes: {
			a: client,
			fw: firewall('*filter', ':OUTPUT ACCEPT', '-A OUTPUT -j REJECT --reject-with icmp-host-unreachable', 'COMMIT'),
			b: server
		},
		links,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.1.1' }],
			['300ms a', { do: 'udp', to: '10.0.1.1', port: 7, fromPort: 4000 }],
			['600ms fw', { do: 'ping', to: '10.0.2.2' }],
			['900ms fw', { do: 'udp', to: '10.0.2.2', port: 7, fromPort: 4000 }]
		]
	}),
	kernelLab({
		title: 'iptables: conntrack picks up a connection of which it sees the answers only',
		nodes: {
			a: { interfaces: { eth0: '10.0.1.1/24' } },
			b: {
				interfaces: { eth0: '10.0.1.2/24' },
				routes: [{ to: '10.0.1.1/32', via: '10.0.1.254' }],
				services: [{ kind: 'tcp-echo' as const, port: 7 }]
			},
			fw: {
				kind: 'router',
				interfaces: { eth0: '10.0.1.254/24' },
				sysctls: { 'net.ipv4.conf.all.send_redirects': 0, 'net.ipv4.conf.eth0.send_redirects': 0 },
				iptables: ['*filter', ':FORWARD ACCEPT', '-A FORWARD -m conntrack --ctstate INVALID', 'COMMIT']
			},
			sw: { kind: 'switch', interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['a:eth0 sw:p1', 'b:eth0 sw:p2', 'fw:eth0 sw:p3'],
		inputs: (['0s a', '300ms a', '600ms a', '900ms a'] as const).map((at, i) => [
			at,
			{ do: 'tcp', to: '10.0.1.2', port: 7, fromPort: 4000 + i, send: 'hello' }
		])
	}),
	kernelLab({
		title: 'iptables: chains of a person, jump, goto and return',
		nodes: {
			a: client,
			fw: firewall(
				'*filter',
				':FORWARD ACCEPT',
				':outer -',
				':inner -',
				':other -',
				'-A FORWARD -i left -j outer',
				'-A FORWARD -o left -g other',
				'-A FORWARD -j DROP',
				'-A outer -p udp -j inner',
				'-A outer ! -p tcp -j RETURN',
				'-A outer -p tcp -m tcp --dport 80 -j ACCEPT',
				'-A inner -s 10.0.1.0/24 ! -d 10.0.9.0/24 -g other',
				'-A inner -j DROP',
				'-A other -p udp -m udp --sport 4000 -j ACCEPT',
				'-A other -p icmp -m icmp --icmp-type 0 -j ACCEPT',
				'COMMIT'
			),
			b: server
		},
		links,
		inputs: everything
	}),
	kernelLab({
		title: 'iptables: a stateful firewall',
		nodes: {
			a: client,
			fw: firewall(
				'*filter',
				':INPUT DROP',
				':FORWARD DROP',
				'-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
				'-A INPUT -p icmp -m icmp --icmp-type 8 -j ACCEPT',
				'-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
				'-A FORWARD -m conntrack --ctstate INVALID -j DROP',
				'-A FORWARD -i left -m conntrack --ctstate NEW -j ACCEPT',
				'COMMIT'
			),
			b: server
		},
		links,
		inputs: [...everything, ['1500ms a', { do: 'udp', to: '10.0.2.2', port: 9999 }]]
	}),
	...[
		'icmp-net-unreachable',
		'icmp-host-unreachable',
		'icmp-proto-unreachable',
		'icmp-port-unreachable',
		'icmp-net-prohibited',
		'icmp-host-prohibited',
		'icmp-admin-prohibited'
	].map((how) =>
		kernelLab({
			title: `iptables: REJECT with ${how}`,
			nodes: {
				a: client,
				fw: firewall('*filter', ':FORWARD ACCEPT', `-A FORWARD -i left -j REJECT --reject-with ${how}`, 'COMMIT'),
				b: server
			},
			links,
			inputs: [
				['0s a', { do: 'ping', to: '10.0.2.2' }],
				['300ms a', { do: 'udp', to: '10.0.2.2', port: 7 }],
				['600ms a', { do: 'tcp', to: '10.0.2.2', port: 80 }]
			]
		})
	),
	kernelLab({
		title: 'iptables: REJECT with tcp-reset, forwarded and delivered, with conntrack',
		nodes: {
			a: client,
			fw: {
				...firewall(
					'*filter',
					':FORWARD ACCEPT',
					'-A INPUT -p tcp -j REJECT --reject-with tcp-reset',
					'-A FORWARD -m conntrack --ctstate NEW -p tcp -j REJECT --reject-with tcp-reset',
					'COMMIT'
				)
			},
			b: server
		},
		links,
		inputs: [
			['0s a', { do: 'http', url: 'http://10.0.2.2/' }],
			['300ms a', { do: 'tcp', to: '10.0.1.1', port: 22 }]
		]
	}),
	kernelLab({
		title: 'iptables: OUTPUT drops and rejects what a program sends',
		nodes: {
			a: {
				...client,
				iptables: [
					'*filter',
					'-A OUTPUT -p udp -j DROP',
					'-A OUTPUT -p icmp -j DROP',
					'-A OUTPUT -p tcp -j REJECT --reject-with icmp-admin-prohibited',
					'COMMIT'
				]
			},
			fw: firewall(),
			b: server
		},
		links,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.2' }],
			['300ms a', { do: 'udp', to: '10.0.2.2', port: 7 }],
			['600ms a', { do: 'tcp', to: '10.0.2.2', port: 80 }]
		]
	}),
	kernelLab({
		title: 'iptables: multiport, marks and comments',
		nodes: {
			a: client,
			fw: firewall(
				'*mangle',
				'-A PREROUTING -i left -p udp -m multiport --dports 7,9000:9010 -j MARK --set-xmark 0x5/0xff',
				'-A PREROUTING -i left -p tcp -m multiport ! --sports 1,2 -j MARK --set-mark 6',
				'-A POSTROUTING -m mark --mark 0x5/0xf',
				'COMMIT',
				'*filter',
				'-A FORWARD -m mark --mark 0x5 -m comment --comment "the echo service" -j ACCEPT',
				'-A FORWARD -m mark ! --mark 0x6 -p tcp -m multiport --ports 80 -j ACCEPT',
				'-A FORWARD -m mark --mark 0x6/0x6 -j DROP',
				'COMMIT'
			),
			b: server
		},
		links,
		inputs: [
			['0s a', { do: 'ping', to: '10.0.2.2' }],
			['300ms a', { do: 'udp', to: '10.0.2.2', port: 7 }],
			['600ms b', { do: 'ping', to: '10.0.1.2' }]
		]
	})
];
