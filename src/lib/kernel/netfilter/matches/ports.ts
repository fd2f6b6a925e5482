/** `--sport` and `--dport`, which tcp and udp have alike (net/netfilter/xt_tcpudp.c). */
import { u16 } from '../../../wire/bytes.ts';
import type { ActionParam } from '../action-param.ts';
import type { Option } from '../extension.ts';
import { no, portRangeOf, type Range, rangeText } from '../language/values.ts';

export interface Ports {
	sourcePorts: Range;
	notSourcePorts: boolean;
	destinationPorts: Range;
	notDestinationPorts: boolean;
}

export function anyPorts(): Ports {
	return {
		sourcePorts: { from: 0, to: 65535 },
		notSourcePorts: false,
		destinationPorts: { from: 0, to: 65535 },
		notDestinationPorts: false
	};
}

const source: Option<Ports> = {
	words: 1,
	invertible: true,
	read: (data, [word], not) => {
		data.sourcePorts = portRangeOf(word);
		data.notSourcePorts = not;
	}
};
const destination: Option<Ports> = {
	words: 1,
	invertible: true,
	read: (data, [word], not) => {
		data.destinationPorts = portRangeOf(word);
		data.notDestinationPorts = not;
	}
};

export const portOptions = {
	sport: source,
	'source-port': source,
	dport: destination,
	'destination-port': destination
};

function side(name: string, range: Range, not: boolean): string[] {
	if (range.from === 0 && range.to === 65535 && !not) return [];
	return [`${no(not)}--${name} ${rangeText(range)}`];
}

export function portsText(data: Ports): string[] {
	return [
		...side('sport', data.sourcePorts, data.notSourcePorts),
		...side('dport', data.destinationPorts, data.notDestinationPorts)
	];
}

/** The ports stand first in UDP and TCP alike. */
export function testPorts(data: Ports, at: ActionParam): boolean {
	const { bytes } = at.packet;
	const source = u16(bytes, at.l4);
	const destination = u16(bytes, at.l4 + 2);
	return (
		(source >= data.sourcePorts.from && source <= data.sourcePorts.to) !== data.notSourcePorts &&
		(destination >= data.destinationPorts.from && destination <= data.destinationPorts.to) !== data.notDestinationPorts
	);
}

/** Whether the packet has `needed` bytes of transport header. A further fragment has none; one that can't be looked at is dropped. */
export function hasHeader(at: ActionParam, needed: number): boolean {
	if (at.fragmentOffset !== 0) {
		// A fragment that begins inside the header of another is an attack (RFC 3128).
		if (at.fragmentOffset === 8) at.hotdrop = true;
		return false;
	}
	if (at.packet.length < at.l4 + needed) {
		at.hotdrop = true;
		return false;
	}
	return true;
}
