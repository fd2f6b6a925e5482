/** What fields of the document are made of: texts with a length, names, addresses, times, ports. */
import * as v from 'valibot';
import { isCidr, isIpv4, isMac, isOwnCidr, isRate, isTime } from '../net/text.ts';

export const text = (max: number) => v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`));
export const id = v.pipe(
	v.string(),
	v.regex(/^[A-Za-z0-9_.-]{1,64}$/, 'an id is 1 to 64 letters, digits, ".", "_" or "-"')
);
/**
 * Linux takes any 15 bytes without "/", ":" and white space (net/core/dev.c, dev_valid_name). Narrower here, so that a
 * name never needs quoting in a shell, a sysctl or an iptables rule.
 */
export const interfaceName = v.pipe(
	v.string(),
	v.regex(
		/^(?!(all|default)$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/,
		'an interface name is 1 to 15 letters, digits, ".", "_" or "-", and neither "all" nor "default"'
	)
);
/** Whether a device may be named so: bridges too, whose names stand with the nodes. */
export function isInterfaceName(name: string): boolean {
	return v.is(interfaceName, name);
}
export const hostName = v.pipe(
	text(253),
	v.regex(
		/^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/,
		'a host name is letters, digits, "-" and ".", such as web.example'
	)
);
export const address = v.pipe(
	v.string(),
	v.check(isIpv4, (i) => `${i.input} is not an IPv4 address, such as 10.0.0.1`)
);
export const cidr = v.pipe(
	v.string(),
	v.check(isCidr, (i) => `${i.input} is not an IPv4 address with a prefix length, such as 10.0.0.1/24`)
);
/** Of an interface: with another end it may have a peer. */
export const ownCidr = v.pipe(
	v.string(),
	v.check(isOwnCidr, (i) => `${i.input} is not an IPv4 address with a prefix length, such as 10.0.0.1/24`)
);
export const mac = v.pipe(
	v.string(),
	v.check(isMac, (i) => `${i.input} is not a MAC address, such as 02:00:00:00:00:01`)
);
export const time = v.pipe(
	v.string(),
	v.check(isTime, (i) => `${i.input} is not a time with a unit, such as 100us, 1.5ms or 30s`)
);
export const rate = v.pipe(
	v.string(),
	v.check(isRate, (i) => `${i.input} is not a rate with a unit, such as 500kbit, 10mbit or 1gbit`)
);
/** 0 to 1. */
export const share = (what: string) =>
	v.pipe(v.number(), v.minValue(0), v.maxValue(1, `${what} is a share from 0 to 1`));
export const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535, 'a port is 1 to 65535'));
export const prefix = v.union([v.literal('default'), cidr, address]);

const wholeNumber = v.pipe(v.number(), v.integer());
export const count = v.pipe(wholeNumber, v.minValue(1));
/** Bytes that a UDP datagram or a ping carries. */
export const size = v.pipe(wholeNumber, v.minValue(0), v.maxValue(65507));
/** Seconds, of a name or a lease. */
export const seconds = v.pipe(wholeNumber, v.minValue(0), v.maxValue(4294967295));
/** Whom a program talks to. */
export const target = v.pipe(text(253), v.minLength(1, 'an address or a name'));
