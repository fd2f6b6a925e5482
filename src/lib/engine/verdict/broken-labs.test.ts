/**
 * Labs that somebody has broken, each in another way: the place and the decision that killed the packet are named, and every mend that
 * is offered is used as a person would, on the whole lab, from the beginning.
 */
import { describe, expect, it } from 'vitest';
import { parseInputs } from '../../lab/parse.ts';
import type { Lab } from '../../lab/document.ts';
import { labOf, type LinkSource, type NodeSource } from '../../lab/testing/lab-of.ts';
import { Session } from '../session.ts';

type Source = Omit<NodeSource, 'id'>;
type More = Omit<Partial<NodeSource>, 'id'>;

const host = (address: string, via?: string, more: More = {}): Source => ({
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: [address] }],
	routes: via === undefined ? [] : [{ to: 'default', via }],
	...more
});
const router = (addresses: string[], more: More = {}): Source => ({
	kind: 'router',
	forwarding: true,
	interfaces: addresses.map((address, i) => ({ name: `eth${i}`, addresses: [address] })),
	...more
});
const filter = (...lines: string[]): More => ({ iptables: ['*filter', ...lines, 'COMMIT'] });
const wire: LinkSource[] = [['a/eth0', 'b/eth0']];
const around: LinkSource[] = [
	['a/eth0', 'r/eth0'],
	['r/eth1', 'b/eth0']
];
const a = host('10.0.0.1/24', '10.0.0.254');
const b = host('10.0.1.1/24', '10.0.1.254');
const r = router(['10.0.0.254/24', '10.0.1.254/24']);
const web: More = { services: [{ kind: 'http', port: 80 }] };
const names: More = { services: [{ kind: 'dns', records: { 'web.example': ['10.0.1.1'], b: ['10.0.1.99'] } }] };
const ping = { do: 'ping', to: '10.0.1.1' };
const http = { do: 'http', url: 'http://10.0.1.1/' };
/** Behind a NAT gateway with a public address. */
const outside: Source = {
	kind: 'internet',
	forwarding: true,
	interfaces: [
		{ name: 'lo', addresses: ['8.8.8.8/32'] },
		{ name: 'eth0', addresses: ['203.0.113.1/24'] }
	]
};
const gateway = (more: More = {}): Source =>
	router(['10.0.0.254/24', '203.0.113.2/24'], { routes: [{ to: 'default', via: '203.0.113.1' }], ...more });
const forwarding = (nat: NodeSource['nat']): Record<string, Source> => ({
	a: host('203.0.113.9/24'),
	r: router(['203.0.113.2/24', '192.168.0.1/24'], { nat }),
	b: host('192.168.0.5/24', '192.168.0.1', web)
});
const atGateway = { do: 'http', url: 'http://203.0.113.2/' };

interface Broken {
	nodes: Record<string, Source>;
	links?: LinkSource[];
	action: object;
	/** What is said of it, at which node; "" where no packet was lost. */
	place: string;
	died: RegExp;
	/** The first mend. */
	mend: string;
	/** Another one, for what was lost before in another way. */
	also?: string;
	loss?: number;
	/** What is said to be wrong, where the loss itself does not say it. */
	because?: string;
}

const labs: Record<string, Broken> = {
	"a server's firewall lets only SSH in": {
		nodes: { a, r, b: { ...b, ...web, ...filter(':INPUT DROP', '-A INPUT -p tcp --dport 22 -j ACCEPT') } },
		action: http,
		place: 'b',
		died: /INPUT chain says DROP/,
		mend: 'Accept tcp to port 80 of 10.0.1.1 in INPUT on b'
	},
	'a router forwards only what is known': {
		nodes: {
			a,
			r: { ...r, ...filter(':FORWARD DROP', '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT') },
			b: { ...b, ...web }
		},
		action: http,
		place: 'r',
		died: /FORWARD chain says DROP/,
		mend: 'Accept tcp to port 80 of 10.0.1.1 in FORWARD on r'
	},
	'answers are not let back': {
		nodes: { a, r: { ...r, ...filter(':FORWARD DROP', '-A FORWARD -i eth0 -j ACCEPT') }, b: { ...b, ...web } },
		action: http,
		place: 'r',
		died: /FORWARD chain says DROP/,
		mend: 'Accept answers in FORWARD on r'
	},
	'a chain of its own rejects the web': {
		nodes: {
			a,
			r: { ...r, ...filter(':WALL -', '-A FORWARD -j WALL', '-A WALL -p tcp -m multiport --dports 80,443 -j REJECT') },
			b: { ...b, ...web }
		},
		action: http,
		place: 'r',
		died: /rejects the packet/,
		mend: 'Remove rule 1 of WALL in filter on r (REJECT)'
	},
	'the raw table drops it': {
		nodes: { a, r: { ...r, iptables: ['*raw', '-A PREROUTING -s 10.0.0.1/32 -j DROP', 'COMMIT'] }, b },
		action: ping,
		place: 'r',
		died: /raw PREROUTING chain says DROP/,
		mend: 'Remove rule 1 of PREROUTING in raw on r (DROP)'
	},
	'answers would take another way, and a reverse path filter minds': {
		nodes: {
			a,
			r: router(['10.0.0.254/24', '10.8.0.1/30', '10.7.0.1/30'], { routes: [{ to: '10.0.1.0/24', via: '10.8.0.2' }] }),
			s: router(['10.8.0.2/30', '10.0.1.254/24', '10.6.0.1/30'], {
				routes: [{ to: '10.0.0.0/24', via: '10.6.0.2' }],
				sysctls: { 'net.ipv4.conf.all.rp_filter': 1 }
			}),
			x: router(['10.6.0.2/30', '10.7.0.2/30'], { routes: [{ to: '10.0.0.0/24', via: '10.7.0.1' }] }),
			b
		},
		links: [
			['a/eth0', 'r/eth0'],
			['r/eth1', 's/eth0'],
			['s/eth1', 'b/eth0'],
			['s/eth2', 'x/eth0'],
			['x/eth1', 'r/eth2']
		],
		action: ping,
		place: 's',
		died: /eth0/,
		mend: 'Set net.ipv4.conf.all.rp_filter of s to 0'
	},
	'a private address goes out as it is': {
		nodes: { a, r: gateway(), b: outside },
		action: { do: 'ping', to: '8.8.8.8' },
		place: 'b',
		died: /matches no route/,
		mend: 'Let r masquerade what leaves by eth1'
	},
	'a gateway masquerades a subnet that nobody has': {
		nodes: { a, r: gateway({ nat: [{ target: 'MASQUERADE', out: 'eth1', source: '10.0.10.0/24' }] }), b: outside },
		action: { do: 'ping', to: '8.8.8.8' },
		place: 'b',
		died: /matches no route/,
		mend: 'Let the MASQUERADE rule of r be for 10.0.0.0/24',
		because: 'the MASQUERADE rule of r is for 10.0.10.0/24, and nobody has an address of that subnet'
	},
	'a gateway masquerades on its inner side': {
		nodes: { a, r: gateway({ nat: [{ target: 'MASQUERADE', out: 'eth0' }] }), b: outside },
		action: { do: 'ping', to: '8.8.8.8' },
		place: 'b',
		died: /matches no route/,
		mend: 'Let r masquerade what leaves by eth1'
	},
	'a port forward is missing': {
		nodes: forwarding([]),
		action: atGateway,
		place: 'r',
		died: /no program at TCP port 80/,
		mend: 'Forward port 80/tcp of r to b (192.168.0.5:80)'
	},
	'a port forward leads to nobody': {
		nodes: forwarding([{ target: 'DNAT', protocol: 'tcp', port: 80, to: '192.168.0.77' }]),
		action: atGateway,
		place: 'r',
		died: /nobody answered the ARP requests/,
		mend: 'Let the port forward of r lead to b (192.168.0.5:80)'
	},
	'a port forward leads to the wrong port': {
		nodes: forwarding([{ target: 'DNAT', protocol: 'tcp', port: 80, to: '192.168.0.5', toPort: 8080 }]),
		action: atGateway,
		place: 'b',
		died: /no program at TCP port 8080/,
		mend: 'Let the port forward of r lead to port 80 of b'
	},
	'the TTL is too small': {
		nodes: { a, r, b },
		action: { ...ping, ttl: 1 },
		place: 'r',
		died: /TTL has run out/,
		mend: 'Send it with a TTL of 64'
	},
	'it is too large and may not be cut': {
		nodes: {
			a,
			r: {
				...r,
				interfaces: [
					{ name: 'eth0', addresses: ['10.0.0.254/24'] },
					{ name: 'eth1', addresses: ['10.0.1.254/24'], mtu: 1000 }
				]
			},
			b: { ...b, interfaces: [{ name: 'eth0', addresses: ['10.0.1.1/24'], mtu: 1000 }] }
		},
		action: { ...ping, size: 1400, pmtu: 'do' },
		place: 'r',
		died: /only 1000 bytes fit/,
		mend: 'Set the MTU of both ends of r – b to 1500'
	},
	'large segments vanish, and the word about it too': {
		nodes: {
			a,
			r: {
				...r,
				interfaces: [
					{ name: 'eth0', addresses: ['10.0.0.254/24'] },
					{ name: 'eth1', addresses: ['10.0.1.254/24'], mtu: 1000 }
				],
				...filter('-A OUTPUT -p icmp -j DROP')
			},
			b: { ...b, services: [{ kind: 'tcp-echo', port: 7 }] }
		},
		action: { do: 'tcp', to: '10.0.1.1', port: 7, send: 'x'.repeat(4000) },
		place: 'r',
		died: /only 1000 bytes fit/,
		mend: 'Set the MTU of eth1 of r to 1500'
	},
	'the server is at another port': {
		nodes: { a, r, b: { ...b, services: [{ kind: 'http', port: 8080 }] } },
		action: http,
		place: 'b',
		died: /no program at TCP port 80/,
		mend: 'Send it to port 8080, where b has http'
	},
	'a service listens at one address only': {
		nodes: {
			a,
			r,
			b: {
				...b,
				interfaces: [{ name: 'eth0', addresses: ['10.0.1.1/24', '10.0.1.2/24'] }],
				services: [{ kind: 'udp-echo', port: 7, address: '10.0.1.2' }]
			}
		},
		action: { do: 'udp', to: '10.0.1.1', port: 7 },
		place: 'b',
		died: /no program at UDP port 7/,
		mend: 'Let udp-echo of b listen at 10.0.1.1 too, as at all its addresses'
	},
	'a rule leads to a table with a black hole': {
		nodes: {
			a,
			r: {
				...r,
				routes: [{ to: 'default', type: 'blackhole', table: 100 }],
				rules: [{ priority: 100, from: '10.0.0.0/24', table: 100 }]
			},
			b
		},
		action: ping,
		place: 'r',
		died: /blackhole/,
		mend: 'Remove the route blackhole default in table 100 from r'
	},
	'a neighbour entry is wrong': {
		nodes: {
			a: host('10.0.0.1/24', undefined, {
				neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:99', dev: 'eth0' }]
			}),
			b: host('10.0.0.2/24')
		},
		links: wire,
		action: { do: 'ping', to: '10.0.0.2' },
		place: '',
		died: /^$/,
		mend: 'Remove the entry: a asks by ARP',
		because: 'a has 02:00:00:00:00:99 as the MAC of 10.0.0.2, and '
	},
	'two ports of a bridge are isolated': {
		nodes: {
			a: host('10.0.0.1/24'),
			b: host('10.0.0.2/24'),
			s: {
				kind: 'switch',
				interfaces: [
					{ name: 'eth0', port: { isolated: true } },
					{ name: 'eth1', port: { isolated: true } }
				],
				bridge: {}
			}
		},
		links: [
			['a/eth0', 's/eth0'],
			['b/eth0', 's/eth1']
		],
		action: { do: 'ping', to: '10.0.0.2' },
		place: 'a',
		died: /nobody answered the ARP requests/,
		mend: 'Switch isolation off on eth0 of s',
		because: 'eth0 of s is isolated: nothing passes between it and another isolated port'
	},
	'pings are ignored': {
		nodes: { a, r, b: { ...b, sysctls: { 'net.ipv4.icmp_echo_ignore_all': 1 } } },
		action: ping,
		place: 'b',
		died: /does nothing with this ICMP message/,
		mend: 'Set net.ipv4.icmp_echo_ignore_all of b to 0'
	},
	'a host has an address of another subnet': {
		nodes: { a: host('10.0.5.1/24', '10.0.5.254'), r, b },
		action: ping,
		place: 'a',
		died: /nobody answered the ARP requests/,
		mend: 'Give eth0 of a 10.0.0.1/24, and send through r (10.0.0.254)'
	},
	'a name is misspelt': {
		nodes: { a: { ...a, nameservers: ['10.0.1.1'] }, r, b: { ...b, ...names } },
		action: { do: 'ping', to: 'wbe.example' },
		place: 'a',
		died: /no such name as wbe.example/,
		mend: 'Ask for web.example'
	},
	'the nameserver is nobody': {
		nodes: { a: { ...a, nameservers: ['10.0.1.9'] }, r, b: { ...b, ...names } },
		action: { do: 'ping', to: 'web.example' },
		place: 'r',
		died: /nobody answered the ARP requests/,
		mend: 'Let a ask b (nameserver 10.0.1.1)'
	},
	'a record names the wrong address': {
		nodes: { a: { ...a, nameservers: ['10.0.1.1'] }, r, b: { ...b, ...names } },
		action: { do: 'ping', to: 'b' },
		place: 'r',
		died: /nobody answered the ARP requests/,
		mend: 'Let b be 10.0.1.1 in the zone of b'
	},
	'there is no DHCP server': {
		nodes: { a: { kind: 'host', interfaces: [{ name: 'eth0' }] }, b: host('10.0.0.2/24') },
		links: wire,
		action: { do: 'dhcp', interface: 'eth0' },
		place: 'b',
		died: /no program at UDP port 67/,
		mend: 'Start a DHCP server on eth0 of b'
	},
	'a link loses everything': {
		nodes: { a, r, b },
		loss: 1,
		action: ping,
		place: 'r',
		died: /nobody answered the ARP requests/,
		mend: 'Let the link r – b lose nothing',
		because: 'the link r – b loses all that r sends, and all that b sends'
	},
	'a firewall lets in the port that was asked for, and a port forward has made it another one before': {
		nodes: {
			a: host('203.0.113.9/24'),
			r: router(['203.0.113.2/24', '192.168.0.1/24'], {
				nat: [
					{ target: 'DNAT', destination: '203.0.113.2', protocol: 'tcp', port: 8080, to: '192.168.0.5', toPort: 80 }
				],
				...filter(
					':FORWARD DROP',
					'-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
					'-A FORWARD -p tcp -m tcp --dport 8080 -j ACCEPT'
				)
			}),
			b: host('192.168.0.5/24', '192.168.0.1', web)
		},
		action: { do: 'http', url: 'http://203.0.113.2:8080/' },
		place: 'r',
		died: /FORWARD chain says DROP/,
		mend: 'Accept tcp to port 80 of 192.168.0.5 in FORWARD on r'
	},
	'a router says nothing of what is too large for its next link': {
		nodes: {
			a,
			r: {
				...router([], filter('-A OUTPUT -p icmp -j DROP')),
				interfaces: [
					{ name: 'eth0', addresses: ['10.0.0.254/24'], mtu: 1400 },
					{ name: 'eth1', addresses: ['10.0.1.254/24'] }
				]
			},
			b: { ...b, services: [{ kind: 'http', port: 80, body: 'x'.repeat(4000) }] }
		},
		action: http,
		place: 'r',
		died: /only 1400 bytes fit/,
		mend: 'Set the MTU of eth0 of r to 1500',
		also: 'Remove rule 1 of OUTPUT in filter on r (DROP)'
	},
	'three routers, and the one in the middle sends it back': {
		nodes: {
			a,
			r: router(['10.0.0.254/24', '10.8.0.1/30'], { routes: [{ to: 'default', via: '10.8.0.2' }] }),
			s: router(['10.8.0.2/30', '10.9.0.1/30'], {
				routes: [
					{ to: 'default', via: '10.8.0.1' },
					{ to: '10.0.0.0/24', via: '10.8.0.1' }
				]
			}),
			t: router(['10.9.0.2/30', '10.0.1.254/24'], { routes: [{ to: 'default', via: '10.9.0.1' }] }),
			b
		},
		links: [
			['a/eth0', 'r/eth0'],
			['r/eth1', 's/eth0'],
			['s/eth1', 't/eth0'],
			['t/eth1', 'b/eth0']
		],
		action: ping,
		place: 's',
		died: /TTL has run out/,
		mend: 'Add 10.0.1.0/24 via 10.9.0.2 to s'
	}
};

function run(lab: Lab, action: object): Session {
	const inputs = parseInputs([{ node: 'a', action }], lab);
	if (!inputs.ok) throw new Error(inputs.problems[0].message);
	const session = new Session(lab);
	session.input(inputs.inputs, 0);
	while (session.advance());
	return session;
}

/** A DHCP client stays, once it has its lease. */
function fine(session: Session): boolean {
	const { status } = session.progress.flows[0];
	return status === 'ok' || (status === 'running' && session.records(0, 1000).some(bound));
}

function bound(record: ReturnType<Session['records']>[number]): boolean {
	return record.type === 'step' && record.facts.kind === 'dhcp-state' && record.facts.after === 'BOUND';
}

describe.each(Object.entries(labs))(
	'%s',
	(_, { nodes, links = around, action, place, died, mend, also, loss, because = '' }) => {
		const sound = labOf(
			Object.entries(nodes).map(([id, node]) => ({ id, ...node })),
			links
		);
		const lab: Lab = loss === undefined ? sound : { ...sound, links: sound.links.with(1, { ...sound.links[1], loss }) };
		const session = run(lab, action);
		const verdict = session.verdict(0);

		it('the verdict names the place, the decision and the mend', () => {
			expect(verdict).not.toBeNull();
			const { record, mends } = verdict!;
			const sentence = record < 0 ? '' : session.explain(record).sentence;
			expect([record < 0 ? '' : session.records(record, 1)[0].node, mends[0]?.text]).toEqual([place, mend]);
			expect(sentence).toMatch(died);
			expect(mends[0].because).toContain(because);
			if (also !== undefined) expect(mends.map(({ text }) => text)).toContain(also);
		});

		it('every mend is right', () => {
			for (const { text, lab: mended, input } of verdict!.mends)
				expect([text, fine(run(mended ?? lab, input.action))]).toEqual([text, true]);
		});
	}
);
