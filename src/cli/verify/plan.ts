/** What the kernel agent is told and what it answers. Times are ns of real time since the first input could begin. */
import { parseTime } from '../../lib/net/text.ts';
import type { Input, Lab, LabNode, Service } from '../../lib/lab/document.ts';
import { devicesOf, netnsNodes, netnsOf } from '../../lib/lab/topology.ts';
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
	/** It ends with this many frames: a storm. */
	limit: number;
}

export interface PlannedNetns {
	netns: string;
	services: Service[];
	/** Names that the lab sets. */
	sysctls: string[];
	/** The optional ones of the tables to ask for at the end; null: none at all. */
	tables: ('fdb' | 'conntrack')[] | null;
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
			sysctls: Object.keys(node.sysctls),
			tables: options.tables === true ? optionalTables(lab, node, inputs) : null
		})),
		inputs: inputs.map((input) => ({
			at: parseTime(input.at),
			netns: input.node === undefined ? '' : nameOf(netnsOf(lab, input.node)),
			action: changes.has(input) ? { do: 'config', ...changes.get(input) } : actionOf(lab, input, nameOf, cableOf)
		})),
		quiet: QUIET,
		until: options.until ?? 0,
		bound: Math.max(0, ...inputs.map(({ at }) => parseTime(at))) + MINUTE,
		limit: options.limit ?? 50_000
	};
}

function optionalTables(lab: Lab, node: LabNode, inputs: readonly Input[]): PlannedNetns['tables'] {
	const bridging = devicesOf(lab, node.id).some(({ kind }) => kind === 'bridge');
	const later = inputs.flatMap((input) => {
		return input.node === node.id && input.action.do === 'config' ? (input.action.set.nat ?? []) : [];
	});
	const tracking = node.nat.length + later.length > 0;
	return [...(bridging ? (['fdb'] as const) : []), ...(tracking ? (['conntrack'] as const) : [])];
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
	return action;
}
