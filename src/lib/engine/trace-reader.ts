/** Turns the recorder's columns into records that name nodes, interfaces and links. */
import { netnsOf, nodeById } from '../lab/topology.ts';
import { parseTime } from '../net/text.ts';
import { longestWay } from '../sim/impair.ts';
import type { TraceRecorder } from '../sim/recorder.ts';
import type { World } from '../sim/world.ts';
import { stepLabel, type Names } from '../trace/explanation.ts';
import type { HopRecord, StepRecord, TraceRecord } from '../trace/record.ts';
import { frameLabel } from '../wire/dissect.ts';
import { frameClass } from '../wire/frame-class.ts';

/** What the trace must remember of a netns or link that may be deleted meanwhile. */
interface LinkNames {
	id: string;
	ends: { node: string; interface: string }[];
}

/** Bytes: the largest IPv4 packet and its Ethernet header. */
const LONGEST_FRAME = 65_549;

export class TraceReader {
	readonly trace: TraceRecorder;
	/** For sentences. */
	readonly names: Names;
	readonly #world: () => World;
	#links: LinkNames[] = [];
	#nodes: string[] = [];

	constructor(trace: TraceRecorder, world: () => World) {
		this.trace = trace;
		this.#world = world;
		this.names = {
			node: (id) => this.nodeName(id),
			program: (owner) => this.#program(owner),
			link: (id) => this.#linkName(id)
		};
	}

	/** Longest delay of any link now, ns: how far back a frame in flight can have been sent. */
	get longestDelay(): number {
		let longest = 0;
		const { links, lab } = this.#world();
		for (const link of links) {
			for (const way of link?.ways ?? []) if (way !== null) longest = Math.max(longest, longestWay(way, LONGEST_FRAME));
			for (const delay of link?.delays ?? []) longest = Math.max(longest, delay);
		}
		for (const link of lab.links) longest = Math.max(longest, parseTime(link.delay));
		return longest;
	}

	/** `node`'s devices live in the netns of index `netns`. */
	sameNetns(netns: number, node: string): boolean {
		const world = this.#world();
		return world.netnsOfNode.get(netnsOf(world.lab, node)) === netns;
	}

	/** An owner is a process id, or a program's name. */
	#program(owner: string): string {
		const pid = Number(owner);
		if (!Number.isInteger(pid)) return owner;
		return this.#world().programNames[pid]?.replace(/^serve-/, '') ?? '';
	}

	#linkName(id: string): string {
		const link = this.#world().lab.links.find((one) => one.id === id);
		if (link === undefined) return id;
		return link.ends.map((end) => `${this.nodeName(end.node)} ${end.interface}`).join(' – ');
	}

	/** A node's name, or its id when it is gone. */
	nodeName(id: string): string {
		return nodeById(this.#world().lab, id)?.name ?? id;
	}

	record(id: number): TraceRecord {
		return this.trace.isHop(id) ? this.hop(id) : this.step(id);
	}

	/** Id of the link that hop `id` crosses. */
	linkOf(id: number): string {
		return this.#link(this.trace.linkOf(id)).id;
	}

	hop(id: number): HopRecord {
		const raw = this.trace.readHop(id);
		const link = this.#link(raw.link);
		const from = link.ends[raw.end];
		const to = link.ends[raw.end === 0 ? 1 : 0];
		const bytes = this.trace.frame(id);
		return {
			type: 'hop',
			id,
			time: raw.time,
			flow: raw.flow,
			cause: raw.cause,
			node: from.node,
			link: link.id,
			interface: from.interface,
			to,
			arrive: raw.arrive,
			lost: raw.lost,
			parent: raw.parent,
			length: raw.length,
			class: frameClass(bytes, bytes.length),
			label: frameLabel(bytes, bytes.length)
		};
	}

	step(id: number): StepRecord {
		const raw = this.trace.readStep(id);
		const owner = this.#node(raw.ns);
		return {
			type: 'step',
			id,
			time: raw.time,
			flow: raw.flow,
			cause: raw.cause,
			node: this.#bridgeNode(raw.ns, raw.facts) ?? owner,
			netns: raw.ns,
			stage: raw.stage,
			verdict: raw.verdict,
			hop: raw.hop,
			facts: raw.facts,
			label: stepLabel(raw.facts)
		};
	}

	/** A bridge's step is shown at the bridge's own node, not at the host around it. */
	#bridgeNode(ns: number, facts: StepRecord['facts']): string | undefined {
		const name = 'bridge' in facts ? facts.bridge : 'dev' in facts ? facts.dev : '';
		if (name === '') return undefined;
		const device = this.#world().namespaces[ns]?.deviceByName.get(name);
		// The bridge's own interface is where its netns speaks and listens: that is the host's.
		if (device === undefined || (device.kind === 'bridge' && !('bridge' in facts))) return undefined;
		return device.node;
	}

	#node(ns: number): string {
		const node = this.#world().namespaces[ns]?.node;
		if (node !== undefined) this.#nodes[ns] = node;
		return this.#nodes[ns] ?? '';
	}

	/** The ends of a link by its place in the world, those of a deleted one too. */
	endsOf(index: number): LinkNames['ends'] {
		return this.#link(index).ends;
	}

	#link(index: number): LinkNames {
		const link = this.#world().links[index];
		if (link)
			this.#links[index] = {
				id: link.id,
				ends: link.ends.map((end) => ({ node: end.node, interface: end.interface }))
			};
		return (
			this.#links[index] ?? {
				id: '',
				ends: [
					{ node: '', interface: '' },
					{ node: '', interface: '' }
				]
			}
		);
	}
}
