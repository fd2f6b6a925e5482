/** Where a packet was lost, as far as proposals need to know it. */
import { Network, type NetworkStation } from '../../lab/advice/network.ts';
import type { Input, Lab, LabNode } from '../../lab/document.ts';
import { isIpv4 } from '../../net/text.ts';
import { netnsOf, nodeById } from '../../lab/topology.ts';
import type { Facts } from '../../trace/steps/types.ts';
import { L3 } from '../../kernel/packet.ts';
import { DNS_PORT } from '../../wire/dns.ts';
import { etherType, ETHERTYPE_IPV4 } from '../../wire/ethernet.ts';
import { ICMP_ECHO } from '../../wire/icmp.ts';
import {
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Protocol,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import { TCP_ACK, tcpDestinationPort, tcpFlags } from '../../wire/tcp.ts';
import { udpDestinationPort, udpSourcePort } from '../../wire/udp.ts';
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
	/** What it was, where it was a frame that had come in: of which protocol, from where to where. */
	packet: LostPacket | null;
	/** What was decided about the packet before, the latest first. */
	earlier: Facts[];
	/** Names that the flow looked up and did not find. */
	namesMissing: string[];
}

/** Of TCP, UDP and ICMP, as far as a firewall's rule would name it. */
export interface LostPacket {
	protocol: number;
	destination: number;
	/** 0: it has none. */
	port: number;
	/** It answers another one. */
	answer: boolean;
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
		packet: null,
		earlier: [],
		namesMissing: namesMissing(reader, flow, from, input)
	};
	if (lost < 0) return scene;
	const record = reader.record(lost);
	scene.node = nodeById(lab, netnsOf(lab, record.node));
	if (record.type === 'step' && record.hop >= 0) scene.packet = packetOf(reader.trace.frame(record.hop), input);
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

function packetOf(frame: Uint8Array, { action }: Input): LostPacket | null {
	if (etherType(frame, 0) !== ETHERTYPE_IPV4 || frame.length < L3 + 28) return null;
	const at = L3;
	const inner = at + ipv4HeaderLength(frame, at);
	const protocol = ipv4Protocol(frame, at);
	const destination = ipv4Destination(frame, at);
	if (protocol === PROTOCOL_ICMP) return { protocol, destination, port: 0, answer: frame[inner] !== ICMP_ECHO };
	if (protocol === PROTOCOL_TCP)
		return {
			protocol,
			destination,
			port: tcpDestinationPort(frame, inner),
			answer: (tcpFlags(frame, inner) & TCP_ACK) !== 0
		};
	if (protocol !== PROTOCOL_UDP) return null;
	const asked = action.do === 'udp' ? action.port : DNS_PORT;
	return {
		protocol,
		destination,
		port: udpDestinationPort(frame, inner),
		answer: udpSourcePort(frame, inner) === asked
	};
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
