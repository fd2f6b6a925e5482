/** Packets arrive, and the answers have no way back: every machine on the way decides for itself. */
import { networkOf } from '../../net/prefix.ts';
import { formatCidr, formatIpv4 } from '../../net/text.ts';
import type { LabNode } from '../document.ts';
import type { Advice, Adviser, Mend } from './advice.ts';
import { putRoute } from './edits.ts';
import type { Network, NetworkStation, OwnAddress } from './network.ts';

/** Nodes on a way at the most. */
const LONGEST = 32;
/** Subnets that are looked at, each against each. */
const MOST = 60;

interface Hop {
	netns: LabNode;
	/** By which it leaves, and by which the next one is reached. */
	leaves: NetworkStation;
	arrives: NetworkStation;
}

export const missingReturnRoute: Adviser = (network) => {
	const advice = new Map<string, Advice>();
	const ends = representatives(network);
	for (const from of ends) {
		for (const to of ends) {
			if (from.station.netns === to.station.netns) continue;
			const there = walk(network, from.station.netns, to.address);
			if (there.end !== 'local' || there.translated || there.hops.length === 0) continue;
			const back = walk(network, to.station.netns, from.address);
			if (back.end !== 'none' || back.translated) continue;
			const lost = back.at;
			const subnet = formatCidr(networkOf(from.address, from.length), from.length);
			const key = `${lost.id} ${subnet}`;
			if (advice.has(key)) continue;
			advice.set(key, {
				kind: 'missing-return-route',
				path: network.pathOfNode(lost.id, 'routes'),
				message: `${lost.name} has no route back to ${subnet}: what ${from.station.netns.name} sends to ${to.station.netns.name} arrives, and the answer does not`,
				severity: 'warning',
				why: 'Routing is decided hop by hop and in each direction by itself. That a packet got here says nothing about the way of its answer.',
				mends: mendsOf(there.hops, lost, subnet)
			});
		}
	}
	return [...advice.values()];
};

/** One machine for each subnet on each wire. Those that forward speak for others: nobody waits for their own answers. */
function representatives(network: Network): OwnAddress[] {
	const chosen: OwnAddress[] = [];
	for (const { stations } of network.segments) {
		const bySubnet = new Map<string, OwnAddress>();
		for (const own of stations.flatMap(({ netns, addresses }) => (netns.forwarding ? [] : addresses))) {
			const subnet = formatCidr(networkOf(own.address, own.length), own.length);
			if (!bySubnet.has(subnet)) bySubnet.set(subnet, own);
		}
		chosen.push(...bySubnet.values());
	}
	return chosen.slice(0, MOST);
}

/** Where a packet of `from` goes, as far as the documents say. */
function walk(network: Network, from: LabNode, destination: number) {
	const hops: Hop[] = [];
	let at = from;
	let translated = false;
	for (let count = 0; count < LONGEST; count++) {
		const decision = network.decide(at, destination);
		if (decision.kind !== 'send') return { end: decision.kind, at, hops, translated };
		translated ||= translates(at);
		const next = network.ownerOn(decision.station.segment, decision.nextHop);
		if (next === undefined || next.netns === at) return { end: 'lost' as const, at, hops, translated };
		hops.push({ netns: at, leaves: decision.station, arrives: next });
		at = next.netns;
		if (!at.forwarding && network.decide(at, destination).kind !== 'local')
			return { end: 'lost' as const, at, hops, translated };
	}
	return { end: 'lost' as const, at, hops, translated };
}

/** It may give packets other addresses, so that the way back is another one. */
function translates({ nat, iptables }: LabNode): boolean {
	return nat.length > 0 || iptables.some((line) => line.includes('*nat'));
}

/** Back to where it came from: the node before on the way there. */
function mendsOf(there: readonly Hop[], lost: LabNode, subnet: string): Mend[] {
	const into = there.find(({ arrives }) => arrives.netns === lost);
	const via = into?.leaves.addresses.find(({ address, length }) => {
		return into.arrives.addresses.some(
			(own) => own.length <= length && networkOf(own.address, own.length) === networkOf(address, own.length)
		);
	});
	if (into === undefined || via === undefined) return [];
	const gateway = formatIpv4(via.address);
	const to = lost.forwarding ? subnet : 'default';
	const mend = (target: string): Mend => ({
		text: `Add the route ${target} via ${gateway} to ${lost.name}`,
		apply: (lab) => putRoute(lab, lost.id, { to: target, via: gateway })
	});
	return to === subnet ? [mend(subnet)] : [mend('default'), mend(subnet)];
}
