/** The sysctls that the kernel reads, with Linux's defaults. Times in ns, whatever unit the sysctl's text has. */
export interface Sysctls {
	ipForward: boolean;
	/** net.ipv4.ip_default_ttl */
	defaultTtl: number;
	/** net.ipv4.neigh.*.mcast_solicit: broadcasts before giving up. */
	mcastSolicit: number;
	/** net.ipv4.neigh.*.ucast_solicit: unicast probes before giving up. */
	ucastSolicit: number;
	retransTime: number;
	/** Linux draws 0.5 to 1.5 of it anew every 300 s; here it is the base itself. */
	baseReachableTime: number;
	delayFirstProbeTime: number;
	/** net.ipv4.neigh.*.locktime: a changed answer within it is not believed. */
	locktime: number;
	/** net.ipv4.neigh.*.unres_qlen_bytes, as truesize. */
	unresQlenBytes: number;
	/** net.ipv4.icmp_ratelimit: ns between errors to one host. */
	icmpRatelimit: number;
	sendRedirects: boolean;
	acceptRedirects: boolean;
	/** net.ipv4.tcp_syn_retries and tcp_synack_retries, tcp_retries2, tcp_fin_timeout (ns) */
	tcpSynRetries: number;
	tcpSynackRetries: number;
	tcpRetries2: number;
	tcpFinTimeout: number;
	/** net.netfilter.nf_conntrack_* timeouts, ns. */
	ctUdpTimeout: number;
	ctUdpTimeoutStream: number;
	ctIcmpTimeout: number;
	ctGenericTimeout: number;
	ctTcpSynSent: number;
	ctTcpSynRecv: number;
	ctTcpEstablished: number;
	ctTcpFinWait: number;
	ctTcpCloseWait: number;
	ctTcpLastAck: number;
	ctTcpTimeWait: number;
	ctTcpClose: number;
	ctMax: number;
}

const S = 1_000_000_000;

export function defaultSysctls(): Sysctls {
	return {
		ipForward: false,
		defaultTtl: 64,
		mcastSolicit: 3,
		ucastSolicit: 3,
		retransTime: S,
		baseReachableTime: 30 * S,
		delayFirstProbeTime: 5 * S,
		locktime: S,
		unresQlenBytes: 212_992,
		icmpRatelimit: S,
		sendRedirects: true,
		acceptRedirects: true,
		tcpSynRetries: 6,
		tcpSynackRetries: 5,
		tcpRetries2: 15,
		tcpFinTimeout: 60 * S,
		ctUdpTimeout: 30 * S,
		ctUdpTimeoutStream: 120 * S,
		ctIcmpTimeout: 30 * S,
		ctGenericTimeout: 600 * S,
		ctTcpSynSent: 120 * S,
		ctTcpSynRecv: 60 * S,
		ctTcpEstablished: 432_000 * S,
		ctTcpFinWait: 120 * S,
		ctTcpCloseWait: 60 * S,
		ctTcpLastAck: 30 * S,
		ctTcpTimeWait: 120 * S,
		ctTcpClose: 10 * S,
		ctMax: 262_144
	};
}

const MS = 1_000_000;
type NumberKey = { [K in keyof Sysctls]: Sysctls[K] extends number ? K : never }[keyof Sysctls];
type FlagKey = Exclude<keyof Sysctls, NumberKey>;

/** sysctl name -> where it is kept and what one unit of its text is worth. */
export const sysctlNames: Record<string, { key: NumberKey; unit: number } | { flag: FlagKey }> = {
	'net.ipv4.ip_forward': { flag: 'ipForward' },
	'net.ipv4.ip_default_ttl': { key: 'defaultTtl', unit: 1 },
	'net.ipv4.neigh.default.mcast_solicit': { key: 'mcastSolicit', unit: 1 },
	'net.ipv4.neigh.default.ucast_solicit': { key: 'ucastSolicit', unit: 1 },
	'net.ipv4.neigh.default.retrans_time_ms': { key: 'retransTime', unit: MS },
	'net.ipv4.neigh.default.base_reachable_time_ms': { key: 'baseReachableTime', unit: MS },
	'net.ipv4.neigh.default.delay_first_probe_time': { key: 'delayFirstProbeTime', unit: S },
	'net.ipv4.neigh.default.locktime': { key: 'locktime', unit: 10 * MS },
	'net.ipv4.neigh.default.unres_qlen_bytes': { key: 'unresQlenBytes', unit: 1 },
	'net.ipv4.icmp_ratelimit': { key: 'icmpRatelimit', unit: MS },
	'net.ipv4.conf.all.send_redirects': { flag: 'sendRedirects' },
	'net.ipv4.conf.all.accept_redirects': { flag: 'acceptRedirects' },
	'net.ipv4.tcp_syn_retries': { key: 'tcpSynRetries', unit: 1 },
	'net.ipv4.tcp_synack_retries': { key: 'tcpSynackRetries', unit: 1 },
	'net.ipv4.tcp_retries2': { key: 'tcpRetries2', unit: 1 },
	'net.ipv4.tcp_fin_timeout': { key: 'tcpFinTimeout', unit: S },
	'net.netfilter.nf_conntrack_udp_timeout': { key: 'ctUdpTimeout', unit: S },
	'net.netfilter.nf_conntrack_udp_timeout_stream': { key: 'ctUdpTimeoutStream', unit: S },
	'net.netfilter.nf_conntrack_icmp_timeout': { key: 'ctIcmpTimeout', unit: S },
	'net.netfilter.nf_conntrack_max': { key: 'ctMax', unit: 1 }
};

/** An interface's own setting counts for all: Hopwise has one of each in a netns. */
function known(name: string): (typeof sysctlNames)[string] | undefined {
	return sysctlNames[
		name.replace(/^(net\.ipv4\.neigh)\.[^.]+\./, '$1.default.').replace(/^(net\.ipv4\.conf)\.[^.]+\./, '$1.all.')
	];
}

/** Sets a sysctl by its name. Returns false when there is none of that name. */
export function setSysctl(sysctls: Sysctls, name: string, value: number): boolean {
	const place = known(name);
	if (place === undefined) return false;
	if ('flag' in place) sysctls[place.flag] = value !== 0;
	else sysctls[place.key] = value * place.unit;
	return true;
}

/** What a sysctl's text is by default, undefined when there is none of that name. */
export function sysctlDefault(name: string): number | undefined {
	const place = known(name);
	if (place === undefined) return undefined;
	const sysctls = defaultSysctls();
	return 'flag' in place ? Number(sysctls[place.flag]) : sysctls[place.key] / place.unit;
}
