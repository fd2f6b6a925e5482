/** A lab as a bash script of `ip netns` commands, which builds the same network on a Linux machine. */
import { confSysctls, neighSysctls } from '../../net/sysctls.ts';
import type { Lab } from '../document.ts';
import { impairmentsOf } from '../impairments.ts';
import { parseLab } from '../parse.ts';
import { formatProblem } from '../problem.ts';
import { type LabDevice, netnsNodes } from '../topology.ts';
import { bridgeLines, type IndexOf, indexesOf, linkLines, otherLines, qdiscs, unpluggedEnds } from './bash-devices.ts';
import { comment, netnsSection } from './bash-netns.ts';
import { byIndex } from './device-order.ts';
import { netnsNames, unpluggedName } from './netns-names.ts';

export interface BashOptions {
	/** Before the name of every netns: letters, digits, "_" and "-". Default "hw-". */
	prefix?: string;
	/** Every device gets an ifindex that no other of the lab has, so that Linux notices at once when a link goes up or down. Else the lab's own. */
	distinctIndexes?: boolean;
}

function indent(lines: readonly string[]): string[] {
	return lines.map((line) => (line === '' ? '' : `\t${line}`));
}

/** `ip -batch` takes many lines in one process. Nothing, where there are none. */
function batch(lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ["ip -batch - <<-'END'", ...lines.map((line) => `\t${line}`), 'END'];
}

const initial = (rows: Record<string, { name: string; initial: number }>) =>
	Object.values(rows).map((row) => `${row.name}=${row.initial}`);

const prepare = `
# prepare NETNS DEVICE...: the same start on every machine, whatever its own settings are.
# IPv6 is off before anything is up, so that nothing but this lab talks. Offloads are off, so that each frame
# on a wire is whole and has its checksums. Interfaces have the settings that Linux itself gives them.
prepare() {
	ip netns exec "$1" bash -s -- "\${@:2}" <<-'END'
		cd /proc/sys/net
		if [ -d ipv6 ]; then echo 1 >ipv6/conf/all/disable_ipv6; echo 1 >ipv6/conf/default/disable_ipv6; fi
		for dev in all default lo "$@"; do
			for setting in ${initial(confSysctls).join(' ')}; do
				file="ipv4/conf/$dev/\${setting%%=*}"
				if [ -e "$file" ]; then echo "\${setting#*=}" >"$file"; fi
			done
			for setting in ${initial(neighSysctls).join(' ')}; do
				file="ipv4/neigh/$dev/\${setting%%=*}"
				if [ -e "$file" ]; then echo "\${setting#*=}" >"$file"; fi
			done
		done
		for dev; do ethtool -K "$dev" rx off tx off sg off tso off gso off gro off >/dev/null 2>&1 || true; done
		ethtool -K lo tso off gso off >/dev/null 2>&1 || true
	END
}

# set_sysctls NETNS PATH=VALUE...: paths under /proc/sys.
set_sysctls() {
	ip netns exec "$1" bash -s -- "\${@:2}" <<-'END'
		for setting; do
			{ echo "\${setting#*=}" >"/proc/sys/\${setting%%=*}"; } 2>/dev/null ||
				echo "this kernel has no \${setting%%=*} for a network namespace; left as it is" >&2
		done
	END
}
`;

const settle = `
# settle NETNS...: Linux notices up to a second late that a cable is plugged in; until then a bridge's port is closed.
settle() {
	local ns tries
	for tries in {1..50}; do
		for ns; do
			if ip -n "$ns" -o link 2>/dev/null | grep LOWER_UP | grep -qE 'state (DOWN|LOWERLAYERDOWN)'; then
				sleep 0.05
				continue 2
			fi
		done
		return
	done
	echo "some interfaces are not ready yet" >&2
}
`;

const impair = `
# impair NETNS DEVICE QDISC...: what a link does to frames, where the kernel has netem.
impair() {
	tc -n "$1" qdisc add dev "$2" "\${@:3}" 2>/dev/null ||
		echo "not on $2 of $1: \${*:3}: this kernel has no netem (module sch_netem)" >&2
}
`;

/** What is neither a bridge nor the end of a link. */
function others(lab: Lab, names: ReadonlyMap<string, string>, indexOf: IndexOf): string[] {
	const lines = otherLines(lab, names, indexOf);
	if (lines.length === 0) return [];
	const made: string[] = ['', '# Interfaces that stand on others, or on nothing.'];
	for (let i = 0; i < lines.length;) {
		const { netns } = lines[i];
		const from = i;
		while (i < lines.length && lines[i].netns === netns) i++;
		made.push(`ip -n ${netns} -batch - <<-'END'`, ...lines.slice(from, i).map(({ line }) => `\t${line}`), 'END');
	}
	return made;
}

function header(lab: Lab): string[] {
	return [
		'#!/usr/bin/env bash',
		`# ${comment(lab.title) || 'Untitled lab'}`,
		'#',
		'# A lab of Hopwise, as network namespaces of this machine. As root:',
		'#   bash THIS up      builds it',
		'#   bash THIS down    removes it; it does no harm when there is nothing',
		'#   ip netns exec NAME COMMAND    runs a command on a node, such as ping',
		'set -euo pipefail'
	];
}

function isImpaired(lab: Lab): boolean {
	return lab.links.some((link) => ([0, 1] as const).some((from) => qdiscs(impairmentsOf(link, from)).length > 0));
}

function tools(lab: Lab): string[] {
	const needed = ['ip', 'ethtool'];
	if (lab.nodes.some(({ iptables, nat }) => iptables.length + nat.length > 0)) needed.push('iptables');
	if (lab.nodes.some(({ ipsets }) => ipsets.length > 0)) needed.push('ipset');
	if (isImpaired(lab)) needed.push('tc');
	return needed;
}

/** Throws an Error with a problem's text where the lab is unsound. */
export function exportBash(lab: Lab, { prefix = 'hw-', distinctIndexes = false }: BashOptions = {}): string {
	if (!/^[A-Za-z0-9_-]{0,40}$/.test(prefix)) throw new Error(`${prefix} is no prefix: letters, digits, "_" and "-"`);
	// The script runs as root: nothing gets into it that the document's own rules don't allow.
	const parsed = parseLab(lab);
	if (!parsed.ok) throw new Error(formatProblem(parsed.problems[0]));
	const names = netnsNames(lab, prefix);
	const unplugged = unpluggedName(prefix);
	const indexOf = distinctIndexes ? indexesOf(lab) : ({ index }: LabDevice) => index;
	const all = [...names.values(), ...(unpluggedEnds(lab).length > 0 ? [unplugged] : [])];
	const impaired = isImpaired(lab);
	const up = [
		...all.map((name) => `ip netns add ${name}`),
		'',
		'# Bridges, and a veth pair for each link.',
		...batch(byIndex([...bridgeLines(lab, names, indexOf), ...linkLines(lab, names, unplugged, indexOf)])),
		...others(lab, names, indexOf),
		...netnsNodes(lab).flatMap((node) => ['', ...netnsSection(lab, node, names.get(node.id)!)])
	];
	return [
		...header(lab),
		'',
		`namespaces=(${all.join(' ')})`,
		...prepare.trimEnd().split('\n'),
		...settle.trimEnd().split('\n'),
		...(impaired ? impair.trimEnd().split('\n') : []),
		'',
		'up() {',
		...indent([
			'local ns',
			'for ns in "${namespaces[@]}"; do',
			'\tif [ -e "/run/netns/$ns" ]; then fail "$ns is there already; run: bash $0 down"; fi',
			'done',
			'trap \'echo "line $LINENO failed; removing what was built" >&2; down\' ERR',
			...up,
			'',
			'settle "${namespaces[@]}"',
			'trap - ERR'
		]),
		'}',
		'',
		'down() {',
		...indent([
			'local ns pids',
			'for ns in "${namespaces[@]}"; do',
			'\tif [ -e "/run/netns/$ns" ]; then',
			'\t\tpids=$(ip netns pids "$ns")',
			'\t\t# Programs that still run in it would keep it alive.',
			'\t\tif [ -n "$pids" ]; then kill $pids 2>/dev/null || true; fi',
			'\t\tip netns del "$ns"',
			'\tfi',
			'\trm -f "/etc/netns/$ns/hosts" "/etc/netns/$ns/resolv.conf" "/etc/netns/$ns/nsswitch.conf"',
			'\trmdir "/etc/netns/$ns" 2>/dev/null || true',
			'done'
		]),
		'}',
		'',
		'fail() {',
		'\techo "$0: $1" >&2',
		'\texit 1',
		'}',
		'',
		'case "${1-}" in',
		'\tup | down) ;;',
		'\t*)',
		'\t\techo "usage: bash $0 up|down" >&2',
		'\t\texit 2',
		'\t\t;;',
		'esac',
		'if [ "$(id -u)" -ne 0 ]; then fail "network namespaces need root; run it with sudo"; fi',
		`for tool in ${tools(lab).join(' ')}; do`,
		'\tif ! command -v "$tool" >/dev/null; then fail "$tool is missing; on Debian: apt install iproute2 ethtool iptables ipset"; fi',
		'done',
		'"$1"',
		''
	].join('\n');
}
