/**
 * Every kind of step with every variant of its facts, read as a person reads it: whole sentences, no holes. The samples
 * of a kind are the product of the values that its sentence distinguishes.
 */
import { describe, expect, it } from 'vitest';
import { formatMac, parseIpv4, parseMac } from '../../net/text.ts';
import { TCP_ACK, TCP_PSH, TCP_SYN } from '../../wire/tcp.ts';
import { explainStep, stepLabel, stepMarks } from '../explanation.ts';
import type { StepRecord } from '../record.ts';
import { mostSignificant, significance } from '../significance.ts';
import type { Names } from '../view.ts';
import { dropReasons } from './drop-reasons.ts';
import { HOLES } from './holes.ts';
import type { DropReason, Errno, Facts, NudState, PortState, RouteFacts, StepFacts, StepKind, Tuple } from './types.ts';

const A = parseIpv4('10.0.0.1');
const B = parseIpv4('10.0.2.7');
const MAC = parseMac('02:00:00:00:00:01');
const OTHER = parseMac('02:00:00:00:00:02');
const EVERYBODY = parseMac('ff:ff:ff:ff:ff:ff');
const S = 1_000_000_000;

const names: Names = {
	node: (id) => id,
	program: (owner) => (owner === '7' ? 'http' : ''),
	link: (id) => `h1 eth0 – r1 ${id}`
};

function stepOf(facts: Facts, changes: Partial<StepRecord> = {}): StepRecord {
	return {
		type: 'step',
		id: 1,
		time: 0,
		flow: 0,
		cause: -1,
		node: 'r1',
		netns: 0,
		stage: 'device',
		verdict: 'pass',
		hop: 0,
		facts,
		label: stepLabel(facts),
		...changes
	};
}

const sentence = (facts: Facts, changes: Partial<StepRecord> = {}) =>
	explainStep(stepOf(facts, changes), names).sentence;

/** All combinations of the values given for each field. */
function product<T extends object>(fields: { [K in keyof T]: readonly T[K][] }): T[] {
	let all: Partial<T>[] = [{}];
	for (const [name, values] of Object.entries(fields) as [keyof T, readonly T[keyof T][]][])
		all = all.flatMap((sample) => values.map((value) => ({ ...sample, [name]: value })));
	return all as T[];
}

const route = (changes: Partial<RouteFacts> = {}): RouteFacts => ({
	network: parseIpv4('10.0.2.0'),
	length: 24,
	type: 'unicast',
	gateway: 0,
	dev: 'eth1',
	metric: 0,
	scope: 'link',
	preferredSource: 0,
	origin: 'kernel',
	table: 'main',
	tos: 0,
	hops: [],
	...changes
});
const defaultRoute = route({ network: 0, length: 0, gateway: A, dev: 'eth0', origin: 'static', scope: 'global' });
const elsewhere = route({ network: parseIpv4('10.0.3.0'), dev: 'eth2' });
const tcp: Tuple = { protocol: 6, source: A, destination: B, sourcePort: 40000, destinationPort: 80 };
const icmp: Tuple = { protocol: 1, source: A, destination: B, sourcePort: 5, destinationPort: 8 << 8 };
const other: Tuple = { protocol: 47, source: A, destination: B, sourcePort: 0, destinationPort: 0 };
const translated = { ...tcp, source: parseIpv4('203.0.113.2'), sourcePort: 1024 };

const nudStates: NudState[] = [
	'NONE',
	'INCOMPLETE',
	'REACHABLE',
	'STALE',
	'DELAY',
	'PROBE',
	'FAILED',
	'PERMANENT',
	'NOARP'
];
const errnos: Errno[] = ['ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EINVAL', 'ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET',
	'EMSGSIZE', 'EADDRINUSE', 'EPROTO', 'ENOENT', 'EAGAIN', 'ENETDOWN', 'ENOBUFS', 'EPIPE', 'EPERM']; // prettier-ignore
const reasons = Object.keys(dropReasons) as DropReason[];
const neighbourWhys: StepFacts['neigh-state']['why'][] = ['created', 'reply', 'request', 'unused', 'used', 'delay-over',
	'probe-failed', 'no-answer', 'confirmed', 'static', 'expired', 'removed']; // prettier-ignore
const matched = { chain: 'POSTROUTING', number: 1, text: '-o eth1 -j MASQUERADE', matched: true, failed: '' };
const missed = { ...matched, matched: false, failed: '-o eth1' };

const portStates: PortState[] = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'];

const samples: { [K in StepKind]: StepFacts[K][] } = {
	receive: product<StepFacts['receive']>({
		dev: ['eth0'],
		source: [MAC],
		destination: [OTHER],
		etherType: [0x0800, 0x0806, 0x86dd],
		toUs: ['unicast', 'broadcast', 'multicast', 'other']
	}),
	drop: product<StepFacts['drop']>({ reason: reasons, dev: ['eth0', ''], detail: ['', '1500'] }),
	'packet-socket': [{ owner: '7', dev: 'eth0' }],
	'dhcp-answer': product<StepFacts['dhcp-answer']>({
		answer: ['offer', 'ack', 'nak', 'none'],
		address: [A],
		mac: [MAC],
		lease: [3600],
		why: ['free', 'leased', 'offered', 'renewed', 'wrong-network', 'taken', 'pool-empty', 'other-server']
	}),
	'dhcp-free': product<StepFacts['dhcp-free']>({ address: [A], mac: [MAC], why: ['released', 'declined'] }),
	'dhcp-state': product<StepFacts['dhcp-state']>({
		dev: ['eth0'],
		before: ['INIT'],
		after: ['INIT', 'SELECTING', 'REQUESTING', 'PROBING', 'BOUND', 'RENEWING', 'REBINDING', 'RELEASED'],
		address: [A],
		timeout: [60, 1]
	}),
	'link-queue': product<StepFacts['link-queue']>({ dev: ['eth0'], before: [1, 7], wait: [80_000] }),
	'link-double': [{ dev: 'eth0' }],
	'link-overtake': [{ dev: 'eth0', by: 3 * S }],
	'bridge-receive': product<StepFacts['bridge-receive']>({
		bridge: ['br0', 'r1'],
		port: ['veth1'],
		source: [MAC],
		destination: [OTHER, EVERYBODY, parseMac('01:00:5e:00:00:01')],
		state: portStates
	}),
	'fdb-learn': product<StepFacts['fdb-learn']>({ bridge: ['br0'], mac: [MAC], port: ['veth1'], was: ['', 'veth2'] }),
	'fdb-lookup': product<StepFacts['fdb-lookup']>({
		bridge: ['br0'],
		mac: [MAC],
		port: ['', 'veth1', 'br0'],
		local: [true, false],
		static: [true, false]
	}),
	'bridge-flood': product<StepFacts['bridge-flood']>({
		bridge: ['br0'],
		from: ['veth1', ''],
		ports: [[], ['veth2'], ['veth2', 'veth3'], ['veth2', 'veth3', 'veth4']],
		kept: [
			[],
			[{ port: 'veth5', why: 'isolated' }],
			[
				{ port: 'veth5', why: 'flag' },
				{ port: 'veth6', why: 'blocking' }
			]
		],
		why: ['broadcast', 'multicast', 'unknown'],
		toSelf: [true, false]
	}),
	'bridge-netfilter': product<StepFacts['bridge-netfilter']>({
		bridge: ['br0'],
		port: ['veth1'],
		hook: ['PREROUTING', 'FORWARD']
	}),
	'bridge-hairpin': product<StepFacts['bridge-hairpin']>({ bridge: ['br0'], port: ['veth1'] }),
	'macvlan-send': product<StepFacts['macvlan-send']>({
		dev: ['eth0'],
		lower: ['eth1'],
		mode: ['bridge', 'private', 'vepa', 'passthru'],
		to: [[], ['mv1'], ['mv1', 'mv2']],
		out: [true, false]
	}),
	'macvlan-receive': product<StepFacts['macvlan-receive']>({
		dev: ['eth0'],
		to: ['mv0'],
		node: ['', 'c1'],
		mac: [MAC],
		mode: ['bridge', 'private', 'vepa', 'passthru']
	}),
	'vxlan-send': product<StepFacts['vxlan-send']>({
		dev: ['eth0'],
		vni: [42],
		mac: [MAC, EVERYBODY],
		group: [true, false],
		known: [true, false],
		static: [true, false],
		remotes: [[], [A], [A, B]]
	}),
	'vxlan-bypass': product<StepFacts['vxlan-bypass']>({ dev: ['vx0'], to: ['vx0'] }),
	'vxlan-receive': product<StepFacts['vxlan-receive']>({ dev: ['eth0'], vni: [42], remote: [A], source: [MAC] }),
	'vxlan-learn': product<StepFacts['vxlan-learn']>({ dev: ['eth0'], mac: [MAC], remote: [A], was: [0, B] }),
	'bpdu-receive': product<StepFacts['bpdu-receive']>({
		bridge: ['br0'],
		port: ['veth1'],
		type: ['config', 'tcn'],
		root: ['8000020000000001'],
		cost: [0, 4],
		sender: ['8000020000000002'],
		senderPort: [0x8001],
		own: ['8000020000000003'],
		knownRoot: ['8000020000000003'],
		better: [true, false],
		change: [true, false],
		ack: [true, false]
	}),
	'stp-state': product<StepFacts['stp-state']>({
		bridge: ['br0'],
		port: ['veth1'],
		before: portStates,
		after: portStates,
		role: ['root', 'designated', 'alternate', 'disabled'],
		why: ['enabled', 'disabled', 'root-port', 'designated', 'better-way', 'delay-over', 'no-delay'],
		root: ['8000020000000001'],
		neighbour: ['8000020000000002'],
		cost: [0, 2]
	}),
	'stp-change': product<StepFacts['stp-change']>({ bridge: ['br0'], root: [true, false] }),
	'stp-lost': product<StepFacts['stp-lost']>({ bridge: ['br0'], port: ['veth1'], neighbour: ['8000020000000002'] }),
	'neigh-lookup': product<StepFacts['neigh-lookup']>({
		dev: ['eth0'],
		address: [A],
		state: nudStates,
		mac: [0, MAC],
		gateway: [true, false]
	}),
	'neigh-queue': product<StepFacts['neigh-queue']>({ dev: ['eth0'], address: [A], waiting: [1, 2, 300], limit: [277] }),
	'neigh-state': product<StepFacts['neigh-state']>({
		dev: ['eth0'],
		address: [A],
		before: ['NONE', 'REACHABLE'],
		after: nudStates,
		macBefore: [0, MAC],
		macAfter: [0, MAC, OTHER],
		why: neighbourWhys
	}),
	'neigh-flush': product<StepFacts['neigh-flush']>({ dev: ['eth0'], address: [A], mac: [MAC], sent: [0, 1, 3] }),
	'arp-request': product<StepFacts['arp-request']>({
		dev: ['eth0'],
		target: [B],
		sender: [A, 0],
		attempt: [1, 3],
		of: [3],
		unicast: [true, false]
	}),
	'arp-receive': product<StepFacts['arp-receive']>({
		dev: ['eth0'],
		operation: ['request', 'reply'],
		senderMac: [MAC],
		sender: [A, 0, B],
		target: [B],
		mine: [true, false]
	}),
	'arp-reply': product<StepFacts['arp-reply']>({
		dev: ['eth0'],
		target: [A, 0],
		targetMac: [MAC],
		address: [B],
		mac: [OTHER]
	}),
	route: product<StepFacts['route']>({
		destination: [B],
		source: [A, 0],
		from: ['', 'eth0'],
		candidates: [
			[],
			[route()],
			[route(), defaultRoute],
			[route(), route({ metric: 100, dev: 'eth3' }), defaultRoute],
			[route(), route({ dev: 'eth3' })],
			[route({ type: 'local', table: 'local', length: 32, network: B, scope: 'host' }), route()],
			[route({ type: 'broadcast', table: 'local', length: 32, network: B })],
			...(['blackhole', 'unreachable', 'prohibit'] as const).map((type) => [route({ type, dev: '' }), defaultRoute]),
			[route({ length: 1, network: 0 })],
			[route({ length: 32, network: B }), route()]
		],
		winner: [0, -1, 1],
		losers: [[], [elsewhere], [elsewhere, elsewhere, elsewhere, elsewhere]],
		errno: ['', 'ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EINVAL']
	}),
	'rule-lookup': (['no-match', 'no-route', 'suppressed', 'route', 'refused', 'goto', 'unresolved'] as const).flatMap(
		(outcome) =>
			['', 'from', 'mark'].map((failed) => {
				const rule = { priority: 100, text: 'from 10.0.0.1 lookup 100', failed, outcome };
				return { destination: B, source: A, mark: 0, tried: [{ ...rule, outcome: 'no-match' as const }, rule] };
			})
	),
	multipath: product<StepFacts['multipath']>({
		hash: [123_456],
		policy: [0, 1],
		hops: [
			[
				{ gateway: A, dev: 'eth0', weight: 1, upTo: 1_000_000, matchesSource: false },
				{ gateway: 0, dev: 'eth1', weight: 2, upTo: 2_147_483_647, matchesSource: true },
				{ gateway: B, dev: 'eth2', weight: 1, upTo: -1, matchesSource: false }
			]
		],
		winner: [0, 1]
	}),
	'rp-filter': product<StepFacts['rp-filter']>({
		source: [A],
		dev: ['eth1'],
		mode: ['strict', 'loose'],
		back: [null, route(), defaultRoute, route({ hops: [{ gateway: A, dev: 'eth3', weight: 1 }] })],
		passed: [true, false]
	}),
	'arp-proxy': product<StepFacts['arp-proxy']>({
		dev: ['eth0'],
		target: [B],
		why: ['proxy_arp', 'proxy_arp_pvlan', 'neighbour'],
		by: ['eth1']
	}),
	'arp-announce': [{ dev: 'eth0', address: A }],
	'source-address': product<StepFacts['source-address']>({
		destination: [B],
		chosen: [A],
		dev: ['eth0'],
		why: ['preferred', 'same-subnet', 'primary', 'bound']
	}),
	ttl: [
		{ before: 64, after: 63 },
		{ before: 1, after: 0 }
	],
	fragment: product<StepFacts['fragment']>({ length: [3000], mtu: [1500], pieces: [1, 2] }),
	conntrack: product<StepFacts['conntrack']>({
		state: ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID'],
		original: [tcp, icmp, other],
		reply: [tcp],
		direction: ['original', 'reply'],
		created: [true, false],
		protocolState: ['', 'SYN_SENT'],
		timeout: [30 * S, 432_000 * S, 1_234_567]
	}),
	chain: product<StepFacts['chain']>({
		table: ['nat', 'filter'],
		chain: ['PREROUTING', 'INPUT'],
		tried: [
			[],
			[matched],
			[missed],
			[{ ...missed, failed: '' }],
			[missed, missed],
			[missed, { ...matched, number: 2 }]
		],
		by: ['mine'],
		number: [0, 2],
		target: ['ACCEPT', 'MASQUERADE']
	}),
	'target-change': product<StepFacts['target-change']>({
		target: ['MARK', 'TTL'],
		field: ['mark', 'TTL'],
		before: ['0x0'],
		after: ['0x1']
	}),
	'nf-log': product<StepFacts['nf-log']>({ line: ['IN=eth0 OUT= SRC=10.0.0.1 PROTO=TCP'], level: [4] }),
	'nf-reset': product<StepFacts['nf-reset']>({ from: [A], to: [B], port: [80] }),
	'nat-setup': product<StepFacts['nat-setup']>({
		target: ['', 'SNAT', 'DNAT', 'MASQUERADE'],
		side: ['source', 'destination'],
		from: [tcp, icmp],
		to: [translated],
		collision: [true, false]
	}),
	'nat-rewrite': product<StepFacts['nat-rewrite']>({
		side: ['source', 'destination'],
		before: [tcp, icmp, other],
		after: [translated],
		inner: [true, false]
	}),
	deliver: product<StepFacts['deliver']>({ protocol: [1, 6, 17, 47], destination: [B], dev: ['eth0'] }),
	forward: product<StepFacts['forward']>({ from: ['eth0'], to: ['eth0', 'eth1'] }),
	'icmp-receive': product<StepFacts['icmp-receive']>({
		type: [0, 3, 4, 5, 8, 11, 12, 42],
		code: [0, 1, 3, 4, 200],
		id: [5],
		sequence: [1],
		source: [A]
	}),
	'icmp-error': product<StepFacts['icmp-error']>({
		type: [3, 5, 11, 12],
		code: [0, 1, 3, 4, 13],
		to: [A],
		from: [A, B],
		why: ['', ...reasons],
		mtu: [0, 1400]
	}),
	'icmp-timestamp-reply': [{ to: A, time: 1234 }],
	'ip-options': product<StepFacts['ip-options']>({ dev: ['eth0'], recorded: [true, false], stamped: [true, false] }),
	'icmp-echo-reply': product<StepFacts['icmp-echo-reply']>({ to: [A], id: [5], sequence: [1], length: [64] }),
	'socket-lookup': product<StepFacts['socket-lookup']>({
		protocol: [1, 6, 17],
		address: [A],
		port: [80],
		found: [true, false],
		owner: ['7', '', '99'],
		peer: [0, B],
		peerPort: [0, 4000]
	}),
	'socket-send': product<StepFacts['socket-send']>({
		protocol: [1, 6, 17],
		source: [A],
		sourcePort: [40000],
		destination: [B],
		destinationPort: [80, 0],
		length: [0, 1, 5]
	}),
	'socket-receive': product<StepFacts['socket-receive']>({
		protocol: [1, 6, 17],
		length: [0, 1, 5],
		owner: ['7', ''],
		source: [A],
		sourcePort: [40000]
	}),
	'socket-error': product<StepFacts['socket-error']>({
		protocol: [1, 6, 17],
		errno: errnos,
		owner: ['7', ''],
		address: [0, A]
	}),
	'tcp-receive': product<StepFacts['tcp-receive']>({
		flags: [0, TCP_SYN, TCP_ACK | TCP_PSH],
		seq: [1],
		ack: [0],
		length: [0, 1, 5],
		window: [64240],
		state: ['', 'ESTAB']
	}),
	'tcp-send': product<StepFacts['tcp-send']>({
		flags: [TCP_ACK],
		seq: [1],
		ack: [1],
		length: [0, 1, 5],
		window: [64240],
		state: ['ESTAB'],
		why: ['connect', 'accept', 'cookie', 'data', 'ack', 'close', 'reset', 'retransmit', 'probe']
	}),
	'tcp-state': product<StepFacts['tcp-state']>({ before: ['LISTEN'], after: ['SYN-RECV'], why: ['', 'SYN received'] }),
	'tcp-timer': product<StepFacts['tcp-timer']>({
		timer: ['retransmit', 'delayed-ack', 'time-wait', 'probe', 'keepalive'],
		attempt: [1],
		timeout: [200_000_000, S]
	}),
	input: [{ text: 'ping 10.0.2.7' }],
	'frame-send': [{ dev: 'eth0', length: 60 }],
	'app-start': [{ program: 'ping', command: 'ping 10.0.2.7' }],
	'app-output': [{ program: 'ping', line: '64 bytes from 10.0.2.7' }],
	'app-end': product<StepFacts['app-end']>({ program: ['ping'], ok: [true, false], result: ['1 reply in 0.412 ms'] }),
	'name-lookup': product<StepFacts['name-lookup']>({
		name: ['web.example'],
		source: ['hosts', 'dns', 'literal'],
		addresses: [[], [A], [A, B]],
		answers: [[], ['CNAME web.example']],
		code: ['NOERROR', 'NXDOMAIN', 'SERVFAIL'],
		server: [0, B]
	}),
	'dns-answer': product<StepFacts['dns-answer']>({
		name: ['web.example'],
		type: ['A'],
		code: ['NOERROR', 'NXDOMAIN', 'REFUSED'],
		answers: [[], ['A 10.0.0.1'], ['A 10.0.0.1', 'A 10.0.0.2']],
		from: ['zone', 'cache', 'upstream'],
		to: [A]
	}),
	'dns-forward': [{ name: 'web.example', type: 'A', server: B }],
	'dns-query': product<StepFacts['dns-query']>({
		name: ['web.example'],
		type: ['A', 'SRV'],
		server: [B],
		tcp: [true, false],
		attempt: [1, 2]
	}),
	'http-ask': product<StepFacts['http-ask']>({
		method: ['GET', 'POST'],
		target: ['/'],
		host: ['web.example'],
		version: ['HTTP/1.1'],
		length: [0, 12],
		number: [1, 2]
	}),
	'http-answer': product<StepFacts['http-answer']>({
		asked: ['GET /x'],
		status: [200, 301, 404],
		reason: ['Reason'],
		length: [0, 18],
		why: ['found', 'missing', 'method', 'unknown-method', 'malformed'],
		detail: ['GET, HEAD'],
		keep: [true, false]
	}),
	'http-heard': product<StepFacts['http-heard']>({
		status: [200, 301],
		reason: ['Reason'],
		length: [18],
		location: ['', '/new'],
		follows: [true, false],
		keep: [true, false]
	}),
	'link-change': product<StepFacts['link-change']>({ link: ['l1'], up: [true, false] }),
	'device-change': product<StepFacts['device-change']>({ dev: ['eth0'], up: [true, false], carrier: [true, false] }),
	'config-change': [{ text: 'sysctl -w net.ipv4.ip_forward=1' }],
	storm: product<StepFacts['storm']>({ framesPerHop: [1, 2.34], link: ['l1'] })
};

const kinds = Object.keys(samples) as StepKind[];

describe.each(kinds)('a step of kind %s', (kind) => {
	const steps = (samples[kind] as object[]).flatMap((facts) =>
		(['pass', 'queue'] as const).map((verdict) => stepOf({ kind, ...facts } as Facts, { verdict }))
	);

	it('is a whole sentence in every variant', () => {
		const sentences = new Set<string>();
		const texts = new Set<string>();
		for (const step of steps) {
			const { sentence, paragraph, source } = explainStep(step, names);
			sentences.add(sentence);
			for (const text of [sentence, paragraph, source, stepLabel(step.facts)]) texts.add(text);
			expect(stepLabel(step.facts)).not.toBe('');
		}
		for (const text of texts) expect(text).not.toMatch(HOLES);
		for (const text of sentences) {
			expect(text).toMatch(/[.!?…]"?$/);
			// A name may stand first; a word of ours has a capital letter.
			expect(text).toMatch(/^([A-Z\d]|r1 |http |ping |eth0 |web\.example )/);
		}
	});

	it('has details and marks without holes', () => {
		const texts = new Set<string>();
		for (const step of steps) {
			texts.add(JSON.stringify(explainStep(step, names).details));
			for (const mark of stepMarks(step, names)) texts.add(mark.key);
		}
		for (const text of texts) expect(text).not.toMatch(/undefined|NaN|\[object|\{[a-z]+\}|^$/i);
	});
});

describe('the routing decision', () => {
	const facts = {
		kind: 'route' as const,
		destination: B,
		source: A,
		from: '',
		losers: [elsewhere],
		errno: '' as const
	};

	it('names what was compared and what won', () => {
		expect(sentence({ ...facts, candidates: [route(), defaultRoute], winner: 0 })).toBe(
			'Routing on r1: 10.0.2.7 matches 10.0.2.0/24 (24 bits) and the default route 0.0.0.0/0 (0 bits); the longest, 10.0.2.0/24, wins, so it goes out of eth1 directly.'
		);
		expect(sentence({ ...facts, candidates: [defaultRoute], winner: 0 })).toBe(
			'Routing on r1: 10.0.2.7 matches the default route 0.0.0.0/0 (0 bits) and no other route, so it goes to the gateway 10.0.0.1 by eth0.'
		);
		expect(sentence({ ...facts, candidates: [], winner: -1, errno: 'ENETUNREACH' })).toBe(
			'Routing on r1: 10.0.2.7 matches no route, not even a default one: ENETUNREACH (Network is unreachable).'
		);
		expect(sentence({ ...facts, candidates: [route(), route({ metric: 100 })], winner: 0 })).toBe(
			'Routing on r1: 10.0.2.7 matches 10.0.2.0/24 by eth1 (24 bits, metric 0) and 10.0.2.0/24 by eth1 (24 bits, metric 100); of the 2 longest the one with the lowest metric (0) wins, so it goes out of eth1 directly.'
		);
	});

	it('shows the bits of all candidates and of those that differ', () => {
		const step = stepOf({ ...facts, candidates: [route(), defaultRoute], winner: 0 });
		const [bits, table] = explainStep(step, names).details;
		expect(bits).toMatchObject({
			type: 'bits',
			rows: [
				{ value: B, length: 32, matched: true },
				{ label: '10.0.2.0/24', length: 24, matched: true },
				{ label: '0.0.0.0/0', length: 0, matched: true },
				{ label: '10.0.3.0/24', length: 24, matched: false }
			]
		});
		expect(table).toMatchObject({
			type: 'table',
			rows: [
				{ mark: true, note: 'wins' },
				{ mark: false, note: 'matches, but is shorter' },
				{ mark: false, note: 'does not match: bit 24 differs' }
			]
		});
	});
});

describe('sentences', () => {
	it('use the numbers of this packet', () => {
		expect(sentence({ kind: 'fdb-learn', bridge: 'br0', mac: MAC, port: 'veth1', was: '' })).toBe(
			'Bridge br0 on r1 learns that 02:00:00:00:00:01 is behind port veth1.'
		);
		expect(sentence({ kind: 'fdb-learn', bridge: 'r1', mac: MAC, port: 'veth1', was: 'veth2' })).toBe(
			'Bridge r1 learns that 02:00:00:00:00:01 is behind port veth1 now; it was behind veth2.'
		);
		expect(
			sentence({
				kind: 'bridge-flood',
				bridge: 'br0',
				from: 'veth1',
				ports: ['veth2', 'veth3'],
				kept: [],
				why: 'unknown',
				toSelf: true
			})
		).toBe(
			'Bridge br0 on r1 floods the frame with an unknown destination out of its 2 other running ports: veth2 and veth3; the machine that it is part of gets a copy too.'
		);
		expect(
			sentence({ kind: 'arp-request', dev: 'eth0', target: B, sender: A, attempt: 1, of: 3, unicast: false })
		).toBe('r1 asks everybody on eth0: "Who has 10.0.2.7? Tell 10.0.0.1" (try 1 of 3).');
		expect(sentence({ kind: 'nat-rewrite', side: 'source', before: tcp, after: translated, inner: false })).toBe(
			'r1 rewrites the source: 10.0.0.1:40000 becomes 203.0.113.2:1024.'
		);
		const error = { source: B, sourcePort: 80, destination: translated.source, destinationPort: 1024, protocol: 6 };
		const back = { ...error, destination: A, destinationPort: 40000 };
		expect(sentence({ kind: 'nat-rewrite', side: 'destination', before: error, after: back, inner: true })).toBe(
			'r1 rewrites the destination of the ICMP error: 203.0.113.2 becomes 10.0.0.1, and in the packet that it quotes the source 203.0.113.2:1024 becomes 10.0.0.1:40000.'
		);
		expect(sentence({ kind: 'socket-error', protocol: 6, errno: 'ETIMEDOUT', owner: '', address: B })).toBe(
			'A program on r1 is told ETIMEDOUT (Connection timed out): 10.0.2.7 has not answered in time.'
		);
		expect(sentence({ kind: 'drop', reason: 'udp-no-socket', dev: 'eth0', detail: '5000' })).toBe(
			'r1 has no program at UDP port 5000: the datagram ends here.'
		);
		expect(sentence({ kind: 'neigh-queue', dev: 'eth0', address: B, waiting: 1, limit: 277 })).toBe(
			'The packet waits at r1 until 10.0.2.7 on eth0 has answered; it is the only one so far.'
		);
	});

	it('say where an address was before', () => {
		const moved = { macBefore: MAC, macAfter: OTHER, before: 'STALE' as const, after: 'REACHABLE' as const };
		expect(sentence({ kind: 'neigh-state', dev: 'eth0', address: B, why: 'reply', ...moved })).toBe(
			`r1 believes the answer: 10.0.2.7 on eth0 is at ${formatMac(OTHER)}, and the entry is REACHABLE now. It was at ${formatMac(MAC)} before.`
		);
	});
});

describe('marks', () => {
	it('name the rows with the keys that the tables have', () => {
		const marks = (facts: Facts) => stepMarks(stepOf(facts), names);
		expect(marks({ kind: 'fdb-learn', bridge: 'br0', mac: MAC, port: 'veth1', was: '' })).toEqual([
			{ table: 'fdb', key: 'br0|02:00:00:00:00:01', access: 'write' }
		]);
		const compared = { destination: B, source: A, from: '', losers: [], errno: '' as const };
		expect(marks({ kind: 'route', ...compared, candidates: [route(), defaultRoute], winner: 0 })).toEqual([
			{ table: 'routes', key: 'main|10.0.2.0/24|0|eth1', access: 'read' },
			{ table: 'routes', key: 'main|0.0.0.0/0|0|eth0', access: 'read' }
		]);
		expect(
			marks({ kind: 'nat-setup', target: 'MASQUERADE', side: 'source', from: tcp, to: translated, collision: false })
		).toEqual([{ table: 'conntrack', key: 'tcp|10.0.0.1:40000>10.0.2.7:80', access: 'write' }]);
		const answer = { protocol: 6, source: B, destination: translated.source, sourcePort: 80, destinationPort: 1024 };
		const back = { ...answer, destination: A, destinationPort: 40000 };
		expect(
			marks({ kind: 'nat-rewrite', side: 'destination', before: answer, after: back, inner: false })
		).toContainEqual({
			table: 'conntrack',
			key: 'tcp|10.0.0.1:40000>10.0.2.7:80',
			access: 'read'
		});
	});
});

describe('the step that says most', () => {
	const learn = stepOf({ kind: 'fdb-learn', bridge: 'br0', mac: MAC, port: 'veth1', was: '' });
	const rewrite = stepOf({ kind: 'nat-rewrite', side: 'source', before: tcp, after: translated, inner: false });
	const dropped = stepOf({ kind: 'drop', reason: 'ip-ttl', dev: 'eth0', detail: '' }, { verdict: 'drop' });
	const ignored = stepOf({ kind: 'drop', reason: 'other-host', dev: 'eth0', detail: '' }, { verdict: 'note' });

	it('is a drop before a rewrite before what was learnt, and a frame that was only ignored last', () => {
		expect(mostSignificant([learn, dropped, rewrite])).toBe(dropped);
		expect(mostSignificant([rewrite, learn, ignored])).toBe(rewrite);
		expect(mostSignificant([learn, ignored])).toBe(learn);
		expect(mostSignificant([])).toBeNull();
	});

	it('has a rank for every kind', () => {
		for (const kind of kinds) {
			const step = stepOf({ kind, ...samples[kind][0] } as Facts);
			expect(significance(step)).toBeGreaterThan(0);
		}
	});
});
