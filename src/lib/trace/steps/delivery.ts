/** A packet that has arrived or goes on, and ICMP (net/ipv4/ip_input.c, ip_forward.c, icmp.c). */
import { formatIpv4 } from '../../net/text.ts';
import { ICMP_DEST_UNREACH, ICMP_ECHO, ICMP_FRAG_NEEDED, ICMP_REDIRECT, isIcmpEcho } from '../../wire/icmp.ts';
import { fill, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import { icmpTerm, protocolTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import { dropReasons } from './drop-reasons.ts';

const text = {
	deliver: 'The packet is for {node}: {destination} is here, so it goes to {protocol}.',
	forward: '{node} passes the packet on: it came in by {from} and leaves by {to}.',
	sameWay: '{node} passes the packet on by {to}, the interface that it came in by.',
	echoRequest: '{node} gets a ping from {source}: echo request, sequence {sequence}.',
	echoReply: '{node} gets the answer to its ping from {source}: echo reply, sequence {sequence}.',
	message: '{node} gets an ICMP message from {source}: {meaning}.',
	error: {
		self: '{node} tells its own program: {meaning}.',
		plain: '{node} tells {to}: {meaning}.',
		mtu: '{node} tells {to}: {meaning}, at most {mtu} bytes fit.',
		redirect: '{node} tells {to} that there is a shorter way: {meaning}.'
	},
	timestamp: '{node} answers {to}, who asks for its clock: {time} ms since midnight.',
	echo: '{node} answers the ping of {to}: echo reply, sequence {sequence}, with the same {length} bytes of ICMP.'
};

function errorTemplate(type: number, code: number, mtu: number): string {
	if (type === ICMP_REDIRECT) return text.error.redirect;
	return type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED && mtu > 0 ? text.error.mtu : text.error.plain;
}

const ICMP_PARAGRAPHS = {
	echo: 'Ping is part of every IP machine: whoever gets an echo request sends the same bytes back. No program has to run for it.',
	error:
		'ICMP errors come from the machine that could not go on with a packet. They quote its beginning, so that the sender knows which packet, and which program, it is about.'
};

export const deliveryViews: StepViews<
	'deliver' | 'forward' | 'icmp-receive' | 'icmp-error' | 'icmp-echo-reply' | 'icmp-timestamp-reply'
> = {
	deliver: {
		title: 'Delivered here',
		short: ({ protocol }) => protocolTerm(protocol),
		sentence: ({ protocol, destination }, at) =>
			sentenceOf(
				fill(text.deliver, {
					node: at.node,
					destination: formatIpv4(destination),
					protocol: protocolTerm(protocol)
				})
			),
		paragraph:
			"The destination address is one of this machine's own, so the IP layer is done: the protocol field says who gets the payload.",
		source: 'net/ipv4/ip_input.c, ip_local_deliver and ip_protocol_deliver_rcu'
	},
	forward: {
		title: 'Forwarded',
		sentence: ({ from, to }, at) =>
			sentenceOf(fill(from === to ? text.sameWay : text.forward, { node: at.node, from, to })),
		paragraph:
			'Forwarding is what makes a router: taking a packet that is for somebody else and sending it on its way. IP addresses stay; the TTL goes down by one; the frame around the packet is a new one.',
		source: 'net/ipv4/ip_forward.c, ip_forward',
		marks: ({ from, to }) => [
			{ table: 'interfaces', key: interfaceKey(from), access: 'read' },
			{ table: 'interfaces', key: interfaceKey(to), access: 'read' }
		]
	},
	'icmp-receive': {
		title: 'ICMP message received',
		short: ({ type, code }) => icmpTerm(type, code),
		sentence: ({ type, code, sequence, source }, at) => {
			const template = !isIcmpEcho(type) ? text.message : type === ICMP_ECHO ? text.echoRequest : text.echoReply;
			const values = { node: at.node, source: formatIpv4(source), sequence, meaning: icmpTerm(type, code) };
			return sentenceOf(fill(template, values));
		},
		paragraph: ({ type }) => (isIcmpEcho(type) ? ICMP_PARAGRAPHS.echo : ICMP_PARAGRAPHS.error),
		source: 'net/ipv4/icmp.c, icmp_rcv'
	},
	'icmp-error': {
		title: ({ type }) => (type === ICMP_REDIRECT ? 'ICMP redirect sent' : 'ICMP error sent'),
		short: ({ type, code }) => icmpTerm(type, code),
		sentence: ({ type, code, to, from, mtu }, at) =>
			sentenceOf(
				fill(to === from ? text.error.self : errorTemplate(type, code, mtu), {
					node: at.node,
					to: formatIpv4(to),
					meaning: icmpTerm(type, code),
					mtu
				})
			),
		paragraph: ({ why }) => (why === '' ? ICMP_PARAGRAPHS.error : `${dropReasons[why].why} ${ICMP_PARAGRAPHS.error}`),
		source: 'net/ipv4/icmp.c, __icmp_send; RFC 1812, 5.2.7'
	},
	'icmp-timestamp-reply': {
		title: 'ICMP timestamp reply',
		sentence: ({ to, time }, at) => sentenceOf(fill(text.timestamp, { node: at.node, to: formatIpv4(to), time })),
		paragraph:
			'A timestamp request asks a machine for its clock. The answer says when the request came and when the answer left, both in milliseconds since midnight; no program has to run for it.',
		source: 'net/ipv4/icmp.c, icmp_timestamp'
	},
	'icmp-echo-reply': {
		title: 'Ping answered',
		sentence: ({ to, sequence, length }, at) =>
			sentenceOf(fill(text.echo, { node: at.node, to: formatIpv4(to), sequence, length })),
		paragraph: ICMP_PARAGRAPHS.echo,
		source: 'net/ipv4/icmp.c, icmp_echo'
	}
};
