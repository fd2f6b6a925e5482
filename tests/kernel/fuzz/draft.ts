/** A lab while it is drawn: features add to it one after the other. */
import type * as v from 'valibot';
import type { configSchema, inputSchema, LabSource } from '../../../src/lib/lab/document.ts';
import { formatCidr, formatIpv4 } from '../../../src/lib/net/text.ts';
import { networkOf } from '../../../src/lib/net/prefix.ts';
import type { Chance } from './chance.ts';

export type NodeSource = LabSource['nodes'][number];
export type InterfaceSource = NonNullable<NodeSource['interfaces']>[number];
export type RouteSource = NonNullable<NodeSource['routes']>[number];
export type ServiceSource = NonNullable<NodeSource['services']>[number];
export type InputSource = v.InferInput<typeof inputSchema>;
export type ActionSource = InputSource['action'];
export type ConfigSource = v.InferInput<typeof configSchema>;

/** An interface, or a bridge that is on its own segment. */
export interface Member {
	/** Whose netns it is in: the node that routes, and runs programs. */
	node: NodeSource;
	dev: string;
	/** Where its addresses stand in the document. */
	addresses: string[];
	/** Host order; its first address. 0: none. */
	address: number;
}

/** What one broadcast reaches, with the subnet that is meant for it. */
export interface Segment {
	/** Host order. */
	network: number;
	length: number;
	members: Member[];
}

export class Draft {
	/** Of what is drawn just now. */
	chance: Chance;
	readonly nodes: NodeSource[] = [];
	readonly links: NonNullable<LabSource['links']> = [];
	readonly segments: Segment[] = [];
	/** What happens, in any order: schedule.ts gives it times. */
	happenings: { node?: string; action: ActionSource }[] = [];
	/** Linux's own timers of neighbours, which last seconds. */
	slow = false;

	constructor(chance: Chance) {
		this.chance = chance;
	}

	add(kind: NodeSource['kind'], name: string, rest: Partial<NodeSource> = {}): NodeSource {
		const node: NodeSource = { id: name, kind, name, position: { x: 0, y: 0 }, interfaces: [], ...rest };
		this.nodes.push(node);
		return node;
	}

	/** A further interface of a node, named by how many there are. */
	interface(node: NodeSource, name = ''): InterfaceSource {
		const interfaces = (node.interfaces ??= []);
		const count = interfaces.filter(({ name }) => name !== 'lo').length;
		const one: InterfaceSource = { name: name || `${isBridging(node) ? 'p' : 'eth'}${count}`, addresses: [] };
		interfaces.push(one);
		return one;
	}

	link(a: NodeSource, from: InterfaceSource, b: NodeSource, to: InterfaceSource): void {
		this.links.push({
			id: `l${this.links.length}`,
			ends: [
				{ node: a.id, interface: from.name },
				{ node: b.id, interface: to.name }
			]
		});
	}

	happen(action: ActionSource, node?: NodeSource): void {
		this.happenings.push({ ...(node === undefined ? {} : { node: node.id }), action });
	}

	/** Those that route and run programs. */
	get hosts(): NodeSource[] {
		return this.nodes.filter((node) => !isBridging(node));
	}

	get members(): Member[] {
		return this.segments.flatMap(({ members }) => members);
	}

	membersOf(node: NodeSource): Member[] {
		return this.members.filter((member) => member.node === node);
	}

	/** Any address that a node has, as a number; a made-up one where there is none. */
	someAddress(): number {
		const known = this.members.map(({ address }) => address).filter((address) => address !== 0);
		return known.length === 0 ? 0x0a000001 : this.chance.pick(known);
	}

	/** Somewhere that a route might lead: subnets of the lab, parts of them, larger ones, single hosts, and none of it. */
	somePrefix(): string {
		const { chance } = this;
		const length = chance.pick([0, 8, 16, 23, 24, 25, 30, 31, 32]);
		const address = chance.in100(80) ? this.someAddress() : chance.pick(STRANGE);
		return length === 0 ? 'default' : formatCidr(networkOf(address, length), length);
	}

	/** An address on a segment that the node has an interface on: a neighbour's or nobody's. */
	someGateway(node: NodeSource): string | null {
		const { chance } = this;
		const segments = this.segments.filter(({ members }) => members.some((member) => member.node === node));
		if (segments.length === 0) return null;
		const { members, network, length } = chance.pick(segments);
		const others = members.filter((member) => member.node !== node && member.address !== 0);
		if (others.length > 0 && chance.in100(85)) return formatIpv4(chance.pick(others).address);
		return formatIpv4((network + chance.below(2 ** Math.min(32 - length, 8))) >>> 0);
	}
}

/** Destinations that no segment has. */
export const STRANGE = [0xc6336401, 0xc0000201, 0x08080808, 0xac100001, 0x0aff0001];

export function isBridging({ kind }: NodeSource): boolean {
	return kind === 'bridge' || kind === 'switch';
}
