/** A packet at one of netfilter's hooks: everything that is registered there, in the order of priorities (net/netfilter/core.c, nf_hook_slow). */
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import { ipv4TotalLength } from '../../wire/ipv4.ts';
import { L3, type Packet } from '../packet.ts';
import { type ActionParam, enter, leave } from './action-param.ts';
import { confirm, track } from './conntrack/track.ts';
import { count } from './count.ts';
import type { Hook } from './hook.ts';
import type { Chain } from './rule.ts';
import { nat } from './nat/nat.ts';
import type { Table } from './ruleset.ts';
import type { HookStep } from './tables.ts';
import { traverse } from './traverse.ts';

/** False: the packet's way ended here, and the hook has seen to it. */
export function netfilterHook(
	k: Kernel,
	ns: Netns,
	hook: Hook,
	packet: Packet,
	input: Device | null,
	output: Device | null
): boolean {
	const steps = ns.netfilter.hooks[hook];
	const first = passEmpty(steps, packet);
	if (first === steps.length) return true;
	const at = enter(k, ns, hook, packet, input, output);
	let goesOn = true;
	for (let i = first; i < steps.length && goesOn; i++) goesOn = take(at, steps[i]);
	leave();
	return goesOn;
}

/** A chain that has nothing to ask and nothing to tell. */
function isEmpty({ rules, policy }: Chain): boolean {
	return rules.length === 0 && policy === 'ACCEPT';
}

/** Counts the packet in the empty chains that it meets first, for which nothing need be known of it; answers the place of the first step after them. */
function passEmpty(steps: readonly HookStep[], packet: Packet): number {
	for (let i = 0; i < steps.length; i++) {
		const step = steps[i];
		if (step.do !== 'chain') return i;
		const chain = step.table.chains[step.chain];
		if (!isEmpty(chain)) return i;
		count(chain, packet, ipv4TotalLength(packet.bytes, L3));
	}
	return steps.length;
}

function take(at: ActionParam, step: HookStep): boolean {
	switch (step.do) {
		case 'chain':
			return judge(at, step.table, step.chain);
		case 'nat':
			return nat(at, step.table, step.chain);
		case 'track':
			return track(at);
		case 'confirm':
			return confirmed(at);
		case 'defrag':
			// IP puts fragments together before it comes here: the hook would have to give it another packet.
			return true;
	}
}

function dev(at: ActionParam): string {
	return at.output?.name ?? at.input?.name ?? '';
}

function judge(at: ActionParam, table: Table, chain: number): boolean {
	const own = table.chains[chain];
	if (isEmpty(own)) {
		count(own, at.packet, at.length);
		return true;
	}
	const verdict = traverse(at, table, chain);
	if (verdict === 'ACCEPT') return true;
	if (verdict === 'DROP') drop(at.k, at.ns, at.stage, at.packet, 'nf-drop', dev(at), `${table.name} ${at.hook}`);
	return false;
}

function confirmed(at: ActionParam): boolean {
	if (confirm(at)) return true;
	drop(at.k, at.ns, at.stage, at.packet, 'conntrack-invalid', dev(at));
	return false;
}
