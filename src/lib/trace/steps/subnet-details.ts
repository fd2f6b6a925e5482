/**
 * "Is it on my subnet?": the sender's own address against the destination, in the bits of its mask. What follows from it
 * is whom ARP asks for: the destination itself, or the gateway.
 */
import { contains } from '../../net/prefix.ts';
import { formatCidr, formatIpv4 } from '../../net/text.ts';
import type { DetailBits } from '../explain.ts';
import { fill } from '../fill.ts';
import type { RouteFacts, StepFacts } from './types.ts';

const text = {
	title: 'Is it on my subnet?',
	destination: '{address} (destination)',
	own: '{address} (my own address, {network})',
	inside: 'Yes: all {length} bits are the same, so it is a neighbour, and its own MAC address is asked for.',
	gateway: 'No: bit {bit} differs, so the frame goes to the gateway, and the MAC address of {gateway} is asked for.',
	routed:
		'All {length} bits are the same, but a longer route says otherwise: the MAC address of {gateway} is asked for.',
	direct: 'No: bit {bit} differs. But the route names no gateway, so the destination is asked for all the same.'
};

/** The subnet that the sender is on: the route that came with its address. */
function ownSubnet({ candidates, losers, winner, source }: StepFacts['route']): RouteFacts | undefined {
	const connected = [...candidates, ...losers].filter(
		({ type, origin, gateway, length }) => type === 'unicast' && origin === 'kernel' && gateway === 0 && length < 32
	);
	const { gateway, dev } = candidates[winner];
	// The one that the gateway is on; else the one that the packet leaves by.
	return (
		connected.find(({ network, length }) => contains(network, length, gateway)) ??
		connected.find((route) => route.dev === dev && (source === 0 || contains(route.network, route.length, source)))
	);
}

function outcomeOf(route: RouteFacts, own: RouteFacts, destination: number): string {
	const inside = contains(own.network, own.length, destination);
	const { gateway } = route;
	const values = {
		length: own.length,
		gateway: formatIpv4(gateway),
		bit: Math.clz32(own.network ^ destination) + 1
	};
	if (inside) return fill(gateway === 0 ? text.inside : text.routed, values);
	return fill(gateway === 0 ? text.direct : text.gateway, values);
}

/** For packets that are made here; a router's own address says nothing about a packet that passes. */
export function subnetDetails(facts: StepFacts['route']): DetailBits[] {
	const route: RouteFacts | undefined = facts.candidates[facts.winner];
	if (facts.from !== '' || route === undefined || route.type !== 'unicast') return [];
	const own = ownSubnet(facts);
	if (own === undefined) return [];
	const address = contains(own.network, own.length, facts.source) ? facts.source : own.preferredSource;
	if (address === 0) return [];
	const { destination } = facts;
	return [
		{
			type: 'bits',
			title: text.title,
			outcome: outcomeOf(route, own, destination),
			rows: [
				{
					label: fill(text.destination, { address: formatIpv4(destination) }),
					value: destination,
					length: 32,
					matched: true
				},
				{
					label: fill(text.own, { address: formatIpv4(address), network: formatCidr(own.network, own.length) }),
					value: address,
					length: own.length,
					matched: contains(own.network, own.length, destination)
				}
			]
		}
	];
}
