/** The way out: routes, source addresses, TTL and fragments (net/ipv4/route.c, fib_trie.c, ip_forward.c). */
import { formatIpv4 } from '../../net/text.ts';
import { fill, sentenceOf } from '../fill.ts';
import { interfaceKey, routeKey } from '../keys.ts';
import type { StepViews } from '../view.ts';
import { routeDetails } from './route-details.ts';
import { routeSentence } from './route-sentence.ts';

const text = {
	source: {
		preferred: '{node} takes {chosen} as the source for {destination}: the route by {dev} names it.',
		'same-subnet':
			'{node} takes {chosen} as the source for {destination}: of the addresses of {dev} it is the one on the same subnet.',
		primary:
			'{node} takes {chosen} as the source for {destination}: it is the first address of {dev}, by which the packet leaves.',
		bound: '{node} takes {chosen} as the source for {destination}: the program has chosen it.'
	},
	ttl: {
		lower: '{node} takes one off the time to live: {before} becomes {after}.',
		over: '{node} may not pass the packet on: its time to live is {before}, and would become {after}.'
	},
	options: {
		both: '{node} reads the options of the packet, and writes its address and its time into them.',
		address: '{node} reads the options of the packet, and writes its address into them.',
		time: '{node} reads the options of the packet, and writes its time into them.',
		none: '{node} reads the options of the packet: none asks for anything to be written.'
	},
	fragment: {
		cut: '{node} cuts the packet of {length} bytes into {pieces} fragments, because only {mtu} bytes fit into a frame.',
		collect: '{node} has {length} bytes of the packet from {pieces}, and waits for the rest.',
		piece: 'one fragment',
		pieces: '{n} fragments'
	}
};

export const routingViews: StepViews<'route' | 'source-address' | 'ttl' | 'ip-options' | 'fragment'> = {
	route: {
		title: ({ errno }) => (errno === '' ? 'Routing decision' : 'No way to go'),
		short: ({ errno, candidates, winner }) => errno || (candidates[winner]?.dev ?? ''),
		sentence: routeSentence,
		paragraph:
			'Every route is a network and its length in bits. A route matches when the first bits of the destination, as many as its length, are those of its network; of all that match, the longest is the most specific and wins. Among equally long ones the lowest metric wins.',
		details: routeDetails,
		source: 'net/ipv4/fib_trie.c, fib_table_lookup',
		marks: ({ candidates }) => candidates.map((route) => ({ table: 'routes', key: routeKey(route), access: 'read' }))
	},
	'source-address': {
		title: 'Source address chosen',
		short: ({ chosen }) => formatIpv4(chosen),
		sentence: ({ destination, chosen, dev, why }, at) =>
			sentenceOf(
				fill(text.source[why], {
					node: at.node,
					chosen: formatIpv4(chosen),
					destination: formatIpv4(destination),
					dev
				})
			),
		paragraph:
			'A machine can have many addresses, and the answer will come to the one that stands in the packet. Unless the program or the route says otherwise, it is the first address of the interface by which the packet leaves.',
		source: 'net/ipv4/devinet.c, inet_select_addr',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'read' }]
	},
	ttl: {
		title: ({ after }) => (after === 0 ? 'TTL has run out' : 'TTL lowered'),
		short: ({ before, after }) => `${before} to ${after}`,
		sentence: ({ before, after }, at) =>
			sentenceOf(fill(after === 0 ? text.ttl.over : text.ttl.lower, { node: at.node, before, after })),
		paragraph:
			'Every router takes one off the TTL and sets the header checksum right. At 0 the packet is dropped, so that one in a loop does not circle for ever.',
		details: ({ before, after }) => [
			{
				type: 'change',
				title: 'IPv4 header',
				rows: [{ field: 'Time to live', before: String(before), after: String(after) }]
			}
		],
		source: 'net/ipv4/ip_forward.c, ip_forward; include/net/ip.h, ip_decrease_ttl'
	},
	'ip-options': {
		title: 'IP options',
		sentence: ({ recorded, stamped }, at) => {
			const { both, address, time, none } = text.options;
			return sentenceOf(fill(recorded ? (stamped ? both : address) : stamped ? time : none, { node: at.node }));
		},
		paragraph:
			'Options stand between the IP header and its payload. Record route and timestamp ask every machine on the way to write its address or its time into room that the sender left; when the room is used up, nothing more is written. Others, such as router alert, are passed on as they are.',
		source: 'net/ipv4/ip_options.c, ip_options_compile',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'read' }]
	},
	fragment: {
		title: 'Fragments',
		sentence: ({ length, mtu, pieces }, at) =>
			at.verdict === 'queue'
				? sentenceOf(
						fill(text.fragment.collect, {
							node: at.node,
							length,
							pieces: pieces === 1 ? text.fragment.piece : fill(text.fragment.pieces, { n: pieces })
						})
					)
				: sentenceOf(fill(text.fragment.cut, { node: at.node, length, mtu, pieces })),
		paragraph:
			'A packet that is larger than the MTU is cut into fragments, each a packet with the same identification and an offset. Only the destination puts them together again; when one is lost, the others are useless.',
		source: 'net/ipv4/ip_output.c, ip_do_fragment; net/ipv4/ip_fragment.c, ip_defrag'
	}
};
