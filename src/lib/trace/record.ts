/**
 * A trace as it is read: one sequence of records, hops and steps together, in the order in which they
 * happened. A record's id is its place in the sequence, so "before" and "after" are comparisons of ids.
 */
import type { FrameClass } from '../wire/frame-class.ts';
import type { Facts, Stage, Verdict } from './steps/types.ts';

export type { FrameClass } from '../wire/frame-class.ts';

interface Common {
	id: number;
	/** ns of virtual time */
	time: number;
	/** Input that it belongs to: index in the journal, or -1 for none. */
	flow: number;
	/** Record that made it happen, or -1. */
	cause: number;
	/** Node id in the lab. A step of a bridge node is the bridge's. */
	node: string;
}

/** One frame crossing one link. */
export interface HopRecord extends Common {
	type: 'hop';
	link: string;
	/** Interface it left by; `node` is the node that sent it. */
	interface: string;
	to: { node: string; interface: string };
	/** ns of virtual time; for a lost frame, when it would have arrived. */
	arrive: number;
	/** It will not arrive: the link's loss rate, or the link was pulled meanwhile. */
	lost: boolean;
	/** The hop whose frame this one was made from (forwarded, flooded), or -1. */
	parent: number;
	length: number;
	class: FrameClass;
	/** Short text for the packet on the canvas: "ARP who has 10.0.0.2", "ICMP echo request 1". */
	label: string;
}

/** One decision inside a netns. */
export interface StepRecord extends Common {
	type: 'step';
	/** Index of the netns in the world. */
	netns: number;
	stage: Stage;
	verdict: Verdict;
	/** The hop whose frame it was about, or -1 (made here, not yet sent). */
	hop: number;
	facts: Facts;
	/** Short text for lists: "MAC address learned: eth1". */
	label: string;
}

export type TraceRecord = HopRecord | StepRecord;

/** Tables of a netns at one moment, ready for reading: addresses and times are text. */
export interface Tables {
	node: string;
	interfaces: {
		dev: string;
		kind: string;
		mac: string;
		addresses: string[];
		mtu: number;
		up: boolean;
		carrier: boolean;
		master: string;
		/** Of a bridge's port: what the bridge makes of it, as `bridge -d link` says it; else "". */
		port: string;
		rx: number;
		tx: number;
		dropped: number;
	}[];
	routes: {
		/** "local", "main", "default", or a number. */ table: string;
		text: string;
		to: string;
		type: string;
		via: string;
		dev: string;
		scope: string;
		src: string;
		metric: number;
		key: string;
	}[];
	/** In the order in which they are tried. */
	routingRules: { priority: number; text: string; key: string }[];
	/** Learnt and static ones, and those that are answered for (state "proxy"). */
	neighbours: {
		address: string;
		dev: string;
		mac: string;
		state: string;
		/** ns left until its next change, or -1 */ remaining: number;
		key: string;
	}[];
	fdb: {
		bridge: string;
		mac: string;
		port: string;
		local: boolean;
		/** It does not age. */ static: boolean;
		/** Of a tunnel: the endpoint that it is behind; else "". */ dst: string;
		/** ns since it was last seen */ age: number;
		key: string;
	}[];
	conntrack: {
		protocol: string;
		state: string;
		original: string;
		reply: string;
		status: string;
		/** ns */ timeout: number;
		key: string;
	}[];
	/** Netfilter's rules in the order in which a table is written; each chain begins with a row of its own, of number 0. */
	rules: {
		table: 'raw' | 'mangle' | 'nat' | 'filter';
		chain: string;
		/** Place in its chain, from 1; 0: the chain itself, with its policy. */
		number: number;
		/** Of the chain: "" for a person's own. */
		policy: 'ACCEPT' | 'DROP' | '';
		/** In iptables' syntax, without "-A CHAIN"; of a chain: ":INPUT DROP". */
		text: string;
		packets: number;
		bytes: number;
		key: string;
	}[];
	/** Entries of ipsets that have not expired. */
	sets: {
		set: string;
		/** "hash:ip" */
		type: string;
		entry: string;
		nomatch: boolean;
		/** ns left; -1: for ever. */
		timeout: number;
		/** -1: the set counts nothing. */
		packets: number;
		bytes: number;
		comment: string;
		key: string;
	}[];
	sockets: { protocol: string; state: string; local: string; peer: string; owner: string; key: string }[];
}

export type TableName = Exclude<keyof Tables, 'node'>;

/** The rows that a step read or wrote. `key` is a row's key; interfaces have their `dev`. */
export interface TableMark {
	table: TableName;
	key: string;
	access: 'read' | 'write';
}
