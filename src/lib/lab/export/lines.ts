/** Settings of a node as lines for `ip -batch`, iptables, /proc/sys and files of /etc. */
import { findSysctl, sysctlPath } from '../../net/sysctls.ts';
import type { LabNode, Nexthop, Route } from '../document.ts';
import { resolverLines } from '../resolver.ts';
import type { LabDevice } from '../topology.ts';

function wayWords({ via, dev, onlink }: Pick<Nexthop, 'via' | 'dev' | 'onlink'>): string {
	const words = [
		via === undefined ? '' : `via ${via}`,
		dev === undefined ? '' : `dev ${dev}`,
		onlink === true ? 'onlink' : ''
	];
	return words.filter((word) => word !== '').join(' ');
}

/** For `ip -batch`. @param origin Words that choose among equal routes; several next hops must stand behind all else. */
export function routeLine(verb: 'add' | 'del', route: Route, origin = ''): string {
	const { to, type, src, scope, metric, table = 'main', tos = 0, nexthops } = route;
	const words = [
		`route ${verb}`,
		type === 'unicast' ? '' : type,
		to,
		tos === 0 ? '' : `tos 0x${tos.toString(16)}`,
		// iproute2 puts a local route into the table local unless it is told otherwise.
		table === 'main' && type !== 'local' ? '' : `table ${table}`,
		nexthops === undefined ? wayWords(route) : '',
		src === undefined ? '' : `src ${src}`,
		scope === undefined ? '' : `scope ${scope}`,
		metric === 0 ? '' : `metric ${metric}`,
		origin,
		...(nexthops ?? []).map((hop) => `nexthop ${wayWords(hop)} weight ${hop.weight}`)
	];
	return words.filter((word) => word !== '').join(' ');
}

/** For `ip -batch`. */
export function neighbourLine(
	verb: 'add' | 'replace',
	{ address, mac, dev, state = 'permanent' }: LabNode['neighbours'][number]
): string {
	return `neigh ${verb} ${address} lladdr ${mac} dev ${dev} nud ${state}`;
}

/**
 * Paths under /proc/sys. A netns other than the first has no net.ipv4.neigh.default, and what conf.default says is
 * copied to a device when it is made, but not to one that was told otherwise: both are written to every device too.
 */
export function sysctlPaths(name: string, devices: readonly LabDevice[]): string[] {
	const found = findSysctl(name);
	if (found === undefined || found.of === 'netns' || found.target !== 'default') return [sysctlPath(name)];
	const own = devices.map((device) => `net/ipv4/${found.of}/${device.name}/${found.row.name}`);
	return found.of === 'conf' ? [sysctlPath(name), ...own] : own;
}

/** The text of /etc/hosts, line by line. */
export function hostsLines(hosts: LabNode['hosts']): string[] {
	return ['127.0.0.1 localhost', ...hosts.map(({ address, names }) => `${address} ${names.join(' ')}`)];
}

/** The text of /etc/resolv.conf, line by line. */
export function resolvLines(nameservers: LabNode['nameservers'], resolver?: LabNode['resolver']): string[] {
	const lines = [...resolverLines(resolver), ...nameservers.map((address) => `nameserver ${address}`)];
	return lines.length === 0 ? ['# none'] : lines;
}
