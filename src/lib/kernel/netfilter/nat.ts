/** The nat table: asked once for each connection and side, then followed by every packet of it (net/netfilter/nf_nat_core.c). */
import { ICMP_REDIRECT, icmpType } from '../../wire/icmp.ts';
import { ipv4HeaderLength, ipv4TotalLength } from '../../wire/ipv4.ts';
import type { RuleTried, Stage } from '../../trace/steps/types.ts';
import type { Kernel } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { drop } from '../drop.ts';
import type { Netns } from '../netns.ts';
import { L3, type Packet } from '../packet.ts';
import { invert, sourceKey, tupleKey, type Conn } from './conn.ts';
import { matchKinds } from './matches/registry.ts';
import { rewriteError, rewritePacket, type Side } from './rewrite.ts';
import type { Rule } from './rule.ts';
import type { NatChain } from './tables.ts';
import { targetKinds } from './targets/registry.ts';
import { uniqueTuple, type NatRange } from './unique-tuple.ts';

/** False: the packet was dropped. */
export function nat(
	k: Kernel,
	ns: Netns,
	chain: NatChain,
	stage: Stage,
	packet: Packet,
	input: Device | null,
	output: Device | null
): boolean {
	const conn = packet.conn;
	if (conn === null) return true;
	const side: Side = chain === 'PREROUTING' || chain === 'OUTPUT' ? 'destination' : 'source';
	const done = side === 'source' ? conn.sourceDone : conn.destinationDone;
	if (!packet.related && !done && !conn.confirmed && !bind(k, ns, chain, stage, packet, conn, side, input, output))
		return false;
	return translate(k, ns, stage, packet, conn, side);
}

/** Asks the chain's rules what becomes of a new connection; without a rule that matches, it keeps its addresses. */
function bind(
	k: Kernel,
	ns: Netns,
	chain: NatChain,
	stage: Stage,
	packet: Packet,
	conn: Conn,
	side: Side,
	input: Device | null,
	output: Device | null
): boolean {
	const rule = firstMatch(k, ns, chain, stage, packet, input, output);
	const current = invert(conn.reply);
	let range: NatRange | null = { address: side === 'source' ? current.source : current.destination, port: 0 };
	if (rule !== null) range = targetKinds[rule.target.kind].range(ns, rule.target, packet, output);
	const unique = range === null ? null : uniqueTuple(k, ns, current, range, side);
	if (unique === null) {
		drop(k, ns, stage, packet, 'nat-ports-exhausted', output?.name ?? input?.name ?? '');
		return false;
	}
	if (tupleKey(unique) !== tupleKey(current)) {
		conn.reply = invert(unique);
		if (side === 'source') conn.sourceNat = true;
		else conn.destinationNat = true;
		if (k.rec.on) {
			k.rec.step(ns, stage, 'note', packet, {
				kind: 'nat-setup',
				target: rule?.target.kind ?? 'SNAT',
				from: current,
				to: unique,
				collision: side === 'source' && unique.sourcePort !== current.sourcePort && range!.port === 0
			});
		}
	}
	if (side === 'source') {
		conn.sourceDone = true;
		ns.netfilter.bySource.set(sourceKey(conn.original), conn);
	} else conn.destinationDone = true;
	return true;
}

function firstMatch(
	k: Kernel,
	ns: Netns,
	chain: NatChain,
	stage: Stage,
	packet: Packet,
	input: Device | null,
	output: Device | null
): Rule | null {
	const rules = ns.netfilter.nat[chain];
	const tried: RuleTried[] | null = k.rec.on ? [] : null;
	let hit: Rule | null = null;
	for (let i = 0; i < rules.length && hit === null; i++) {
		const rule = rules[i];
		const failed = rule.matches.find((match) => !matchKinds[match.kind].test(match, packet, input, output));
		if (failed === undefined) {
			hit = rule;
			rule.packets++;
			rule.bytes += ipv4TotalLength(packet.bytes, L3);
		}
		tried?.push({
			number: i + 1,
			text: ruleText(rule),
			matched: failed === undefined,
			failed: failed === undefined ? '' : matchKinds[failed.kind].text(failed)
		});
	}
	if (tried !== null && rules.length > 0) {
		k.rec.step(ns, stage, 'pass', packet, {
			kind: 'nat-chain',
			chain,
			rules: tried,
			verdict: hit === null ? 'ACCEPT' : hit.target.kind
		});
	}
	return hit;
}

/** A rule in iptables' syntax, without "-A CHAIN". */
export function ruleText(rule: Rule): string {
	return [
		...rule.matches.map((match) => matchKinds[match.kind].text(match)),
		targetKinds[rule.target.kind].text(rule.target)
	].join(' ');
}

/** nf_nat_packet: rewrites what this hook is in charge of. In the reply direction the sides change places. */
function translate(k: Kernel, ns: Netns, stage: Stage, packet: Packet, conn: Conn, side: Side): boolean {
	const asked = packet.reply === (side === 'source') ? conn.destinationNat : conn.sourceNat;
	if (
		packet.related &&
		isRedirect(packet) &&
		(conn.sourceNat || conn.destinationNat || !conn.sourceDone || !conn.destinationDone)
	) {
		// nf_nat_icmp_reply_translation: those who are translated must not be told to talk without it. NAT that isn't asked yet may yet be.
		drop(k, ns, stage, packet, 'icmp-ignored', '');
		return false;
	}
	if (!asked) return true;
	if (packet.related) rewriteError(packet, conn, side);
	else rewritePacket(packet, conn, side);
	if (k.rec.on) {
		const before = packet.reply ? conn.reply : conn.original;
		const after = invert(packet.reply ? conn.original : conn.reply);
		k.rec.step(ns, stage, 'rewrite', packet, { kind: 'nat-rewrite', side, before, after, inner: packet.related });
	}
	return true;
}

function isRedirect({ bytes }: Packet): boolean {
	return icmpType(bytes, L3 + ipv4HeaderLength(bytes, L3)) === ICMP_REDIRECT;
}
