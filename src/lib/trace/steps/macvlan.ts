/** MACVLAN (drivers/net/macvlan.c). */
import { formatMac } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	out: '{dev} of {node} is a MACVLAN: the frame leaves by {lower}, as if {lower} had this MAC too.',
	near: '{dev} of {node} is a MACVLAN in mode bridge: the frame goes straight to {to}, on the same {lower}.',
	both: '{dev} of {node} is a MACVLAN in mode bridge: {to} on the same {lower} get a copy, and the frame leaves by {lower}.',
	receive: '{node} takes the frame in at {dev} and hands it to {to}, a MACVLAN that has the MAC {mac}.'
};

const modes: Record<StepFacts['macvlan-send']['mode'], string> = {
	bridge: 'In mode bridge the MACVLANs on one device reach each other without a frame on the wire.',
	private: 'In mode private the MACVLANs on one device never hear each other, whatever the switch outside does.',
	vepa: 'In mode VEPA everything leaves by the device, also what is for a neighbour on it: the switch outside must send it back.',
	passthru: 'In mode passthru one MACVLAN has the device for itself and takes every frame in.'
};

export const macvlanViews: StepViews<'macvlan-send' | 'macvlan-receive'> = {
	'macvlan-send': {
		title: 'MACVLAN sends',
		sentence: ({ dev, lower, to, out }, at) => {
			const template = to.length === 0 ? text.out : out ? text.both : text.near;
			return sentenceOf(fill(template, { dev, node: at.node, lower, to: listed(to) }));
		},
		paragraph: ({ mode }) =>
			`${modes[mode]} The machine's own interface is never among those that are reached so: a host and its MACVLANs don't hear each other.`,
		source: 'drivers/net/macvlan.c, macvlan_queue_xmit',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }]
	},
	'macvlan-receive': {
		title: 'Frame for a MACVLAN',
		sentence: ({ dev, to, node, mac }, at) =>
			sentenceOf(
				fill(text.receive, { node: at.node, dev, to: node === '' ? to : `${to} of ${node}`, mac: formatMac(mac) })
			),
		paragraph: ({ mode }) => modes[mode],
		source: 'drivers/net/macvlan.c, macvlan_handle_frame',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'read' }]
	}
};
