/** A change of a node's settings as what has to be run in its netns on Linux. */
import { changeBetween } from '../change.ts';
import type { Config } from '../document.ts';
import type { Settings } from '../settings.ts';
import type { LabDevice } from '../topology.ts';
import { hostsLines, natLine, neighbourLine, resolvLines, routeLine, sysctlPaths } from './lines.ts';

/** In the order in which they are to be done. */
export interface ChangeCommands {
	/** Paths under /proc/sys. */
	sysctls: { path: string; value: number }[];
	/** Lines for `ip -force -batch -`: one may fail, as where a route stands already or its interface is down. */
	ip: string[];
	/** Commands whose words need no quoting. */
	iptables: string[];
	/** Files of /etc, whole. */
	files: Record<string, string>;
}

/**
 * @param devices Of the netns.
 * @param defaultOf Linux's default of a sysctl, undefined: not known, it is left as it is.
 */
export function changeCommands(
	before: Settings,
	set: Config,
	devices: readonly LabDevice[],
	defaultOf: (sysctl: string) => number | undefined
): ChangeCommands {
	const change = changeBetween(before, set);
	const values = new Map(change.sysctls.map(({ name, value }) => [name, value ?? defaultOf(name)]));
	// Switching forwarding sets others along; what the node says itself is said again.
	if (change.forwarding !== null) {
		for (const [name, value] of Object.entries(set.sysctls ?? before.sysctls)) values.set(name, value);
	}
	const sysctls = [...values].flatMap(([name, value]) => {
		return value === undefined ? [] : sysctlPaths(name, devices).map((path) => ({ path, value }));
	});
	const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
	return {
		sysctls: [
			...(change.forwarding === null ? [] : [{ path: 'net/ipv4/ip_forward', value: change.forwarding ? 1 : 0 }]),
			...sysctls
		],
		ip: [
			...change.neighbours.removed.map(({ address, dev }) => `neigh del ${address} dev ${dev}`),
			...change.neighbours.wanted.map((one) => neighbourLine('replace', one)),
			// Those of `ip route add` only: one that was refused may be there, made by an address.
			...change.routes.removed.map((route) => `${routeLine('del', route)} proto boot`),
			...change.routes.wanted.map((route) => routeLine('add', route))
		],
		iptables: change.nat.flatMap(({ chain, flush, rules }) => [
			...(flush ? [`iptables -w -t nat -F ${chain}`] : []),
			...rules.map(natLine)
		]),
		files: {
			...(change.hosts === null ? {} : { hosts: text(hostsLines(change.hosts)) }),
			...(change.nameservers === null ? {} : { 'resolv.conf': text(resolvLines(change.nameservers)) })
		}
	};
}
