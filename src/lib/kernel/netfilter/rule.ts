/** A rule of a chain: matches, all of which must hold, and a target. */
import type { Device } from '../devices/device.ts';
import type { Packet } from '../packet.ts';

/** A match as data; `kind` finds its behaviour in the registry. */
export interface Match {
	kind: string;
	/** Numbers of this kind's own meaning, e.g. network and prefix length. */
	a: number;
	b: number;
	/** An interface's name. */
	dev: string;
}

export interface Target {
	kind: 'MASQUERADE' | 'SNAT' | 'DNAT';
	/** SNAT, DNAT: the new address; 0: kept. */
	address: number;
	/** 0: kept. */
	port: number;
}

export interface Rule {
	matches: Match[];
	target: Target;
	packets: number;
	bytes: number;
}

/** What a kind of match does. */
export interface MatchKind {
	/** In iptables' syntax. */
	text(match: Match): string;
	test(match: Match, packet: Packet, input: Device | null, output: Device | null): boolean;
}
