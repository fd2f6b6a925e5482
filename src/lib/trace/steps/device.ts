/** Frames at an interface (net/core/dev.c, net/ethernet/eth.c), and the end of a packet at any stage. */
import { formatMac } from '../../net/text.ts';
import { etherTypeName } from '../../wire/ethernet.ts';
import { fill } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import type { StepViews } from '../view.ts';
import { dropParagraph, dropReasons, dropSentence } from './drop-reasons.ts';

const text = {
	receive: {
		unicast:
			'{node} takes the frame in at {dev}: its destination {destination} is this interface, and it carries {payload}.',
		broadcast:
			'{node} takes the frame in at {dev}: it is a broadcast, for every machine on the link, and carries {payload}.',
		multicast: '{node} takes the frame in at {dev}: it is for the group {destination}, and carries {payload}.',
		other: '{node} sees a frame at {dev} that is for {destination}, another machine.'
	}
};

export const deviceViews: StepViews<'receive' | 'drop'> = {
	receive: {
		title: 'Frame received',
		short: ({ dev }) => dev,
		sentence: (facts, at) =>
			fill(text.receive[facts.toUs], {
				node: at.node,
				dev: facts.dev,
				destination: formatMac(facts.destination),
				payload: etherTypeName(facts.etherType)
			}),
		paragraph:
			'An interface compares the destination MAC with its own. What is for it, for everybody, or for a group goes up to the protocol that the type field names; the rest is not its business.',
		source: 'net/ethernet/eth.c, eth_type_trans; net/core/dev.c, __netif_receive_skb_core',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }]
	},
	drop: {
		title: ({ reason }) => dropReasons[reason].name,
		short: ({ dev }) => dev,
		sentence: dropSentence,
		paragraph: ({ reason }) => dropParagraph(reason),
		source: ({ reason }) => dropReasons[reason].source,
		marks: ({ dev }) => (dev === '' ? [] : [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }])
	}
};
