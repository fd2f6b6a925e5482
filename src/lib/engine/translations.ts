/** What NAT made of a flow: each entry of conntrack with the rewrites there and back. */
import type { StepFacts, Tuple } from '../trace/steps/types.ts';
import { PROTOCOL_ICMP } from '../wire/ipv4.ts';
import type { TraceReader } from './trace-reader.ts';

export interface Rewrite {
	/** The first step that did it. */
	id: number;
	/** How often it was done. */
	times: number;
	side: 'source' | 'destination';
	/** "prerouting", where it was done. */
	stage: string;
	before: Tuple;
	after: Tuple;
}

export interface Translation {
	node: string;
	/** The step that tracked the connection last. */
	tracked: number;
	original: Tuple;
	reply: Tuple;
	/** "ESTABLISHED", and of TCP its own state. */
	state: string;
	/** ns */
	timeout: number;
	there: Rewrite[];
	back: Rewrite[];
}

/** Rewrites looked at, and steps from a rewrite back to the one that knew its connection. */
const LOOKED_AT = 5000;
const BACK = 60;

type Tracked = StepFacts['conntrack'];

/** How answers to a packet look. An ICMP message has an id where others have ports: it stays. */
function turned({ protocol, source, destination, sourcePort, destinationPort }: Tuple): Tuple {
	const swaps = protocol !== PROTOCOL_ICMP;
	return {
		protocol,
		source: destination,
		destination: source,
		sourcePort: swaps ? destinationPort : sourcePort,
		destinationPort: swaps ? sourcePort : destinationPort
	};
}

function keyOf(netns: number, { protocol, source, destination, sourcePort, destinationPort }: Tuple): string {
	return [netns, protocol, source, sourcePort, destination, destinationPort].join(' ');
}

/** The conntrack step of the packet that was rewritten. */
function tracking(reader: TraceReader, rewrite: number): { id: number; facts: Tracked } | null {
	const { trace } = reader;
	let id = trace.causeOf(rewrite);
	for (let i = 0; i < BACK && id >= 0 && !trace.isHop(id); i++, id = trace.causeOf(id)) {
		const facts = trace.factsOf(id)!;
		if (facts.kind === 'conntrack') return { id, facts };
	}
	return null;
}

function add(list: Rewrite[], rewrite: Rewrite): void {
	const same = list.find(({ side, stage }) => side === rewrite.side && stage === rewrite.stage);
	if (same === undefined) list.push(rewrite);
	else same.times++;
}

/** @param rewrites Steps of the kind nat-rewrite, in order. */
export function translationsOf(reader: TraceReader, rewrites: readonly number[]): Translation[] {
	const found = new Map<string, Translation>();
	for (const id of rewrites.slice(0, LOOKED_AT)) {
		const step = reader.step(id);
		if (step.facts.kind !== 'nat-rewrite' || step.facts.inner) continue;
		const known = tracking(reader, id);
		if (known === null) continue;
		const { original, reply, direction, state, protocolState, timeout } = known.facts;
		const key = keyOf(step.netns, original);
		let entry = found.get(key);
		if (entry === undefined) {
			entry = { node: step.node, tracked: known.id, original, reply, state: '', timeout, there: [], back: [] };
			found.set(key, entry);
		}
		const { side, before, after } = step.facts;
		add(direction === 'original' ? entry.there : entry.back, { id, times: 1, side, stage: step.stage, before, after });
		// The last rewrite there says how the answers will look.
		if (direction === 'original') entry.reply = turned(after);
		Object.assign(entry, {
			tracked: known.id,
			timeout,
			state: protocolState === '' ? state : `${state}, ${protocolState}`
		});
	}
	return [...found.values()];
}
