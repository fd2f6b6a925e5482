/** A short way to write the labs of these tests: nodes by name, interfaces by their addresses, links as "h1:eth0 r1:eth0". */
import type * as v from 'valibot';
import {
	type Input,
	type inputSchema,
	type Lab,
	LAB_FORMAT,
	LAB_VERSION,
	type LabSource
} from '../../src/lib/lab/document.ts';
import { type Problem, formatProblem } from '../../src/lib/lab/problem.ts';
import { parseInputs, parseLab } from '../../src/lib/lab/parse.ts';
import { parseTime } from '../../src/lib/net/text.ts';

type NodeSource = LabSource['nodes'][number];
type InterfaceSource = NonNullable<NodeSource['interfaces']>[number];
type BridgeSource = NonNullable<NodeSource['bridge']>;
type ActionSource = v.InferInput<typeof inputSchema>['action'];

interface NodeNotation extends Partial<Omit<NodeSource, 'id' | 'name' | 'position' | 'interfaces' | 'bridge'>> {
	/** Name to its addresses ("" none), or to its settings. MACs are counted up unless set. */
	interfaces?: Record<string, string | Partial<InterfaceSource>>;
	bridge?: Partial<BridgeSource>;
}

interface LabNotation {
	title: string;
	nodes: Record<string, NodeNotation>;
	links: string[];
	/** Time and node ("0s h1"), and what the node then does. */
	inputs: [when: string, action: ActionSource][];
	/** Time that must pass, where silence is not yet the end. */
	until?: string;
}

export interface KernelLab {
	title: string;
	lab: Lab;
	inputs: Input[];
	/** ns; 0: until it is quiet. */
	until: number;
}

/** Locally administered, so that no MAC is a real card's: 02:00:00:NODE:00:INTERFACE. */
function mac(node: number, position: number): string {
	const hex = (n: number) => n.toString(16).padStart(2, '0');
	return `02:00:00:${hex(node + 1)}:00:${hex(position)}`;
}

function node(name: string, { interfaces = {}, bridge, ...rest }: NodeNotation, index: number): NodeSource {
	const kind = rest.kind ?? 'host';
	const listed = Object.entries(interfaces).map(([device, given], i): InterfaceSource => {
		const settings = typeof given === 'string' ? { addresses: given.split(' ').filter(Boolean) } : given;
		return { name: device, ...(device === 'lo' ? {} : { mac: mac(index, i + 1) }), ...settings };
	});
	const bridging = kind === 'bridge' || kind === 'switch';
	return {
		...rest,
		id: name,
		kind,
		name,
		position: { x: 0, y: 0 },
		forwarding: rest.forwarding ?? (kind === 'router' || kind === 'nat'),
		interfaces: listed,
		...(bridging ? { bridge: { mac: mac(index, 0), ...bridge } } : {})
	};
}

export function kernelLab({ title, nodes, links, inputs, until }: LabNotation): KernelLab {
	const source: LabSource = {
		format: LAB_FORMAT,
		version: LAB_VERSION,
		title,
		nodes: Object.entries(nodes).map(([name, notation], index) => node(name, notation, index)),
		links: links.map((text, index) => {
			const [a, b] = text.split(' ').map((end) => {
				const [node, device] = end.split(':');
				return { node, interface: device };
			});
			return { id: `l${index + 1}`, ends: [a, b] };
		})
	};
	const parsed = parseLab(source);
	if (!parsed.ok) return refuse(title, parsed.problems);
	const asked = inputs.map(([when, action]) => {
		const [at, who] = when.split(' ');
		return { at, ...(who === undefined ? {} : { node: who }), action };
	});
	const read = parseInputs(asked, parsed.lab);
	if (!read.ok) return refuse(title, read.problems);
	return { title, lab: parsed.lab, inputs: read.inputs, until: until === undefined ? 0 : parseTime(until) };
}

function refuse(title: string, problems: readonly Problem[]): never {
	throw new Error(`the lab "${title}": ${problems.map(formatProblem).join('; ')}`);
}
