/**
 * The sysctls of a network namespace that Hopwise knows: one line each. A line says the name, Linux's default, what one of it is
 * worth to the kernel (ns for times), and the list that it stands in says which object it hangs on. Whoever reads, checks, exports or compares sysctls asks here.
 */
/** How the value of `all` and an interface's own make the one that counts (include/linux/inetdevice.h, IN_DEV_MAXCONF and its like). */
export type Combination = 'own' | 'or' | 'and' | 'max';

interface Row {
	name: string;
	/** Linux's default, in the units of its text. */
	initial: number;
	/** What one unit of the text is in the kernel's own (ns, or 1). */
	unit: number;
}

interface ConfRow extends Row {
	combine: Combination;
}

const MS = 1_000_000;
const S = 1000 * MS;
/** USER_HZ: hundredths of a second. */
const CS = 10 * MS;

function row(name: string, initial: number, unit = 1): Row {
	return { name, initial, unit };
}

function conf(name: string, initial: number, combine: Combination): ConfRow {
	return { name, initial, unit: 1, combine };
}

/** Of the netns as a whole: the whole name. */
export const netnsSysctls = {
	defaultTtl: row('net.ipv4.ip_default_ttl', 64),
	/** 0: by the addresses, 1: by ports and protocol too. */
	fibMultipathHashPolicy: row('net.ipv4.fib_multipath_hash_policy', 0),
	/** 0: Linux draws one when it starts; here it is 0 itself. */
	fibMultipathHashSeed: row('net.ipv4.fib_multipath_hash_seed', 0),
	/** More neighbours than this there can't be. Linux counts those of the whole machine; here each node counts its own. */
	neighGcThresh3: row('net.ipv4.neigh.default.gc_thresh3', 1024),
	noPmtuDisc: row('net.ipv4.ip_no_pmtu_disc', 0),
	forwardUsePmtu: row('net.ipv4.ip_forward_use_pmtu', 0),
	routeMtuExpires: row('net.ipv4.route.mtu_expires', 600, S),
	routeMinPmtu: row('net.ipv4.route.min_pmtu', 552),
	routeMinAdvMss: row('net.ipv4.route.min_adv_mss', 256),
	ipfragTime: row('net.ipv4.ipfrag_time', 30, S),
	/** Bytes, as truesize. */
	ipfragHighThresh: row('net.ipv4.ipfrag_high_thresh', 4_194_304),
	/** Nothing but the least that the one before may be. */
	ipfragLowThresh: row('net.ipv4.ipfrag_low_thresh', 3_145_728),
	ipfragMaxDist: row('net.ipv4.ipfrag_max_dist', 64),
	icmpEchoIgnoreAll: row('net.ipv4.icmp_echo_ignore_all', 0),
	icmpEchoIgnoreBroadcasts: row('net.ipv4.icmp_echo_ignore_broadcasts', 1),
	icmpIgnoreBogusErrors: row('net.ipv4.icmp_ignore_bogus_error_responses', 1),
	icmpErrorsUseInboundIfaddr: row('net.ipv4.icmp_errors_use_inbound_ifaddr', 0),
	/** A bit for each ICMP type that is rationed. */
	icmpRatemask: row('net.ipv4.icmp_ratemask', 6168),
	icmpRatelimit: row('net.ipv4.icmp_ratelimit', 1000, MS),
	/** Linux's own is 1 where br_netfilter is loaded, which it is not by itself. */
	bridgeCallIptables: row('net.bridge.bridge-nf-call-iptables', 0),
	tcpSynRetries: row('net.ipv4.tcp_syn_retries', 6),
	/** SYN cookies: 0 never, 1 when a listener's handshakes are too many, 2 always. */
	tcpSyncookies: row('net.ipv4.tcp_syncookies', 1),
	/** Without cookies, the last quarter of so many handshakes is not for strangers. */
	tcpMaxSynBacklog: row('net.ipv4.tcp_max_syn_backlog', 1024),
	tcpSynackRetries: row('net.ipv4.tcp_synack_retries', 5),
	tcpRetries2: row('net.ipv4.tcp_retries2', 15),
	tcpFinTimeout: row('net.ipv4.tcp_fin_timeout', 60, S),
	ctUdpTimeout: row('net.netfilter.nf_conntrack_udp_timeout', 30, S),
	ctUdpTimeoutStream: row('net.netfilter.nf_conntrack_udp_timeout_stream', 120, S),
	ctIcmpTimeout: row('net.netfilter.nf_conntrack_icmp_timeout', 30, S),
	ctGenericTimeout: row('net.netfilter.nf_conntrack_generic_timeout', 600, S),
	ctTcpSynSent: row('net.netfilter.nf_conntrack_tcp_timeout_syn_sent', 120, S),
	ctTcpSynRecv: row('net.netfilter.nf_conntrack_tcp_timeout_syn_recv', 60, S),
	ctTcpEstablished: row('net.netfilter.nf_conntrack_tcp_timeout_established', 432_000, S),
	ctTcpFinWait: row('net.netfilter.nf_conntrack_tcp_timeout_fin_wait', 120, S),
	ctTcpCloseWait: row('net.netfilter.nf_conntrack_tcp_timeout_close_wait', 60, S),
	ctTcpLastAck: row('net.netfilter.nf_conntrack_tcp_timeout_last_ack', 30, S),
	ctTcpTimeWait: row('net.netfilter.nf_conntrack_tcp_timeout_time_wait', 120, S),
	ctTcpClose: row('net.netfilter.nf_conntrack_tcp_timeout_close', 10, S),
	/** After so many repetitions that nobody answers ... */
	ctTcpMaxRetrans: row('net.netfilter.nf_conntrack_tcp_max_retrans', 3),
	/** ... and while data is not acknowledged, no connection lives longer than this. */
	ctTcpRetrans: row('net.netfilter.nf_conntrack_tcp_timeout_max_retrans', 300, S),
	ctTcpUnacknowledged: row('net.netfilter.nf_conntrack_tcp_timeout_unacknowledged', 300, S),
	/** Connections that began before they could be seen are taken up. */
	ctTcpLoose: row('net.netfilter.nf_conntrack_tcp_loose', 1),
	/** What is out of its window is taken as right. */
	ctTcpBeLiberal: row('net.netfilter.nf_conntrack_tcp_be_liberal', 0),
	/** Linux has one for all network namespaces. */
	ctMax: row('net.netfilter.nf_conntrack_max', 262_144)
};

/** net.ipv4.conf.{all,default,DEV}.NAME */
export const confSysctls = {
	acceptLocal: conf('accept_local', 0, 'or'),
	arpAccept: conf('arp_accept', 0, 'max'),
	arpAnnounce: conf('arp_announce', 0, 'max'),
	arpEvictNocarrier: conf('arp_evict_nocarrier', 1, 'and'),
	arpFilter: conf('arp_filter', 0, 'or'),
	arpIgnore: conf('arp_ignore', 0, 'max'),
	arpNotify: conf('arp_notify', 0, 'max'),
	bcForwarding: conf('bc_forwarding', 0, 'and'),
	dropGratuitousArp: conf('drop_gratuitous_arp', 0, 'or'),
	forwarding: conf('forwarding', 0, 'own'),
	ignoreRoutesWithLinkdown: conf('ignore_routes_with_linkdown', 0, 'or'),
	promoteSecondaries: conf('promote_secondaries', 0, 'or'),
	proxyArp: conf('proxy_arp', 0, 'or'),
	proxyArpPvlan: conf('proxy_arp_pvlan', 0, 'own'),
	routeLocalnet: conf('route_localnet', 0, 'or'),
	rpFilter: conf('rp_filter', 0, 'max'),
	secureRedirects: conf('secure_redirects', 1, 'or'),
	sharedMedia: conf('shared_media', 1, 'or'),
	srcValidMark: conf('src_valid_mark', 0, 'or'),
	sendRedirects: conf('send_redirects', 1, 'or'),
	/** "and" where the interface forwards, else "or" (IN_DEV_RX_REDIRECTS). */
	acceptRedirects: conf('accept_redirects', 1, 'or')
};

/** net.ipv4.neigh.{default,DEV}.NAME */
export const neighSysctls = {
	/** Broadcasts before giving up. */
	mcastSolicit: row('mcast_solicit', 3),
	/** Unicast probes before giving up. */
	ucastSolicit: row('ucast_solicit', 3),
	/** Broadcasts after unicast probes in vain. */
	mcastResolicit: row('mcast_resolicit', 0),
	/** Questions to a program, which nobody answers here. */
	appSolicit: row('app_solicit', 0),
	/** The longest that an answer for somebody else is put off; how long, is chance. */
	proxyDelay: row('proxy_delay', 80, CS),
	/** Answers that may be put off at once. */
	proxyQlen: row('proxy_qlen', 64),
	retransTime: row('retrans_time_ms', 1000, MS),
	/** Linux draws 0.5 to 1.5 of it anew every 300 s; here it is the base itself. */
	baseReachableTime: row('base_reachable_time_ms', 30_000, MS),
	delayFirstProbeTime: row('delay_first_probe_time', 5, S),
	/** A changed answer within it is not believed. */
	locktime: row('locktime', 100, CS),
	/** As truesize. */
	unresQlenBytes: row('unres_qlen_bytes', 212_992)
};

export type NetnsSysctl = keyof typeof netnsSysctls;
export type ConfSysctl = keyof typeof confSysctls;
export type NeighSysctl = keyof typeof neighSysctls;

export type FoundSysctl =
	| { of: 'netns'; key: NetnsSysctl; row: Row }
	/** `target`: "all", "default" or an interface. */
	| { of: 'conf'; key: ConfSysctl; row: ConfRow; target: string }
	| { of: 'neigh'; key: NeighSysctl; row: Row; target: string };

function byName<K extends string, R extends Row>(rows: Record<K, R>): Map<string, [K, R]> {
	return new Map(Object.entries<R>(rows).map(([key, one]) => [one.name, [key as K, one]]));
}

const netnsNames = byName(netnsSysctls);
const confNames = byName(confSysctls);
const neighNames = byName(neighSysctls);

/** The one switch that has two names (net/ipv4/devinet.c, ctl_forward_entry). */
const IP_FORWARD = 'net.ipv4.ip_forward';

/** "net.ipv4.conf.eth0.rp_filter": in an interface's name a dot is written as itself or as "/". */
const PER_INTERFACE = /^net\.ipv4\.(conf|neigh)\.(.+)\.([a-z0-9_]+)$/;

/** undefined: there is none of that name. */
export function findSysctl(name: string): FoundSysctl | undefined {
	const netns = netnsNames.get(name);
	if (netns !== undefined) return { of: 'netns', key: netns[0], row: netns[1] };
	const match = PER_INTERFACE.exec(name === IP_FORWARD ? 'net.ipv4.conf.all.forwarding' : name);
	if (match === null) return undefined;
	const target = match[2].replaceAll('/', '.');
	if (match[1] === 'conf') {
		const found = confNames.get(match[3]);
		return found && { of: 'conf', key: found[0], row: found[1], target };
	}
	const found = target === 'all' ? undefined : neighNames.get(match[3]);
	return found && { of: 'neigh', key: found[0], row: found[1], target };
}

/** What a sysctl's text is by default, undefined when there is none of that name. */
export function sysctlDefault(name: string): number | undefined {
	return findSysctl(name)?.row.initial;
}

/** Every name, with `default` for what interfaces have each. */
export function sysctlNames(): string[] {
	return [
		IP_FORWARD,
		...netnsNames.keys(),
		...[...confNames.keys()].flatMap((leaf) => [`net.ipv4.conf.all.${leaf}`, `net.ipv4.conf.default.${leaf}`]),
		...[...neighNames.keys()].map((leaf) => `net.ipv4.neigh.default.${leaf}`)
	];
}

/** The path under /proc/sys. */
export function sysctlPath(name: string): string {
	const found = findSysctl(name);
	if (found === undefined || found.of === 'netns' || name === IP_FORWARD) return name.replaceAll('.', '/');
	return `net/ipv4/${found.of}/${found.target}/${found.row.name}`;
}
