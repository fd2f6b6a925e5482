/**
 * What a step is: one decision inside a netns, as typed facts. No prose here: prose is made by the
 * sentences in this folder, when somebody looks.
 *
 * IPv4 addresses are unsigned 32-bit numbers in host order, MACs 48-bit numbers, times ns,
 * lengths bytes. `dev` is an interface's name. A type-only module: the kernel imports nothing else of `trace`.
 */

/** Where in Linux's packet flow a step was taken. */
export type Stage =
	| 'input' // a person's or a script's input
	| 'app' // a program on the node
	| 'socket'
	| 'device' // receive and transmit
	| 'bridge'
	| 'prerouting'
	| 'routing'
	| 'local-in'
	| 'forward'
	| 'local-out'
	| 'postrouting'
	| 'neighbour'
	| 'icmp';

/** What the step decided for the packet that it was about. */
export type Verdict = 'pass' | 'drop' | 'queue' | 'rewrite' | 'deliver' | 'reply' | 'note';

/** What STP lets a port of a bridge do (include/uapi/linux/if_bridge.h). */
export type PortState = 'disabled' | 'listening' | 'learning' | 'forwarding' | 'blocking';

/** Whom a MACVLAN reaches on the device that it shares with others (IFLA_MACVLAN_MODE). */
export type MacvlanMode = 'bridge' | 'private' | 'vepa' | 'passthru';

/** What a port is in the spanning tree (IEEE 802.1D). */
export type PortRole = 'root' | 'designated' | 'alternate' | 'disabled';

/** Why STP changed the state of a port. */
export type StpReason =
	| 'enabled' // the port or the bridge came up
	| 'disabled' // it went down
	| 'root-port' // the best way to the root
	| 'designated' // the best bridge of its segment towards the root
	| 'better-way' // another way is better
	| 'delay-over' // the forward delay has passed
	| 'no-delay'; // there is no forward delay

/** IP addresses and ports of one direction of a flow (struct nf_conntrack_tuple). */
export interface Tuple {
	protocol: number;
	source: number;
	destination: number;
	/** ICMP: the id. */
	sourcePort: number;
	/** ICMP: the type in the high byte, the code in the low one. */
	destinationPort: number;
}

export type NudState =
	'NONE' | 'INCOMPLETE' | 'REACHABLE' | 'STALE' | 'DELAY' | 'PROBE' | 'FAILED' | 'PERMANENT' | 'NOARP';

/** One route as it was when it was looked at. */
export interface RouteFacts {
	/** Network, host bits zero. */
	network: number;
	length: number;
	type: 'unicast' | 'local' | 'broadcast' | 'blackhole' | 'unreachable' | 'prohibit' | 'throw';
	/** 0: directly connected. */
	gateway: number;
	dev: string;
	metric: number;
	scope: 'global' | 'link' | 'host';
	/** 0: none. */
	preferredSource: number;
	/** Who made it: an address, a person. */
	origin: 'kernel' | 'static';
	/** "main", "local", "default", or a number. */
	table: string;
	/** 0: for all packets. */
	tos: number;
	/** Several next hops; [] where there is one. */
	hops: { gateway: number; dev: string; weight: number }[];
}

export type DhcpState =
	'INIT' | 'SELECTING' | 'REQUESTING' | 'PROBING' | 'BOUND' | 'RENEWING' | 'REBINDING' | 'RELEASED';

export type Errno =
	| 'ENETUNREACH'
	| 'EHOSTUNREACH'
	| 'EACCES'
	| 'EINVAL'
	| 'ECONNREFUSED'
	| 'ETIMEDOUT'
	| 'ECONNRESET'
	| 'EMSGSIZE'
	| 'EADDRINUSE'
	| 'EPROTO'
	| 'ENOENT'
	| 'EAGAIN'
	| 'ENETDOWN'
	| 'ENOBUFS'
	| 'EPIPE'
	| 'EPERM';

/** Why a packet ended. Linux's own words (include/net/dropreason-core.h) where it has one. */
export type DropReason =
	| 'link-lost' // the link's loss rate
	| 'link-queue-full' // too much waits for a link with a rate
	| 'no-carrier' // the link is pulled, or the peer is down
	| 'dev-down'
	| 'mtu-exceeded'
	| 'other-host' // L2 destination is somebody else (PACKET_OTHERHOST)
	| 'bad-frame' // shorter than its headers say
	| 'unknown-ethertype'
	| 'bridge-same-port' // the destination is behind the port that it came from
	| 'bridge-port-down'
	| 'bridge-link-local' // 01:80:c2:00:00:0X is never forwarded
	| 'bridge-isolated' // from one isolated port to another
	| 'bridge-ingress-state' // STP: the port that it came by does not forward
	| 'bridge-egress-state' // STP: the port that it would leave by does not forward
	| 'bpdu-ignored' // a BPDU, and no STP here
	| 'vxlan-no-remote' // nobody is known that the frame could go to
	| 'vxlan-no-route' // no route to the other end of the tunnel
	| 'vxlan-no-vni' // nobody here has this VNI
	| 'vxlan-loop' // a frame of its own has come back
	| 'vxlan-moved' // a station that was set is heard elsewhere
	| 'dummy' // a dummy interface swallows what it is given
	| 'arp-not-mine'
	| 'arp-bad'
	| 'arp-ignored' // arp_ignore
	| 'arp-filtered' // arp_filter
	| 'arp-gratuitous' // drop_gratuitous_arp
	| 'arp-proxy-full' // proxy_qlen
	| 'ip-checksum'
	| 'ip-header'
	| 'ip-martian-source'
	| 'ip-rp-filter'
	| 'ip-no-route' // ENETUNREACH
	| 'ip-blackhole'
	| 'ip-prohibit'
	| 'ip-unreachable'
	| 'ip-forwarding-off'
	| 'ip-not-for-us'
	| 'ip-ttl'
	| 'ip-fragmentation-needed'
	| 'ip-options' // malformed
	| 'ip-source-route' // accept_source_route is off
	| 'ip-fragment' // it contradicts the others
	| 'ip-fragment-duplicate'
	| 'ip-fragment-overlap'
	| 'ip-fragment-timeout'
	| 'ip-fragment-memory'
	| 'ip-unknown-protocol'
	| 'neigh-queue-full'
	| 'neigh-failed'
	| 'neigh-table-full' // gc_thresh3
	| 'icmp-ignored'
	| 'icmp-rate-limit'
	| 'icmp-checksum'
	| 'udp-checksum'
	| 'udp-no-socket'
	| 'tcp-checksum'
	| 'tcp-no-socket'
	| 'tcp-invalid'
	| 'tcp-backlog-full'
	| 'socket-full'
	| 'nf-drop' // a rule or a policy said DROP
	| 'nf-reject'
	| 'nat-no-address' // MASQUERADE found no address on the way out
	| 'nat-moved' // a masqueraded connection would leave by another interface than before
	| 'conntrack-invalid'
	| 'conntrack-full'
	| 'storm-stopped';

/** One rule as it was tried. */
export interface RuleTried {
	/** Its chain: a rule may have led from one to another. */
	chain: string;
	/** Place in its chain, from 1. */
	number: number;
	/** In iptables' syntax. */
	text: string;
	matched: boolean;
	/** The first match that failed, in iptables' syntax ("-o eth1"), or "". */
	failed: string;
}

/** Every kind of step and its facts. A new kind is one line here and one sentence in its stage's file. */
export interface StepFacts {
	// --- device
	receive: {
		dev: string;
		source: number;
		destination: number;
		etherType: number;
		toUs: 'unicast' | 'broadcast' | 'multicast' | 'other';
	};
	drop: { reason: DropReason; dev: string; detail: string };
	// --- link
	/** `before`: frames that leave before it, one that is being sent among them. `wait`: ns until its turn. */
	'link-queue': { dev: string; before: number; wait: number };
	'link-double': { dev: string };
	/** It arrives before one that was sent earlier. `by`: ns */
	'link-overtake': { dev: string; by: number };
	// --- bridge
	'bridge-receive': {
		bridge: string;
		port: string;
		source: number;
		destination: number;
		state: PortState;
	};
	'fdb-learn': { bridge: string; mac: number; port: string; /** Where it was before, or "". */ was: string };
	'fdb-lookup': {
		bridge: string;
		mac: number;
		/** The port found, "" none, the bridge's own name: itself. */ port: string;
		local: boolean;
		/** A person has set it, or it is an own address: it does not age. */ static: boolean;
	};
	'bridge-flood': {
		bridge: string;
		from: string;
		ports: string[];
		/** Running ports that it does not leave by. */
		kept: { port: string; why: 'isolated' | 'flag' | 'listening' | 'learning' | 'blocking' }[];
		why: 'broadcast' | 'multicast' | 'unknown';
		toSelf: boolean;
	};
	/** br_netfilter: the packet in a bridged frame is shown to iptables. */
	'bridge-netfilter': { bridge: string; port: string; hook: 'PREROUTING' | 'FORWARD' };
	/** A frame leaves by the port that it came in by. */
	'bridge-hairpin': { bridge: string; port: string };
	// --- devices on devices
	/** A MACVLAN sends: to others on the same device (`to`), out by that device, or both. */
	'macvlan-send': { dev: string; lower: string; mode: MacvlanMode; to: string[]; out: boolean };
	/** The device below hands a frame to a MACVLAN. `node`: where that is, "" here. */
	'macvlan-receive': { dev: string; to: string; node: string; mac: number; mode: MacvlanMode };
	/** A VXLAN sends to the hosts `remotes`: that of the MAC, or all of its list. */
	'vxlan-send': {
		dev: string;
		vni: number;
		mac: number;
		group: boolean;
		known: boolean;
		static: boolean;
		remotes: number[];
	};
	'vxlan-bypass': { dev: string; to: string };
	'vxlan-receive': { dev: string; vni: number; remote: number; source: number };
	'vxlan-learn': { dev: string; mac: number; remote: number; /** 0: it was nowhere. */ was: number };
	// --- spanning tree; bridge ids are 16 hexadecimal digits
	'bpdu-receive': {
		bridge: string;
		port: string;
		type: 'config' | 'tcn';
		root: string;
		cost: number;
		sender: string;
		senderPort: number;
		/** The bridge's own id, and the root that it knew before. */
		own: string;
		knownRoot: string;
		/** It names a better root than this port knew. */
		better: boolean;
		/** A topology change is told of, or acknowledged. */
		change: boolean;
		ack: boolean;
	};
	'stp-state': {
		bridge: string;
		port: string;
		before: PortState;
		after: PortState;
		role: PortRole;
		why: StpReason;
		root: string;
		/** The designated bridge of the port's segment. */
		neighbour: string;
		/** Of the bridge's own way to the root. */
		cost: number;
	};
	'stp-change': { bridge: string; root: boolean };
	'stp-lost': { bridge: string; port: string; neighbour: string };
	// --- neighbour (ARP)
	'neigh-lookup': {
		dev: string;
		address: number;
		state: NudState;
		/** 0 unknown. */ mac: number;
		/** The next hop is a gateway, not the destination itself. */ gateway: boolean;
	};
	'neigh-queue': { dev: string; address: number; waiting: number; limit: number };
	'neigh-state': {
		dev: string;
		address: number;
		before: NudState;
		after: NudState;
		macBefore: number;
		macAfter: number;
		why:
			| 'created'
			| 'reply'
			| 'request'
			| 'unused'
			| 'used'
			| 'delay-over'
			| 'probe-failed'
			| 'no-answer'
			| 'confirmed'
			| 'static'
			| 'expired'
			| 'removed';
	};
	'neigh-flush': { dev: string; address: number; mac: number; sent: number };
	'arp-request': { dev: string; target: number; sender: number; attempt: number; of: number; unicast: boolean };
	'arp-receive': {
		dev: string;
		operation: 'request' | 'reply';
		senderMac: number;
		sender: number;
		target: number;
		mine: boolean;
	};
	'arp-proxy': {
		dev: string;
		target: number;
		/** The setting that says so, or an entry of `ip neigh add proxy`. */
		why: 'proxy_arp' | 'proxy_arp_pvlan' | 'neighbour';
		/** The interface by which the target is reached. */ by: string;
	};
	'arp-announce': { dev: string; address: number };
	'arp-reply': { dev: string; target: number; targetMac: number; address: number; mac: number };
	// --- routing
	route: {
		destination: number;
		source: number;
		/** "" for locally made packets. */ from: string;
		/** Every route whose network holds the destination, longest first, then the tables' order; the winner is candidates[winner]. */
		candidates: RouteFacts[];
		winner: number;
		/** Longest of the routes that did not match at all, for teaching; at most 8. */ losers: RouteFacts[];
		errno: Errno | '';
	};
	'rule-lookup': {
		destination: number;
		source: number;
		mark: number;
		/** In order, up to the one that decided. `failed` is the condition that was not met, "" where all were. */
		tried: {
			priority: number;
			text: string;
			failed: string;
			outcome: 'no-match' | 'no-route' | 'suppressed' | 'route' | 'refused' | 'goto' | 'unresolved';
		}[];
	};
	multipath: {
		/** 31 bits. */
		hash: number;
		/** net.ipv4.fib_multipath_hash_policy */
		policy: number;
		/** A hop is for hashes up to `upTo` and above that of the hop before; -1: it is out of use. */
		hops: { gateway: number; dev: string; weight: number; upTo: number; matchesSource: boolean }[];
		winner: number;
	};
	'rp-filter': {
		source: number;
		dev: string;
		mode: 'strict' | 'loose';
		/** The route that an answer would take; null: there is none. */
		back: RouteFacts | null;
		passed: boolean;
	};
	'source-address': {
		destination: number;
		chosen: number;
		dev: string;
		why: 'preferred' | 'same-subnet' | 'primary' | 'bound';
	};
	ttl: { before: number; after: number };
	/** `recorded`: an address of this netns was written in; `stamped`: its time was. */
	'ip-options': { dev: string; recorded: boolean; stamped: boolean };
	fragment: { length: number; mtu: number; pieces: number };
	// --- netfilter
	conntrack: {
		state: 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID';
		original: Tuple;
		reply: Tuple;
		direction: 'original' | 'reply';
		created: boolean;
		/** e.g. SYN_SENT for TCP, "" else. */ protocolState: string;
		/** ns */ timeout: number;
	};
	/** A packet's way through a table at one hook. */
	chain: {
		table: 'raw' | 'mangle' | 'nat' | 'filter';
		/** The built-in chain that it began in. */
		chain: string;
		/** In the order in which they were tried, with those of chains that a rule led to. */
		tried: RuleTried[];
		/** Chain and number of the rule that decided; "" and 0: the policy did. */
		by: string;
		number: number;
		/** The target that decided, or the policy. */
		target: string;
	};
	/** A target has changed the packet, or what is remembered of its connection. */
	'target-change': { target: string; field: string; before: string; after: string };
	/** A line in the kernel's log, without its time. */
	'nf-log': { line: string; level: number };
	/** A TCP reset in the name of `from`. */
	'nf-reset': { from: number; to: number; port: number };
	'nat-setup': {
		/** "" when no rule asked for it: the port was another connection's. */
		target: string;
		side: 'source' | 'destination';
		from: Tuple;
		to: Tuple;
		/** The port that was asked for was taken. */
		collision: boolean;
	};
	'nat-rewrite': {
		side: 'source' | 'destination';
		before: Tuple;
		after: Tuple;
		/** Inside an ICMP error's quotation too. */ inner: boolean;
	};
	// --- delivery
	deliver: { protocol: number; destination: number; dev: string };
	forward: { from: string; to: string };
	'icmp-receive': { type: number; code: number; id: number; sequence: number; source: number };
	'icmp-error': { type: number; code: number; to: number; from: number; why: DropReason | ''; mtu: number };
	'icmp-timestamp-reply': { to: number; /** ms since midnight */ time: number };
	'icmp-echo-reply': { to: number; id: number; sequence: number; length: number };
	/** `peer` and `peerPort`: whom the socket that was found is connected to, 0: nobody. */
	'socket-lookup': {
		protocol: number;
		address: number;
		port: number;
		found: boolean;
		owner: string;
		peer: number;
		peerPort: number;
	};
	'socket-send': {
		protocol: number;
		source: number;
		sourcePort: number;
		destination: number;
		destinationPort: number;
		length: number;
	};
	'socket-receive': { protocol: number; length: number; owner: string; source: number; sourcePort: number };
	/** A packet socket is shown a frame. */
	'packet-socket': { owner: string; dev: string };
	'socket-error': { protocol: number; errno: Errno; owner: string; address: number };
	'tcp-receive': { flags: number; seq: number; ack: number; length: number; window: number; state: string };
	'tcp-send': {
		flags: number;
		seq: number;
		ack: number;
		length: number;
		window: number;
		state: string;
		why: 'connect' | 'accept' | 'cookie' | 'data' | 'ack' | 'close' | 'reset' | 'retransmit' | 'probe';
	};
	'tcp-state': { before: string; after: string; why: string };
	'tcp-timer': {
		timer: 'retransmit' | 'delayed-ack' | 'time-wait' | 'probe' | 'keepalive';
		attempt: number;
		/** ns */ timeout: number;
	};
	// --- programs and inputs
	input: { text: string };
	'frame-send': { dev: string; length: number };
	'app-start': { program: string; command: string };
	'app-output': { program: string; line: string };
	'app-end': {
		program: string;
		ok: boolean;
		/** What it came to, e.g. "1 reply in 0.412 ms" or "EHOSTUNREACH". */ result: string;
	};
	/** `code`: of the answer, "" from the hosts file. `answers`: type and data of records other than addresses. */
	'name-lookup': {
		name: string;
		source: 'hosts' | 'dns' | 'literal';
		addresses: number[];
		answers: string[];
		code: string;
		server: number;
	};
	/** `answers`: type and data of each record. `from`: where the server has them from. */
	'dns-answer': {
		name: string;
		type: string;
		code: string;
		answers: string[];
		from: 'zone' | 'cache' | 'upstream';
		to: number;
	};
	/** A server that does not know asks another. */
	'dns-forward': { name: string; type: string; server: number };
	/** A resolver asks. `tcp`: again, since the answer was cut. */
	'dns-query': { name: string; type: string; server: number; tcp: boolean; attempt: number };
	// --- HTTP
	/** A client asks. `number`: of the requests on this connection, from 1. `length`: bytes that it brings. */
	'http-ask': { method: string; target: string; host: string; version: string; length: number; number: number };
	/** A server answers. `asked`: method and target, "" where the request can't be read. `detail`: what is wrong, or which methods there are. */
	'http-answer': {
		asked: string;
		status: number;
		reason: string;
		length: number;
		why: 'found' | 'missing' | 'method' | 'unknown-method' | 'malformed';
		detail: string;
		/** The connection stays open. */
		keep: boolean;
	};
	/** A client reads the answer. `location`: where a redirect points, "" for none; `follows`: it goes there. */
	'http-heard': { status: number; reason: string; length: number; location: string; follows: boolean; keep: boolean };
	// --- DHCP
	/** A server's answer. `why` for an offer or an ACK: how it came to the address; for a NAK: what is wrong. */
	'dhcp-answer': {
		answer: 'offer' | 'ack' | 'nak' | 'none';
		address: number;
		mac: number;
		/** s */ lease: number;
		why: 'free' | 'leased' | 'offered' | 'renewed' | 'wrong-network' | 'taken' | 'pool-empty' | 'other-server';
	};
	/** A server's lease ends. */
	'dhcp-free': { address: number; mac: number; why: 'released' | 'declined' };
	/** A client's state changes (RFC 2131, 4.4). `timeout`: s until it acts by itself, 0: it doesn't. */
	'dhcp-state': { dev: string; before: DhcpState; after: DhcpState; address: number; timeout: number };
	// --- configuration
	'link-change': { link: string; up: boolean };
	'device-change': { dev: string; up: boolean; carrier: boolean };
	'config-change': { text: string };
	storm: { framesPerHop: number; link: string };
}

export type StepKind = keyof StepFacts;

/** A step as it is read: its kind and its facts. */
export type Facts = { [K in StepKind]: { kind: K } & StepFacts[K] }[StepKind];
