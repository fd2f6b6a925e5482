/** A program that talks to one host, given by address or name: the name is looked up first. */
import type { SocketEvent } from '../kernel/context.ts';
import type { Netns } from '../kernel/netns.ts';
import type { Process } from '../sim/process.ts';
import type { Program, Simulation } from '../sim/simulation.ts';
import { finish } from './program.ts';
import type { DnsRecord } from '../wire/dns.ts';
import { lookupEvent, lookupPatience, lookupTimeout, startLookup, type Answer, type Lookup } from './resolver.ts';

/** Wakes with this tag are the lookup's. */
const LOOKUP_TAG = -1;

export interface Targeting<Args> {
	command(args: Args): string;
	/** Address or name, of whom it is now about. */
	target(args: Args, process: Process): string;
	/** Why it doesn't even look the name up; "": it does. */
	refuse?(args: Args, process: Process): string;
	/** How it says that a name was not found. */
	unknown?(name: string, why: string): string;
	/** The address is known; `process.state` holds only `args`. */
	ready(sim: Simulation, ns: Netns, process: Process, args: Args, addresses: number[], records: DnsRecord[]): void;
	/** Another question than that for the target's address. */
	lookUp?(sim: Simulation, ns: Netns, process: Process, args: Args): Answer | Lookup;
	socket(sim: Simulation, ns: Netns, process: Process, socket: number, event: SocketEvent): void;
	wake(sim: Simulation, ns: Netns, process: Process, tag: number): void;
}

/** 127.0.0.1: "this host" without a source yet (net/ipv4/route.c, ip_route_output_key_hash_rcu). */
const LOOPBACK = 0x7f000001;

function meant(address: number): number {
	return address === 0 ? LOOPBACK : address;
}

/** A program that can look for another host while it runs: what `ready` is told then begins anew. */
export interface TargetingProgram extends Program {
	again(sim: Simulation, ns: Netns, process: Process): void;
}

export function targeting<Args>(program: Targeting<Args>): TargetingProgram {
	const go = (sim: Simulation, ns: Netns, process: Process, outcome: Answer | Lookup): void => {
		if ('addresses' in outcome) {
			process.state.lookup = null;
			program.ready(sim, ns, process, process.state.args as Args, outcome.addresses.map(meant), outcome.records);
		} else if ('failed' in outcome) {
			const name = program.target(process.state.args as Args, process);
			finish(sim, ns, process, false, program.unknown?.(name, outcome.failed) ?? `${name}: ${outcome.failed}`);
		} else {
			process.state.lookup = outcome;
			sim.wake(process, lookupPatience(ns, outcome), LOOKUP_TAG);
		}
	};
	const begin = (sim: Simulation, ns: Netns, process: Process): void => {
		const args = process.state.args as Args;
		const refusal = program.refuse?.(args, process) ?? '';
		if (refusal !== '') return finish(sim, ns, process, false, refusal);
		const name = program.target(args, process);
		go(sim, ns, process, program.lookUp?.(sim, ns, process, args) ?? startLookup(sim, ns, process, name));
	};
	return {
		command: (args) => program.command(args as Args),
		start(sim, ns, process, args) {
			process.state = { args, lookup: null };
			begin(sim, ns, process);
		},
		again: begin,
		socket(sim, ns, process, socket, event) {
			const lookup = process.state.lookup as Lookup | null;
			if (lookup === null) program.socket(sim, ns, process, socket, event);
			else if (lookup.socket === socket) {
				const { asked, names, heard } = lookup;
				const name = names[0];
				const outcome = lookupEvent(sim, ns, process, lookup, event);
				// Something that was no answer: the first question's time goes on.
				if ('asked' in outcome && outcome.asked === asked && outcome.names[0] === name && outcome.heard === heard)
					return;
				go(sim, ns, process, outcome);
			}
		},
		wake(sim, ns, process, tag) {
			const lookup = process.state.lookup as Lookup | null;
			if (tag !== LOOKUP_TAG) program.wake(sim, ns, process, tag);
			else if (lookup !== null) go(sim, ns, process, lookupTimeout(sim, ns, process, lookup));
		}
	};
}
