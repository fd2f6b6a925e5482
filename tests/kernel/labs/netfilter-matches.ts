/** Every match and every target, each in rules that some packets meet and others don't. */
import { kernelLab } from '../notation.ts';

const client = { interfaces: { eth0: '10.0.1.2/24' }, routes: [{ to: 'default', via: '10.0.1.1' }] };
const server = {
	interfaces: { eth0: '10.0.2.2/24 10.0.2.3/24' },
	routes: [{ to: 'default', via: '10.0.2.1' }],
	services: [{ kind: 'udp-echo' as const, port: 7 }, { kind: 'http' as const }, { kind: 'tcp-echo' as const, port: 7 }]
};
const links = ['a:eth0 fw:left', 'fw:right b:eth0'];
type Inputs = Parameters<typeof kernelLab>[0]['inputs'];
const usual: Inputs = [
	['0s a', { do: 'ping', to: '10.0.2.2' }],
	['300ms a', { do: 'udp', to: '10.0.2.2', port: 7, fromPort: 4000 }],
	['600ms a', { do: 'tcp', to: '10.0.2.2', port: 7, fromPort: 4001, send: 'x' }],
	['900ms b', { do: 'ping', to: '10.0.1.1' }]
];

/** A router between the two with rules in one table; those that only count do so. */
function rules(title: string, table: string, lines: string[], inputs: Inputs = usual, extra: object = {}) {
	return kernelLab({
		title: `iptables: ${title}`,
		nodes: {
			a: client,
			fw: {
				kind: 'router',
				interfaces: { left: '10.0.1.1/24', right: '10.0.2.1/24' },
				iptables: [`*${table}`, ...lines, 'COMMIT'],
				...extra
			},
			b: server
		},
		links,
		inputs
	});
}

const pings = (count: number): Inputs => [['0s a', { do: 'ping', to: '10.0.2.2', count, interval: '50ms' }]];

export const netfilterMatches = [
	rules('-m tcp: ports, flags, options', 'filter', [
		'-A FORWARD -p tcp --dport 7',
		'-A FORWARD -p tcp ! --dport 7',
		'-A FORWARD -p tcp --sport 4000:4010',
		'-A FORWARD -p tcp --syn',
		'-A FORWARD -p tcp ! --syn',
		'-A FORWARD -p tcp --tcp-flags ALL SYN,ACK',
		'-A FORWARD -p tcp --tcp-flags FIN,RST FIN',
		'-A FORWARD -p tcp --tcp-option 2',
		'-A FORWARD -p tcp ! --tcp-option 8',
		'-A FORWARD ! -p tcp'
	]),
	rules(
		'-m icmp and -m udp',
		'filter',
		[
			'-A FORWARD -p icmp --icmp-type echo-request',
			'-A FORWARD -p icmp ! --icmp-type echo-request',
			'-A FORWARD -p icmp --icmp-type port-unreachable',
			'-A FORWARD -p icmp --icmp-type any',
			'-A FORWARD -p udp --sport 4000 --dport 7',
			'-A FORWARD -p udp ! --sport 4000',
			'-A FORWARD -p udp --dport 9000: -j DROP'
		],
		[
			...usual,
			['1200ms a', { do: 'udp', to: '10.0.2.2', port: 8999 }],
			['1500ms a', { do: 'udp', to: '10.0.2.2', port: 9999 }]
		]
	),
	rules(
		'-m addrtype',
		'mangle',
		[
			'-A PREROUTING -m addrtype --dst-type LOCAL',
			'-A PREROUTING -m addrtype ! --dst-type LOCAL',
			'-A PREROUTING -m addrtype --src-type UNICAST --dst-type LOCAL --limit-iface-in',
			'-A PREROUTING -m addrtype --dst-type BROADCAST,MULTICAST',
			'-A OUTPUT -m addrtype --src-type LOCAL'
		],
		[...usual, ['1200ms a', { do: 'ping', to: '10.0.2.1' }]]
	),
	rules(
		'-m mac, -m iprange, -m length, -m ttl',
		'filter',
		[
			'-A FORWARD -m mac --mac-source 02:00:00:01:00:01',
			'-A FORWARD -m mac ! --mac-source 02:00:00:01:00:01',
			'-A FORWARD -m iprange --src-range 10.0.1.1-10.0.1.2',
			'-A FORWARD -m iprange ! --dst-range 10.0.2.0-10.0.2.1 --src-range 10.0.0.0-10.0.1.255',
			'-A FORWARD -m length --length 0:60',
			'-A FORWARD -m length ! --length 84',
			'-A FORWARD -m ttl --ttl-eq 63',
			'-A FORWARD -m ttl --ttl-lt 40 -j DROP',
			'-A FORWARD -m ttl --ttl-gt 63'
		],
		[...usual, ['1200ms a', { do: 'ping', to: '10.0.2.2', ttl: 30 }]]
	),
	rules(
		'-m limit',
		'filter',
		[
			'-A FORWARD -i left -p icmp -m limit --limit 5/min --limit-burst 3 -j ACCEPT',
			'-A FORWARD -i left -p icmp -j DROP',
			'-A FORWARD -i right -m limit --limit 1/hour'
		],
		pings(12)
	),
	rules(
		'-m statistic --mode nth',
		'filter',
		[
			'-A FORWARD -i left -m statistic --mode nth --every 3 --packet 0',
			'-A FORWARD -i left -m statistic --mode nth --every 4 --packet 2 -j DROP',
			'-A FORWARD -i left -m statistic --mode nth ! --every 2 --packet 1'
		],
		pings(12)
	),
	rules('-m statistic --mode random: never and always', 'filter', [
		'-A FORWARD -m statistic --mode random --probability 0',
		'-A FORWARD -m statistic --mode random --probability 1.0',
		'-A FORWARD -m statistic --mode random ! --probability 1'
	]),
	rules(
		'-m recent: the fourth in a while is too much',
		'filter',
		[
			'-A FORWARD -i left -p icmp -m recent --name pings --set',
			'-A FORWARD -i left -p icmp -m recent --name pings --rcheck --seconds 60 --hitcount 4 -j DROP',
			'-A FORWARD -i right -m recent --name pings --rcheck --rdest',
			'-A FORWARD -i right -m recent --name pings ! --rcheck --rsource'
		],
		pings(6)
	),
	rules(
		'-m recent: knock at one port, another opens',
		'filter',
		[
			'-A FORWARD -p udp --dport 1001 -m recent --name knock --set -j DROP',
			'-A FORWARD -p tcp --syn --dport 7 -m recent --name knock --rcheck --seconds 30 --rttl -j ACCEPT',
			'-A FORWARD -p tcp --syn --dport 7 -j REJECT --reject-with tcp-reset',
			'-A FORWARD -p udp --dport 1002 -m recent --name knock --remove',
			'-A FORWARD -p udp --dport 1003 -m recent --name knock --update'
		],
		[
			['0s a', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x' }],
			['100ms a', { do: 'udp', to: '10.0.2.2', port: 1001 }],
			['200ms a', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x' }],
			['300ms a', { do: 'udp', to: '10.0.2.2', port: 1003 }],
			['400ms a', { do: 'udp', to: '10.0.2.2', port: 1002 }],
			['500ms a', { do: 'tcp', to: '10.0.2.2', port: 7, send: 'x' }]
		]
	),
	rules(
		'-m set: hash:ip, hash:ip,port, hash:net',
		'filter',
		[
			'-A FORWARD -m set --match-set hosts src',
			'-A FORWARD -m set --match-set hosts dst',
			'-A FORWARD -m set ! --match-set hosts src',
			'-A FORWARD -m set --match-set ports dst,dst',
			'-A FORWARD -m set --match-set ports src,src',
			'-A FORWARD -m set --match-set nets src',
			'-A FORWARD -m set --match-set nets dst',
			'-A FORWARD -m set --match-set nets dst --return-nomatch',
			'-A FORWARD -p udp -m set --match-set none src -j DROP'
		],
		usual,
		{
			ipsets: [
				'create hosts hash:ip',
				'add hosts 10.0.1.2',
				'add hosts 10.0.9.0/30',
				'create ports hash:ip,port timeout 300',
				'add ports 10.0.2.2,tcp:7',
				'add ports 10.0.2.2,udp:7 timeout 60',
				'add ports 10.0.2.2,icmp:echo-request',
				'create nets hash:net',
				'add nets 10.0.0.0/8',
				'add nets 10.0.2.0/24 nomatch',
				'create none hash:ip'
			]
		}
	),
	rules(
		'-m set: counters of entries, asked for and left alone',
		'filter',
		[
			'-A FORWARD -m set --match-set hosts src --packets-gt 2',
			'-A FORWARD -m set --match-set hosts src --packets-lt 6 ! --update-counters',
			'-A FORWARD -m set --match-set hosts dst ! --packets-eq 4 --bytes-gt 100',
			'-A FORWARD -m set ! --match-set hosts src --packets-gt 5 ! --update-counters',
			'-A FORWARD -m set --match-set plain src --packets-eq 7',
			'-A FORWARD -m set --match-set plain src --return-nomatch',
			'-A FORWARD -m set --match-set nets dst --packets-gt 3',
			'-A FORWARD -m set --match-set nets dst --return-nomatch --bytes-lt 1000 ! --update-subcounters',
			'-A FORWARD -m set --match-set nets src --bytes-eq 184'
		],
		usual,
		{
			ipsets: [
				'create hosts hash:ip counters',
				'add hosts 10.0.1.2',
				'add hosts 10.0.2.2 packets 3 bytes 300',
				'create plain hash:ip',
				'add plain 10.0.1.2',
				'create nets hash:net timeout 600 counters comment',
				'add nets 10.0.0.0/8 comment "all of ours"',
				'add nets 10.0.2.0/24 nomatch',
				'add nets 10.0.1.0/24 timeout 0 packets 1 bytes 100'
			]
		}
	),
	rules(
		'-m conntrack: every question',
		'mangle',
		[
			'-A FORWARD -m conntrack --ctstate NEW',
			'-A FORWARD -m conntrack --ctstate ESTABLISHED --ctdir REPLY',
			'-A FORWARD -m conntrack --ctstate RELATED',
			'-A FORWARD -m conntrack --ctstatus SEEN_REPLY',
			'-A FORWARD -m conntrack --ctstatus ASSURED',
			'-A FORWARD -m conntrack ! --ctstatus CONFIRMED',
			'-A FORWARD -m conntrack --ctproto tcp',
			'-A FORWARD -m conntrack --ctorigsrc 10.0.1.0/24 --ctorigdst 10.0.2.2',
			'-A FORWARD -m conntrack --ctrepldst 10.0.1.2 ! --ctreplsrc 10.0.2.3',
			'-A FORWARD -m conntrack --ctorigdstport 7 --ctorigsrcport 4000:4001',
			'-A FORWARD -m conntrack --ctreplsrcport 7 ! --ctrepldstport 4000',
			'-A FORWARD -m conntrack --ctexpire 0:60',
			'-A FORWARD -m state --state NEW,RELATED'
		],
		[...usual, ['1200ms a', { do: 'udp', to: '10.0.2.2', port: 9999 }]]
	),
	rules('CONNMARK carries a mark from packet to packet', 'mangle', [
		'-A PREROUTING -j CONNMARK --restore-mark',
		'-A PREROUTING -m mark ! --mark 0 -j ACCEPT',
		'-A PREROUTING -p udp -j MARK --set-mark 0x12',
		'-A PREROUTING -p tcp -j MARK --or-mark 0x30',
		'-A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff',
		'-A POSTROUTING -m connmark --mark 0x12',
		'-A POSTROUTING -m connmark --mark 0x10/0x10',
		'-A POSTROUTING -p tcp -j CONNMARK --set-xmark 0x100/0x100',
		'-A POSTROUTING -m connmark ! --mark 0'
	]),
	rules('CT: no tracking, and zones', 'raw', [
		'-A PREROUTING -p icmp -j CT --notrack',
		'-A PREROUTING -p udp -j NOTRACK',
		'-A PREROUTING -p tcp -i left -j CT --zone 7',
		'-A PREROUTING -p tcp -i right -j CT --zone 7',
		'COMMIT',
		'*filter',
		'-A FORWARD -m conntrack --ctstate UNTRACKED',
		'-A FORWARD -m conntrack --ctstate NEW',
		'-A FORWARD -m conntrack --ctstate ESTABLISHED',
		'-A FORWARD -m conntrack --ctstate INVALID'
	]),
	rules('TTL: set, raised, lowered', 'mangle', [
		'-A PREROUTING -i left -p icmp -j TTL --ttl-set 9',
		'-A POSTROUTING -o right -p udp -j TTL --ttl-inc 1',
		'-A FORWARD -p tcp -j TTL --ttl-dec 20',
		'-A PREROUTING -i right -p icmp -d 10.0.1.2 -j TTL --ttl-set 1'
	]),
	rules(
		'TCPMSS: set, and as the way lets through',
		'mangle',
		[
			'-A FORWARD -o right -p tcp --syn -j TCPMSS --set-mss 1000',
			'-A FORWARD -o left -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu'
		],
		[['0s a', { do: 'http', url: 'http://10.0.2.2/' }]],
		{ interfaces: { left: '10.0.1.1/24', right: { addresses: ['10.0.2.1/24'], mtu: 1300 } } }
	),
	rules('LOG lets packets go on', 'filter', [
		'-A FORWARD -j LOG --log-prefix "seen: " --log-level 7 --log-tcp-options --log-ip-options',
		'-A FORWARD -p udp -j LOG --log-macdecode',
		'-A FORWARD -p tcp -j LOG --log-tcp-sequence'
	]),
	// The way out is narrower: where fragments fit as they came, Linux writes into the very bytes that the packet socket of the sender shows.
	kernelLab({
		title: 'iptables: fragments are put together for conntrack, and cut again',
		nodes: {
			a: client,
			fw: {
				kind: 'router',
				interfaces: { left: '10.0.1.1/24', right: { addresses: ['10.0.2.1/24'], mtu: 1400 } },
				iptables: [
					'*filter',
					'-A FORWARD -f',
					'-A FORWARD ! -f -p udp --dport 9',
					'-A FORWARD -m conntrack --ctstate NEW',
					'COMMIT'
				]
			},
			b: { ...server, services: [{ kind: 'udp-sink', port: 9 }] }
		},
		links,
		inputs: [['0s a', { do: 'udp', to: '10.0.2.2', port: 9, size: 4000 }]]
	}),
	kernelLab({
		title: 'iptables: fragments without conntrack',
		nodes: {
			a: client,
			fw: {
				kind: 'router',
				interfaces: { left: '10.0.1.1/24', right: '10.0.2.1/24' },
				iptables: ['*filter', '-A FORWARD -f', '-A FORWARD ! -f -p udp --dport 7', 'COMMIT']
			},
			b: server
		},
		links,
		inputs: [['0s a', { do: 'udp', to: '10.0.2.2', port: 7, size: 3000 }]]
	})
];
