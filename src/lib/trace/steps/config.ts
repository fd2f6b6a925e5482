/** Changes of the network itself, and storms. */
import { fill, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import type { StepViews } from '../view.ts';

const text = {
	link: { up: 'The link {link} is plugged in.', down: 'The link {link} is unplugged: both ends lose carrier.' },
	device: {
		up: '{dev} of {node} is up and connected.',
		noCarrier: '{dev} of {node} is up, but has no carrier: the link is unplugged, or the other end is down.',
		down: '{dev} of {node} is down: it neither sends nor receives.'
	},
	config: 'The configuration of {node} changes: {text}',
	storm: {
		multiplies: 'A storm: frames on {link} come back {n} times as many, without end.',
		circles: 'A loop: frames on {link} come round again and again, without end.'
	}
};

export const configViews: StepViews<'link-change' | 'device-change' | 'config-change' | 'storm'> = {
	'link-change': {
		title: ({ up }) => (up ? 'Link plugged in' : 'Link unplugged'),
		sentence: ({ link, up }, at) => sentenceOf(fill(up ? text.link.up : text.link.down, { link: at.names.link(link) })),
		paragraph:
			'Both ends of a link notice at once when it is unplugged: they lose carrier. Addresses and routes stay, but nothing can be sent by them.',
		source: 'net/sched/sch_generic.c, netif_carrier_off'
	},
	'device-change': {
		title: ({ up }) => (up ? 'Interface up' : 'Interface down'),
		short: ({ dev }) => dev,
		sentence: ({ dev, up, carrier }, at) => {
			const template = !up ? text.device.down : carrier ? text.device.up : text.device.noCarrier;
			return sentenceOf(fill(template, { dev, node: at.node }));
		},
		paragraph:
			'An interface is up when somebody has switched it on, and has carrier when there is a live other end. It needs both. When it goes down, the routes by it and the neighbours on it are gone.',
		source: 'net/core/dev.c, __dev_change_flags; net/ipv4/fib_frontend.c, fib_netdev_event',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }]
	},
	'config-change': {
		title: 'Configuration changed',
		short: (facts) => facts.text,
		sentence: (facts, at) => sentenceOf(fill(text.config, { node: at.node, text: facts.text })),
		paragraph: 'What the network has learnt so far stays: neighbours, forwarding tables, connections.',
		source: ''
	},
	storm: {
		title: 'Storm',
		sentence: ({ framesPerHop, link }, at) =>
			sentenceOf(
				fill(framesPerHop > 1 ? text.storm.multiplies : text.storm.circles, {
					link: at.names.link(link),
					n: Math.round(framesPerHop * 10) / 10
				})
			),
		paragraph:
			'A frame has no time to live. In a loop of bridges every broadcast comes back and is flooded again, until nothing else gets through. The spanning tree protocol exists to prevent that.',
		source: 'net/bridge/br_forward.c, br_flood; IEEE 802.1D'
	}
};
