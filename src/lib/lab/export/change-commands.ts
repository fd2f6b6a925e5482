/** A change of a node's settings as what has to be run in its netns on Linux. */
import { changeBetween } from '../change.ts';
import { findSysctl, sysctlDefault } from '../../net/sysctls.ts';
import type { Config } from '../document.ts';
import type { Settings } from '../settings.ts';
import { proxyLine, ruleLine } from '../policy.ts';
import { inOrderOfWriting } from '../sysctls.ts';
import { restoreLines } from '../firewall-change.ts';
import type { LabDevice } from '../topology.ts';
import { hostsLines, neighbourLine, resolvLines, routeLine, sysctlPaths } from './lines.ts';

/** In the order in which they are to be done. */
export interface ChangeCommands {
	/** Paths under /proc/sys. */
	sysctls: { path: string; value: number }[];
	/** Lines for `ip -force -batch -`: one may fail, as where a route stands already or its interface is down. */
	ip: string[];
	/** Lines for `ipset restore`, before the rules change and after. */
	ipsets: { first: string[]; last: string[] };
	/** Lines for `iptables-restore --noflush`. */
	iptables: string[];
	/** Files of /etc, whole. */
	files: Record<string, string>;
}

/** Writing it writes others along: a switch of forwarding, or what is for every interface. */
function isCommon(name: string): boolean {
	const found = findSysctl(name);
	return found !== undefined && found.of !== 'netns' && (found.target === 'default' || found.key === 'forwarding');
}

/** @param devices Of the netns. */
export function changeCommands(before: Settings, set: Config, devices: readonly LabDevice[]): ChangeCommands {
	const change = changeBetween(before, set);
	const gone = change.sysctls.filter(({ value }) => value === null);
	// One that is gone and that Hopwise does not know is left as it is.
	const written: [string, number | undefined][] = gone.map(({ name }) => [name, sysctlDefault(name)]);
	const again = change.forwarding !== null || gone.length > 0 || change.sysctls.some(({ name }) => isCommon(name));
	const after = set.sysctls ?? before.sysctls;
	const changed = new Set(change.sysctls.map(({ name }) => name));
	written.push(...inOrderOfWriting(after).filter(([name]) => again || changed.has(name)));
	const sysctls = written.flatMap(([name, value]) => {
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
			...change.proxies.removed.map((proxy) => proxyLine('del', proxy)),
			...change.proxies.added.map((proxy) => proxyLine('add', proxy)),
			// Those of `ip route add` only: one that was refused may be there, made by an address.
			...change.routes.removed.map((route) => routeLine('del', route, 'proto boot')),
			...change.routes.wanted.map((route) => routeLine('add', route)),
			...change.rules.removed.map((rule) => ruleLine('del', rule)),
			...change.rules.added.map((rule) => ruleLine('add', rule))
		],
		ipsets: change.ipsets,
		iptables: restoreLines(change.firewall),
		files: {
			...(change.hosts === null ? {} : { hosts: text(hostsLines(change.hosts)) }),
			...(change.resolver === null
				? {}
				: { 'resolv.conf': text(resolvLines(change.resolver.nameservers, change.resolver.resolver)) }),
			...(change.order === null ? {} : { 'nsswitch.conf': `hosts: ${change.order}\n` })
		}
	};
}
