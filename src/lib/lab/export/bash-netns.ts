/** One netns of a lab as the part of a bash script that sets it up. */
import { printSets } from '../../kernel/netfilter/language/ipset-text.ts';
import { printTable } from '../../kernel/netfilter/language/ruleset-text.ts';
import type { Lab, LabNode } from '../document.ts';
import { proxyLine, ruleLine } from '../policy.ts';
import { inOrderOfWriting } from '../sysctls.ts';
import { kindOfInterface } from '../interfaces/registry.ts';
import type { PortOptions } from '../interfaces/schemas.ts';
import { routesToBuild } from '../routes.ts';
import { devicesOf, type LabDevice } from '../topology.ts';
import { qdiscsOf } from './bash-devices.ts';
import { hostsLines, neighbourLine, resolvLines, routeLine, sysctlPaths } from './lines.ts';
import { rulesetOf } from '../firewall.ts';
import { setsOf } from '../ipset-change.ts';

/** A text for a comment: one line, nothing that a terminal or bash would act on. */
export function comment(text: string): string {
	return text
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim()
		.slice(0, 200);
}

function heredoc(command: string, lines: readonly string[]): string[] {
	return [`${command} <<-'END'`, ...lines.map((line) => `\t${line}`), 'END'];
}

/**
 * lo is up before it gets further addresses, so that 127.0.0.1 is its first. Addresses stand before their interface is
 * up; routes after. `ip addr add` is used without `brd +`: since Linux adds the route to the subnet's broadcast address
 * whether or not the address has one set (net/ipv4/fib_frontend.c, fib_add_ifaddr), nothing differs on the wire.
 * A bridge's MTU is set after its ports are in it, for until somebody sets it, it follows theirs.
 */
function deviceLines(devices: readonly LabDevice[]): string[] {
	const lines: string[] = [];
	const [lo, ...others] = devices;
	if (lo.up) lines.push('link set lo up');
	for (const address of lo.addresses) if (address !== '127.0.0.1/8') lines.push(`addr add ${address} dev lo`);
	for (const { name, master } of others) if (master !== '') lines.push(`link set dev ${name} master ${master}`);
	for (const { name, source } of others) {
		const options = source?.port === undefined ? '' : portWords(source.port);
		if (options !== '') lines.push(`link set dev ${name} type bridge_slave${options}`);
	}
	for (const { kind, name, mtu, addresses, up } of others) {
		if (kind === 'bridge') lines.push(`link set dev ${name} mtu ${mtu}`);
		for (const address of addresses) lines.push(`addr add ${address} dev ${name}`);
		if (up) lines.push(`link set dev ${name} up`);
	}
	return lines;
}

/** What differs from how Linux makes a port. */
function portWords(port: PortOptions): string {
	const flag = (word: string, value: boolean, initial: boolean) =>
		value === initial ? '' : ` ${word} ${value ? 'on' : 'off'}`;
	const number = (word: string, value: number, initial: number) => (value === initial ? '' : ` ${word} ${value}`);
	return [
		flag('hairpin', port.hairpin, false),
		flag('isolated', port.isolated, false),
		flag('learning', port.learning, true),
		flag('flood', port.flood, true),
		flag('mcast_flood', port.multicastFlood, true),
		flag('bcast_flood', port.broadcastFlood, true),
		number('priority', port.priority, 32),
		number('cost', port.cost, 0),
		number('group_fwd_mask', port.groupForwardMask, 0)
	].join('');
}

/** Entries of forwarding databases, for `bridge -batch`. */
function fdbLines(devices: readonly LabDevice[]): string[] {
	return devices.flatMap(({ name, bridge, source }) => [
		...(bridge?.fdb ?? []).map(
			({ mac, dev, state }) => `fdb add ${mac} dev ${dev} ${dev === name ? 'self' : 'master'} ${state}`
		),
		...(source === null ? [] : (kindOfInterface(source)?.bridgeLines?.(source) ?? []))
	]);
}

function nameLines(node: LabNode, ns: string): string[] {
	return [
		`mkdir -p /etc/netns/${ns}`,
		...heredoc(`cat >/etc/netns/${ns}/hosts`, hostsLines(node.hosts)),
		...heredoc(`cat >/etc/netns/${ns}/resolv.conf`, resolvLines(node.nameservers, node.resolver)),
		...(node.resolver?.order === undefined
			? []
			: heredoc(`cat >/etc/netns/${ns}/nsswitch.conf`, [`hosts: ${node.resolver.order}`]))
	];
}

/** Lines of bash, without indent. @param ns The netns' name on Linux. */
export function netnsSection(lab: Lab, node: LabNode, ns: string): string[] {
	const devices = devicesOf(lab, node.id);
	const [, ...others] = devices;
	const lines = [`# ${comment(node.name)} (${node.kind})`];
	lines.push(['prepare', ns, ...others.map(({ name }) => name)].join(' '));
	const sysctls = [
		`net/ipv4/ip_forward=${node.forwarding ? 1 : 0}`,
		...inOrderOfWriting(node.sysctls).flatMap(([name, value]) =>
			sysctlPaths(name, devices).map((path) => `${path}=${value}`)
		)
	];
	lines.push(`set_sysctls ${ns} ${sysctls.join(' ')}`);
	if (node.hosts.length + node.nameservers.length > 0 || node.resolver !== undefined)
		lines.push(...nameLines(node, ns));
	const ip = deviceLines(devices);
	for (const { route, refusal } of routesToBuild(lab, node.id)) {
		const line = routeLine('add', route);
		ip.push(refusal === null ? line : `# left out: ${line}: ${comment(refusal.message)}`);
	}
	for (const rule of node.rules) ip.push(ruleLine('add', rule));
	for (const neighbour of node.neighbours) ip.push(neighbourLine('add', neighbour));
	for (const proxy of node.proxies) ip.push(proxyLine('add', proxy));
	lines.push(...heredoc(`ip -n ${ns} -batch -`, ip));
	const fdb = fdbLines(devices);
	if (fdb.length > 0) lines.push(...heredoc(`bridge -n ${ns} -batch -`, fdb));
	const sets = printSets(setsOf(node.ipsets));
	if (sets.length > 0) lines.push(...heredoc(`ip netns exec ${ns} ipset restore`, sets));
	const tables = rulesetOf(node);
	if (tables.length > 0)
		lines.push(
			...heredoc(
				`ip netns exec ${ns} iptables-restore -w`,
				tables.flatMap((table) => printTable(table))
			)
		);
	for (const device of others) {
		for (const qdisc of qdiscsOf(lab, device.node, device.name)) lines.push(`impair ${ns} ${device.name} ${qdisc}`);
	}
	if (node.services.length > 0) {
		const services = node.services.map(({ kind, port }) => `${kind} on port ${port}`).join(', ');
		lines.push(`# Hopwise runs here: ${services}. Start your own with: ip netns exec ${ns} PROGRAM`);
	}
	return lines;
}
