/** DHCP: what a server decides, and what a client is about (RFC 2131). */
import { formatIpv4, formatMac, formatTime } from '../../net/text.ts';
import { fill, sentenceOf } from '../fill.ts';
import type { StepViews } from '../view.ts';
import type { DhcpState, StepFacts } from './types.ts';

const text = {
	answer: {
		offer: '{node} offers {address} to {mac}: {why}.',
		ack: '{node} gives {address} to {mac} for {lease}: {why}.',
		nak: '{node} refuses {address} to {mac}: {why}.',
		none: '{node} does not answer {mac}: {why}.'
	},
	free: {
		released: '{mac} gives {address} back to {node}.',
		declined: '{mac} tells {node} that somebody else has {address} already: it is not given to anybody for a while.'
	}
};

const whys: Record<StepFacts['dhcp-answer']['why'], string> = {
	free: 'it is the next free address of its pool',
	leased: 'it is the one that this client has already',
	offered: 'it was offered to this client before',
	renewed: 'the lease begins anew',
	'wrong-network': 'the address does not belong to this network',
	taken: 'another client has that address',
	'pool-empty': 'no address of its pool is free',
	'other-server': 'the client has chosen another server'
};

const states: Record<DhcpState, string> = {
	INIT: 'The DHCP client on {node} begins at {dev}: the interface has no address.',
	SELECTING: 'The DHCP client on {node} asks everybody at {dev} for an address.',
	REQUESTING: 'The DHCP client on {node} wants {address} at {dev}, and says so to everybody.',
	PROBING: 'The DHCP client on {node} asks whether anybody at {dev} uses {address}.',
	BOUND: '{node} has {address} at {dev}; the DHCP client will ask for it again in {timeout}.',
	RENEWING: 'The DHCP client on {node} asks the server to renew {address} at {dev}.',
	REBINDING: 'The server is silent: the DHCP client on {node} asks everybody at {dev} to renew {address}.',
	RELEASED: '{node} has given {address} at {dev} back.'
};

const seconds = (n: number) => formatTime(n * 1_000_000_000).replace(/(?<=\d)(?=[a-z])/, ' ');

export const dhcpViews: StepViews<'dhcp-answer' | 'dhcp-free' | 'dhcp-state'> = {
	'dhcp-answer': {
		title: ({ answer }) =>
			({ offer: 'Address offered', ack: 'Address given', nak: 'Address refused', none: 'No answer' })[answer],
		sentence: ({ answer, address, mac, lease, why }, at) =>
			sentenceOf(
				fill(text.answer[answer], {
					node: at.node,
					address: formatIpv4(address),
					mac: formatMac(mac),
					lease: seconds(lease),
					why: whys[why]
				})
			),
		paragraph:
			'A DHCP server has a pool of addresses and remembers which client has which, until when. An offer is no promise: only the acknowledgment is.',
		source: 'RFC 2131, 4.3.1 and 4.3.2'
	},
	'dhcp-free': {
		title: ({ why }) => (why === 'released' ? 'Lease released' : 'Address declined'),
		sentence: ({ address, mac, why }, at) =>
			sentenceOf(fill(text.free[why], { node: at.node, address: formatIpv4(address), mac: formatMac(mac) })),
		paragraph: 'A client that no longer needs its address gives it back. One that finds it in use refuses it.',
		source: 'RFC 2131, 4.3.3 and 4.3.4'
	},
	'dhcp-state': {
		title: ({ after }) => `DHCP client ${after}`,
		sentence: ({ dev, after, address, timeout }, at) =>
			sentenceOf(fill(states[after], { node: at.node, dev, address: formatIpv4(address), timeout: seconds(timeout) })),
		paragraph:
			'A client without an address finds one in four messages: it asks everybody (Discover), servers offer, it chooses (Request), the server confirms (ACK). At half of the lease it asks that server again, near its end everybody.',
		source: 'RFC 2131, 4.4, figure 5'
	}
};
