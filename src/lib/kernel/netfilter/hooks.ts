/** A packet at one of netfilter's hooks: everything that is registered there, in the order of priorities (net/netfilter/core.c, nf_hook_slow). */
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import type { Packet } from '../packet.ts';
import { type ActionParam, enter, leave } from './action-param.ts';
import { confirm, track } from './conntrack/track.ts';
import type { Hook } from './hook.ts';
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
	if (steps.length === 0) return true;
	const at = enter(k, ns, hook, packet, input, output);
	let goesOn = true;
	for (let i = 0; i < steps.length && goesOn; i++) goesOn = take(at, steps[i]);
	leave();
	return goesOn;
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
	const { rules, policy } = table.chains[chain];
	if (rules.length === 0 && policy === 'ACCEPT') {
		// Nothing to ask and nothing to tell.
		table.chains[chain].packets++;
		table.chains[chain].bytes += at.length;
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
