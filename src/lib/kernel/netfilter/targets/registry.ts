/** Every target: a new one is a file of its own and a line here. */
import type { Target } from '../extension.ts';
import { dnat } from './dnat.ts';
import { log } from './log.ts';
import { mark } from './mark.ts';
import { masquerade } from './masquerade.ts';
import { reject } from './reject.ts';
import { snat } from './snat.ts';
import { connmark } from './connmark.ts';
import { ct, notrack } from './ct.ts';
import { netmap } from './netmap.ts';
import { redirect } from './redirect.ts';
import { tcpmss } from './tcpmss.ts';
import { ttl } from './ttl.ts';
import { accept, dropTarget, returnTarget } from './standard.ts';

/** By `op`. Each target's data is its own; nobody else looks into it. */
export const targets = [
	accept,
	dropTarget,
	returnTarget,
	dnat,
	log,
	mark,
	masquerade,
	reject,
	snat,
	connmark,
	ct,
	notrack,
	netmap,
	redirect,
	tcpmss,
	ttl
] as unknown as readonly Target[];

const byName = new Map(targets.map((target, op) => [target.name, op]));

/** Place of a target in the registry; -1: there is none of that name. */
export function targetNamed(name: string): number {
	return byName.get(name) ?? -1;
}

export const targetNames: readonly string[] = [...byName.keys()];
