/** What a match or a target may know of a packet that is at a hook (struct xt_action_param). */
import {
	ipv4Destination,
	ipv4FragmentField,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4TotalLength
} from '../../wire/ipv4.ts';
import type { Stage } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import type { Hook, TableName } from './hook.ts';

export interface ActionParam {
	k: Kernel;
	ns: Netns;
	hook: Hook;
	stage: Stage;
	table: TableName;
	packet: Packet;
	input: Device | null;
	output: Device | null;
	/** Offset of what follows the IP header. */
	l4: number;
	/** IP's protocol field. */
	protocol: number;
	/** Bytes into the whole packet; not 0: a further fragment, which has no transport header. */
	fragmentOffset: number;
	/** Bytes of the IP packet. */
	length: number;
	/** Addresses, read once for all rules; host order. */
	source: number;
	destination: number;
	/** A match that can't be answered has the packet dropped. */
	hotdrop: boolean;
}

export const stages: Record<Hook, Stage> = {
	PREROUTING: 'prerouting',
	INPUT: 'local-in',
	FORWARD: 'forward',
	OUTPUT: 'local-out',
	POSTROUTING: 'postrouting'
};

/** By depth: a target that sends a packet starts another walk within the first. Nothing in it outlives its walk. */
const params: ActionParam[] = [];
let depth = 0;

export function enter(
	k: Kernel,
	ns: Netns,
	hook: Hook,
	packet: Packet,
	input: Device | null,
	output: Device | null
): ActionParam {
	if (params.length === depth) params.push({} as ActionParam);
	const at = params[depth++];
	at.k = k;
	at.ns = ns;
	at.hook = hook;
	at.stage = stages[hook];
	at.table = 'raw';
	at.packet = packet;
	at.input = input;
	at.output = output;
	at.hotdrop = false;
	readHeader(at);
	return at;
}

export function leave(): void {
	depth--;
}

/** Again after something has changed the packet. */
export function readHeader(at: ActionParam): void {
	const { bytes } = at.packet;
	at.l4 = L3 + ipv4HeaderLength(bytes, L3);
	at.protocol = ipv4Protocol(bytes, L3);
	at.fragmentOffset = (ipv4FragmentField(bytes, L3) & 0x1fff) * 8;
	at.length = ipv4TotalLength(bytes, L3);
	at.source = ipv4Source(bytes, L3);
	at.destination = ipv4Destination(bytes, L3);
}
