/** Where a packet was lost, as far as proposals need to know it. */
import { Network, type NetworkStation } from '../../lab/advice/network.ts';
import type { Input, Lab, LabNode } from '../../lab/document.ts';
import { isIpv4 } from '../../net/text.ts';
import { netnsOf, nodeById } from '../../lab/topology.ts';
import type { Facts } from '../../trace/steps/types.ts';
import type { TraceReader } from '../trace-reader.ts';

export interface Scene {
	lab: Lab;
	network: Network;
	input: Input;
	/** Whose netns lost it; undefined where nothing was lost. */
	node: LabNode | undefined;
	/** Of the record that lost it. */
	facts: Facts | undefined;
	/** Link that lost it, "" for none. */
	link: string;
	/** What was decided about the packet before, the latest first. */
	earlier: Facts[];
	/** Names that the flow looked up and did not find. */
	namesMissing: string[];
}

/** Causes followed back at the most. */
const FAR = 24;

/** @param lost Record, -1 for none. */
export function sceneOf(reader: TraceReader, lab: Lab, lost: number, flow: number, from: number, input: Input): Scene {
	const scene: Scene = {
		lab,
		network: new Network(lab),
		input,
		node: undefined,
		facts: undefined,
		link: '',
		earlier: [],
		namesMissing: namesMissing(reader, flow, from, input)
	};
	if (lost < 0) return scene;
	const record = reader.record(lost);
	scene.node = nodeById(lab, netnsOf(lab, record.node));
	if (record.type === 'hop') scene.link = record.link;
	else scene.facts = record.facts;
	let at = record.cause;
	for (let count = 0; count < FAR && at >= 0; count++) {
		const { cause } = reader.record(at);
		const facts = reader.trace.factsOf(at);
		if (facts !== null) scene.earlier.push(facts);
		at = cause;
	}
	return scene;
}

/** The name that the input asks for, unless an address was found for it. */
function namesMissing({ trace }: TraceReader, flow: number, from: number, { action }: Input): string[] {
	const name = 'to' in action ? action.to : 'name' in action ? action.name : 'url' in action ? hostOf(action.url) : '';
	if (name === '' || isIpv4(name)) return [];
	for (let id = from; id < trace.count; id++) {
		const facts = trace.factsOf(id);
		if (trace.flowOf(id) === flow && facts?.kind === 'name-lookup' && facts.addresses.length > 0) return [];
	}
	return [name];
}

function hostOf(url: string): string {
	return /^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? '';
}

/** The latest decision of a kind. */
export function earlier<K extends Facts['kind']>(scene: Scene, kind: K): Extract<Facts, { kind: K }> | undefined {
	return [scene.facts, ...scene.earlier].find((facts) => facts?.kind === kind) as
		Extract<Facts, { kind: K }> | undefined;
}

/** Where a packet to `address` should end. */
export function ownerOf({ network }: Scene, address: number): NetworkStation | undefined {
	for (const stations of network.stations.values()) {
		const found = stations.find(({ addresses }) => addresses.some((own) => own.address === address));
		if (found !== undefined) return found;
	}
	return undefined;
}
