/** Neighbours: from a next hop's address to its MAC (net/core/neighbour.c, net/ipv4/arp.c, RFC 826). */
import { formatIpv4, formatMac } from '../../net/text.ts';
import { fill, sentenceOf } from '../fill.ts';
import { neighbourKey } from '../keys.ts';
import type { StepViews } from '../view.ts';
import { neighbourStateDetails, neighbourStateSentence } from './neighbour-state.ts';

const text = {
	lookup: {
		NONE: '{node} does not know the MAC address of {who} on {dev} yet, and must ask for it.',
		INCOMPLETE: '{node} is already asking for the MAC address of {who} on {dev}.',
		REACHABLE: '{node} knows {who} on {dev}: it is at {mac}, confirmed a short while ago.',
		STALE: '{node} has {who} on {dev} at {mac}, but not confirmed (STALE): it sends there, and will check.',
		DELAY: '{node} sends to {who} on {dev} at {mac}, and still waits for a sign that this is right (DELAY).',
		PROBE: '{node} sends to {who} on {dev} at {mac}, while it asks again whether this is right (PROBE).',
		FAILED: '{node} got no answer from {who} on {dev} the last time, and asks again.',
		PERMANENT: '{node} knows {who} on {dev}: it is at {mac}, set by hand.',
		NOARP: '{node} sends to {who} on {dev} at {mac}, without ever asking (NOARP).'
	},
	who: { gateway: 'the gateway {address}', host: '{address}' },
	queue: {
		one: 'The packet waits at {node} until {address} on {dev} has answered; it is the only one so far.',
		many: 'The packet waits at {node} until {address} on {dev} has answered; {n} wait by now, of at most about {limit} of its size.'
	},
	flush: {
		none: '{address} is at {mac}; no packet waited for that on {dev}.',
		one: '{address} is at {mac}: the packet that waited for that leaves by {dev}.',
		many: '{address} is at {mac}: the {n} packets that waited for that leave by {dev}.'
	},
	request: {
		broadcast: '{node} asks everybody on {dev}: "Who has {target}? Tell {sender}" (try {attempt} of {of}).',
		unicast: '{node} asks {target} on {dev} directly whether it is still there (try {attempt} of {of}).'
	},
	receive: {
		question: '{sender} ({mac}) asks on {dev} who has {target}. That is {node}.',
		otherQuestion: '{sender} ({mac}) asks on {dev} who has {target}. {node} does not have it.',
		probe: '{mac} asks on {dev} whether {target} is taken. {node} has it.',
		otherProbe: '{mac} asks on {dev} whether {target} is taken. {node} does not have it.',
		announcement: '{mac} announces on {dev} that it has {sender}.',
		answer: '{node} hears the answer on {dev}: {sender} is at {mac}.',
		otherAnswer: '{node} hears on {dev} that {sender} is at {mac}; the answer is for {target}.'
	},
	reply: '{node} answers {target} on {dev}: "{address} is at {mac}."'
};

function receiveTemplate(request: boolean, sender: number, target: number, mine: boolean): string {
	if (sender === target) return text.receive.announcement;
	if (!request) return mine ? text.receive.answer : text.receive.otherAnswer;
	if (sender === 0) return mine ? text.receive.probe : text.receive.otherProbe;
	return mine ? text.receive.question : text.receive.otherQuestion;
}

export const neighbourViews: StepViews<
	'neigh-lookup' | 'neigh-queue' | 'neigh-state' | 'neigh-flush' | 'arp-request' | 'arp-receive' | 'arp-reply'
> = {
	'neigh-lookup': {
		title: 'Neighbour lookup',
		short: ({ address, state }) => `${formatIpv4(address)} is ${state}`,
		sentence: ({ dev, address, state, mac, gateway }, at) =>
			sentenceOf(
				fill(text.lookup[state], {
					node: at.node,
					who: fill(gateway ? text.who.gateway : text.who.host, { address: formatIpv4(address) }),
					dev,
					mac: formatMac(mac)
				})
			),
		paragraph:
			'An IP packet travels in frames, and a frame needs a MAC address: that of the next hop, which is the destination itself when it is on the same subnet, and else the gateway. The neighbour table remembers which address is at which MAC, and how sure that is.',
		source: 'net/ipv4/ip_output.c, ip_finish_output2; net/core/neighbour.c, neigh_resolve_output',
		marks: ({ dev, address }) => [{ table: 'neighbours', key: neighbourKey(dev, address), access: 'read' }]
	},
	'neigh-queue': {
		title: 'Waiting for ARP',
		short: ({ address }) => formatIpv4(address),
		sentence: ({ dev, address, waiting, limit }, at) =>
			sentenceOf(
				fill(waiting === 1 ? text.queue.one : text.queue.many, {
					node: at.node,
					address: formatIpv4(address),
					dev,
					n: waiting,
					limit: Math.max(limit, waiting)
				})
			),
		paragraph:
			'A packet whose next hop has no known MAC is not lost: it waits in a small queue of the neighbour entry while ARP asks. That is why the first ping takes longer than the second.',
		source: 'net/core/neighbour.c, __neigh_event_send (unres_qlen_bytes)',
		marks: ({ dev, address }) => [{ table: 'neighbours', key: neighbourKey(dev, address), access: 'read' }]
	},
	'neigh-state': {
		title: ({ after }) => `Neighbour is ${after}`,
		short: ({ address, before }) => `${formatIpv4(address)}, was ${before}`,
		sentence: neighbourStateSentence,
		paragraph:
			'A neighbour entry ages: REACHABLE is confirmed by an answer a short while ago; STALE is usable, but old, or only learnt from the question of the other. When a packet uses a STALE one, Linux waits 5 s for a sign of life (DELAY), then asks directly (PROBE), and gives up as FAILED after three questions without an answer.',
		details: neighbourStateDetails,
		source: 'net/core/neighbour.c, __neigh_update and neigh_timer_handler',
		marks: ({ dev, address }) => [{ table: 'neighbours', key: neighbourKey(dev, address), access: 'write' }]
	},
	'neigh-flush': {
		title: 'Waiting packets go',
		short: ({ address }) => formatIpv4(address),
		sentence: ({ dev, address, mac, sent }) =>
			sentenceOf(
				fill(sent === 0 ? text.flush.none : sent === 1 ? text.flush.one : text.flush.many, {
					address: formatIpv4(address),
					mac: formatMac(mac),
					n: sent,
					dev
				})
			),
		paragraph: 'The answer to an ARP request frees the packets that waited for it, in the order in which they came.',
		source: 'net/core/neighbour.c, __neigh_update (arp_queue)',
		marks: ({ dev, address }) => [{ table: 'neighbours', key: neighbourKey(dev, address), access: 'read' }]
	},
	'arp-request': {
		title: ({ unicast }) => (unicast ? 'ARP probe sent' : 'ARP request sent'),
		short: ({ target }) => formatIpv4(target),
		sentence: ({ dev, target, sender, attempt, of, unicast }, at) =>
			sentenceOf(
				fill(unicast ? text.request.unicast : text.request.broadcast, {
					node: at.node,
					dev,
					target: formatIpv4(target),
					sender: formatIpv4(sender),
					attempt,
					of
				})
			),
		paragraph: ({ unicast }) =>
			unicast
				? 'The MAC is known, but old. So the question goes to that address only; whoever has it should answer.'
				: 'Nobody knows yet where the address is, so the question goes to everybody on the link. Linux asks up to three times, a second apart.',
		source: 'net/ipv4/arp.c, arp_solicit; RFC 826',
		marks: ({ dev, target }) => [{ table: 'neighbours', key: neighbourKey(dev, target), access: 'read' }]
	},
	'arp-receive': {
		title: ({ operation }) => (operation === 'request' ? 'ARP request heard' : 'ARP reply heard'),
		short: ({ operation, sender, target }) => formatIpv4(operation === 'request' ? target : sender),
		sentence: ({ dev, operation, senderMac, sender, target, mine }, at) =>
			sentenceOf(
				fill(receiveTemplate(operation === 'request', sender, target, mine), {
					node: at.node,
					dev,
					sender: formatIpv4(sender),
					mac: formatMac(senderMac),
					target: formatIpv4(target)
				})
			),
		paragraph:
			'A question also says who asks: the machine that is asked notes that address and MAC at once, because it will need them for its own answer. Others change an entry that they have already, but make no new one.',
		source: 'net/ipv4/arp.c, arp_process',
		marks: ({ dev, sender }) => [{ table: 'neighbours', key: neighbourKey(dev, sender), access: 'read' }]
	},
	'arp-reply': {
		title: 'ARP reply sent',
		short: ({ address }) => formatIpv4(address),
		sentence: ({ dev, target, address, mac }, at) =>
			sentenceOf(
				fill(text.reply, {
					node: at.node,
					dev,
					target: target === 0 ? 'the question' : formatIpv4(target),
					address: formatIpv4(address),
					mac: formatMac(mac)
				})
			),
		paragraph:
			'The answer goes straight to the one who asked. Linux answers for any address of its own, whichever interface has it.',
		source: 'net/ipv4/arp.c, arp_process and arp_send_dst',
		marks: ({ dev }) => [{ table: 'interfaces', key: dev, access: 'read' }]
	}
};
