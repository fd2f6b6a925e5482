/** VXLAN (drivers/net/vxlan/vxlan_core.c; RFC 7348). */
import { formatIpv4, formatMac } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import { macTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';

const text = {
	known:
		'{node} looks for {mac} in the table of {dev} and sends the frame to {remotes}, inside a UDP packet with the VNI {vni}.',
	all: '{node} sends the frame for {mac} to every endpoint on the list of {dev}, each a UDP packet with the VNI {vni}: {remotes}.',
	unknown:
		'{node} does not find {mac} in the table of {dev}: the frame goes to every endpoint on its list, with the VNI {vni}: {remotes}.',
	nobody:
		'{node} finds nobody to send the frame for {mac} to: {dev} has no entry for it, and no list for unknown ones.',
	bypass: '{node} is itself an endpoint of {dev}: the frame goes to {to} at once, without a UDP packet around it.',
	receive: '{node} takes a frame from {source} out of the UDP packet from {remote}: the VNI {vni} is that of {dev}.',
	learn: '{dev} of {node} learns that {mac} is behind {remote}.',
	relearn: '{dev} of {node} learns that {mac} is behind {remote} now; it was behind {was}.'
};

export const vxlanViews: StepViews<'vxlan-send' | 'vxlan-bypass' | 'vxlan-receive' | 'vxlan-learn'> = {
	'vxlan-send': {
		title: 'Frame put into VXLAN',
		short: ({ remotes }) => remotes.map(formatIpv4).join(', '),
		sentence: ({ dev, vni, mac, group, known, remotes }, at) => {
			const template = remotes.length === 0 ? text.nobody : known ? text.known : group ? text.all : text.unknown;
			const to = listed(remotes.map(formatIpv4));
			return sentenceOf(fill(template, { node: at.node, dev, vni, mac: macTerm(mac), remotes: to }));
		},
		paragraph:
			'The whole Ethernet frame becomes the payload of a UDP packet between two hosts: 50 bytes more, so that its MTU is 50 less. The source port is made of the inner flow, so that routers on the way may spread flows over several paths.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_xmit and vxlan_xmit_one',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }]
	},
	'vxlan-bypass': {
		title: 'Frame stays on its own host',
		short: ({ to }) => to,
		sentence: ({ dev, to }, at) => sentenceOf(fill(text.bypass, { node: at.node, dev, to })),
		paragraph:
			'An endpoint with an address of this host makes no way over a network. What comes of it is seldom wanted: the tunnel hears its own frames and learns their senders behind 127.0.0.1.',
		source: 'drivers/net/vxlan/vxlan_core.c, encap_bypass_if_local and vxlan_encap_bypass',
		marks: ({ to }) => [{ table: 'interfaces', key: interfaceKey(to), access: 'write' }]
	},
	'vxlan-receive': {
		title: 'Frame taken out of VXLAN',
		short: ({ dev }) => dev,
		sentence: ({ dev, vni, remote, source }, at) =>
			sentenceOf(
				fill(text.receive, { node: at.node, dev, vni, remote: formatIpv4(remote), source: formatMac(source) })
			),
		paragraph:
			'The port says that it is VXLAN, the VNI which network it belongs to: many networks that do not know of each other share the hosts between them.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_rcv',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }]
	},
	'vxlan-learn': {
		title: 'MAC address learned',
		short: ({ remote }) => formatIpv4(remote),
		sentence: ({ dev, mac, remote, was }, at) =>
			sentenceOf(
				fill(was === 0 ? text.learn : text.relearn, {
					node: at.node,
					dev,
					mac: formatMac(mac),
					remote: formatIpv4(remote),
					was: formatIpv4(was)
				})
			),
		paragraph:
			'As a bridge learns ports, a VXLAN learns hosts: the next frame for this MAC goes to one host and not to all.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_snoop',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'write' }]
	}
};
