/** What an ICMP error is called in a program (net/ipv4/icmp.c, icmp_err_convert). */
import { ICMP_DEST_UNREACH, ICMP_PARAMETER_PROBLEM } from '../../wire/icmp.ts';
import type { Errno } from '../../trace/steps/types.ts';

/** By code of "destination unreachable": the error, and whether it ends a connection (fatal). */
const unreachable: { errno: Errno; fatal: boolean }[] = [
	{ errno: 'ENETUNREACH', fatal: false }, // net
	{ errno: 'EHOSTUNREACH', fatal: false }, // host
	{ errno: 'EPROTO', fatal: true }, // protocol (ENOPROTOOPT)
	{ errno: 'ECONNREFUSED', fatal: true }, // port
	{ errno: 'EMSGSIZE', fatal: false }, // fragmentation needed
	{ errno: 'EHOSTUNREACH', fatal: false }, // source route failed (EOPNOTSUPP)
	{ errno: 'ENETUNREACH', fatal: true },
	{ errno: 'EHOSTUNREACH', fatal: true },
	{ errno: 'EHOSTUNREACH', fatal: true },
	{ errno: 'ENETUNREACH', fatal: true },
	{ errno: 'EHOSTUNREACH', fatal: true },
	{ errno: 'ENETUNREACH', fatal: false },
	{ errno: 'EHOSTUNREACH', fatal: false },
	{ errno: 'EHOSTUNREACH', fatal: true }, // administratively prohibited
	{ errno: 'EHOSTUNREACH', fatal: true },
	{ errno: 'EHOSTUNREACH', fatal: true }
];

export function errnoOf(type: number, code: number): Errno {
	if (type === ICMP_PARAMETER_PROBLEM) return 'EPROTO';
	return type === ICMP_DEST_UNREACH ? (unreachable[code]?.errno ?? 'EHOSTUNREACH') : 'EHOSTUNREACH';
}

export function isFatal(type: number, code: number): boolean {
	return type === ICMP_PARAMETER_PROBLEM || (type === ICMP_DEST_UNREACH && (unreachable[code]?.fatal ?? false));
}
