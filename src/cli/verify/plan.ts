/** What the kernel agent is told and what it answers. Times are ns of real time since the first input could begin. */
import { netnsSysctls, sysctlPath } from '../../lib/net/sysctls.ts';
import { parseTime } from '../../lib/net/text.ts';
import type { Input, Lab, LabNode, Service } from '../../lib/lab/document.ts';
import { devicesOf, netnsNodes, netnsOf } from '../../lib/lab/topology.ts';
import { needsConntrack } from '../../lib/kernel/netfilter/register.ts';
import { rulesetOf } from '../../lib/lab/firewall.ts';
import { changesOf } from './changes.ts';
import type { LinuxTables } from './tables.ts';

export interface Plan {
	namespaces: PlannedNetns[];
	inputs: { at: number; /** "" for a link's */ netns: string; action: Record<string, unknown> }[];
	/** The end is when nothing was sent for so long after the last input has ended. */
	quiet: number;
	/** It ends at this time, quiet or not; 0: when it is quiet. */
	until: number;
	/** A run that never gets quiet ends at this time. */
	bound: number;
	/** It begins with a whole second of the kernel's: the spanning tree's hold timer ends with one. */
	aligned: boolean;
	/** It ends with this many frames: a storm. */
	limit: number;
}

export interface PlannedNetns {
	netns: string;
	services: Service[];
	/** Linux's own defaults of those that the machine may have changed: paths under /proc/sys and their text. The lab's own are not among them. */
	defaults: Record<string, string>;
	/** The optional ones of the tables to ask for at the end; null: none at all. */
	tables: ('fdb' | 'conntrack' | 'rules' | 'sets')[] | null;
}

export interface KernelFrame {
	t: number;
	dir: 'in' | 'out';
	/** hex */
	bytes: string;
	/** Its transport checksum was left to a device that computes none (lo). */
	unsummed?: boolean;
}

export interface KernelResult {
	reason: 'quiet' | 'until' | 'limit' | 'bound';
	/** ns */
	elapsed: number;
	inputs: ({ ok: boolean; result: string; t: number } | null)[];
	/** By netns and interface. */
	frames: Record<string, Record<string, KernelFrame[]>>;
	/** By netns. Empty unless asked for. */
	tables: Record<string, LinuxTables>;
}

/** ns */
const QUIET = 200_000_000;
const MINUTE = 60_000_000_000;

export interface PlanOptions {
	until?: number;
	limit?: number;
	tables?: boolean;
}

/**
 * @param nameOf The Linux name of a node's netns.
 * @param cableOf The node that a link's cable is, for links that the inputs pull.
 */
export function planOf(
	lab: Lab,
	inputs: readonly Input[],
	nameOf: (node: string) => string,
	cableOf: (link: string) => string,
	options: PlanOptions = {}
): Plan {
	const changes = changesOf(lab, inputs);
	return {
		namespaces: netnsNodes(lab).map((node) => ({
			netns: nameOf(node.id),
			services: node.services,
			defaults: defaultsFor(node),
			tables: options.tables === true ? optionalTables(lab, node, inputs) : null
		})),
		inputs: inputs.map((input) => ({
			at: parseTime(input.at),
			netns: input.node === undefined ? '' : nameOf(netnsOf(lab, input.node)),
			action: changes.has(input) ? { do: 'config', ...changes.get(input) } : actionOf(lab, input, nameOf, cableOf)
		})),
		aligned: lab.nodes.some(({ bridge }) => bridge?.stp === true),
		quiet: QUIET,
		until: options.until ?? 0,
		bound: Math.max(0, ...inputs.map(({ at }) => parseTime(at))) + MINUTE,
		limit: options.limit ?? 50_000
	};
}

/** What a namespace takes over from the machine and the script leaves alone. */
const INHERITED = {
	// net/ipv4/tcp.c, tcp_init: what the window scale is made of.
	'net.ipv4.tcp_rmem': '4096 131072 6291456',
	'net.ipv4.tcp_wmem': '4096 16384 4194304',
	'net.ipv4.tcp_timestamps': '1',
	'net.ipv4.tcp_sack': '1',
	'net.ipv4.tcp_window_scaling': '1',
	'net.ipv4.tcp_ecn': '2',
	'net.ipv4.ip_no_pmtu_disc': '0',
	'net.ipv4.icmp_echo_ignore_broadcasts': '1',
	'net.bridge.bridge-nf-call-arptables': '0'
};

function defaultsFor({ sysctls }: LabNode): PlannedNetns['defaults'] {
	const known = Object.values(netnsSysctls).map(({ name, initial }): [string, string] => [name, String(initial)]);
	const all = [...Object.entries(INHERITED), ...known];
	return Object.fromEntries(
		all.filter(([name]) => sysctls[name] === undefined).map(([name, text]) => [sysctlPath(name), text])
	);
}

function optionalTables(lab: Lab, node: LabNode, inputs: readonly Input[]): PlannedNetns['tables'] {
	const bridging = devicesOf(lab, node.id).some(({ kind }) => kind === 'bridge' || kind === 'vxlan');
	const later = inputs.flatMap((input) => {
		return input.node === node.id && input.action.do === 'config'
			? [{ iptables: [], nat: [], ipsets: [], ...input.action.set }]
			: [];
	});
	const rulesets = [node, ...later].map(rulesetOf);
	const filtering = rulesets.some((ruleset) => ruleset.length > 0);
	const tracking = rulesets.some(needsConntrack);
	const sets = [node, ...later].some(({ ipsets }) => ipsets.length > 0);
	return [
		...(bridging ? (['fdb'] as const) : []),
		...(tracking ? (['conntrack'] as const) : []),
		...(filtering ? (['rules'] as const) : []),
		...(sets ? (['sets'] as const) : [])
	];
}

function actionOf(
	lab: Lab,
	{ action }: Input,
	nameOf: (node: string) => string,
	cableOf: (link: string) => string
): Record<string, unknown> {
	if (action.do === 'link') {
		const cable = lab.nodes.find(({ id }) => id === cableOf(action.link));
		const ends = (cable?.interfaces ?? []).map(({ name }) => ({ netns: nameOf(cable!.id), interface: name }));
		return { ...action, ends };
	}
	if (action.do === 'interface' && action.moveTo !== undefined) return { ...action, moveTo: nameOf(action.moveTo) };
	return action;
}
