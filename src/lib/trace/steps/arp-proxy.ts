/** ARP in the name of others, and of oneself unasked (net/ipv4/arp.c, arp_process; net/ipv4/devinet.c). */
import { formatIpv4 } from '../../net/text.ts';
import { fill, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import type { StepViews } from '../view.ts';

const text = {
	proxy: {
		proxy_arp:
			'{node} answers on {dev} for {target}, which is reached by {by}: with proxy_arp it speaks for all that it can reach elsewhere.',
		proxy_arp_pvlan:
			'{node} answers on {dev} for {target}, which is on the same interface: with proxy_arp_pvlan it stands between machines that may not talk to each other.',
		neighbour: '{node} answers on {dev} for {target}, which is reached by {by}: it was told to speak for this address.'
	},
	announce: '{node} tells everybody on {dev} that it has {address}, without being asked (arp_notify).'
};

export const arpProxyViews: StepViews<'arp-proxy' | 'arp-announce'> = {
	'arp-proxy': {
		title: 'Proxy ARP',
		short: ({ target }) => formatIpv4(target),
		sentence: ({ dev, target, why, by }, at) =>
			sentenceOf(fill(text.proxy[why], { node: at.node, dev, target: formatIpv4(target), by })),
		paragraph:
			'A machine that forwards can answer ARP questions in the name of those behind it. The asker then sends its packets there, and needs no route.',
		source: 'net/ipv4/arp.c, arp_fwd_proxy and arp_fwd_pvlan; RFC 1027',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'read' }]
	},
	'arp-announce': {
		title: 'Address announced',
		short: ({ address }) => formatIpv4(address),
		sentence: ({ dev, address }, at) =>
			sentenceOf(fill(text.announce, { node: at.node, dev, address: formatIpv4(address) })),
		paragraph:
			'A gratuitous ARP asks for the own address. Nobody should answer; but whoever has an entry for it brings it up to date.',
		source: 'net/ipv4/devinet.c, inetdev_send_gratuitous_arp; RFC 5227',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'read' }]
	}
};
