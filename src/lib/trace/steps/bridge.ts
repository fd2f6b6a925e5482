/** The Linux bridge: learn, look up, forward or flood (net/bridge/br_input.c, br_fdb.c, br_forward.c). */
import { formatMac } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { fdbKey, interfaceKey } from '../keys.ts';
import { bridgeTerm, macTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	receive: '{bridge} takes in a frame at port {port}, from {source} to {destination}.',
	learn: '{bridge} learns that {mac} is behind port {port}.',
	relearn: '{bridge} learns that {mac} is behind port {port} now; it was behind {was}.',
	unknown: '{bridge} looks for {mac} in its table and finds nothing.',
	known: '{bridge} finds {mac} in its table: it is behind port {port}, so no other port needs the frame.',
	itself:
		'{bridge} finds {mac} in its table: the address is its own, so the frame goes up to the machine that it is part of.',
	flood: {
		none: '{bridge} has no other running port for {what}{self}.',
		one: '{bridge} sends {what} out of {port}, its only other running port{self}.',
		many: '{bridge} floods {what} out of its {n} other running ports: {ports}{self}.',
		oneFromSelf: '{bridge} sends {what} out of {port}, its only running port.',
		manyFromSelf: '{bridge} floods {what} out of its {n} running ports: {ports}.',
		noneFromSelf: '{bridge} has no running port for {what}.'
	},
	what: {
		broadcast: 'the broadcast',
		multicast: 'the multicast frame',
		unknown: 'the frame with an unknown destination'
	},
	self: '; the machine that it is part of gets a copy too',
	set: '{bridge} finds {mac} in its table: somebody has set that it is behind port {port}.',
	kept: {
		isolated: '{ports}: isolated, as the port that it came by',
		flag: '{ports}: told not to flood this',
		state: '{port}: {why}'
	},
	netfilter: {
		PREROUTING: '{bridge} shows the IP packet that came in by {port} to iptables before it decides where it goes.',
		FORWARD: '{bridge} shows the IP packet to iptables again before it leaves by {port}.'
	},
	hairpin: '{bridge} sends the frame back out of {port}, where it came in: the port is in hairpin mode.'
};

function floodSentence(facts: StepFacts['bridge-flood'], bridge: string): string {
	const { ports, from, why, toSelf } = facts;
	const size = ports.length === 0 ? 'none' : ports.length === 1 ? 'one' : 'many';
	const template = text.flood[from === '' ? (`${size}FromSelf` as const) : size];
	const values = { bridge, what: text.what[why], port: ports[0] ?? '', n: ports.length, ports: listed(ports) };
	return sentenceOf(fill(template, { ...values, self: toSelf ? text.self : '' }));
}

type Kept = StepFacts['bridge-flood']['kept'];

function keptSentence(kept: Kept): string {
	const parts = (['isolated', 'flag'] as const).flatMap((why) => {
		const ports = kept.filter((one) => one.why === why).map(({ port }) => port);
		return ports.length === 0 ? [] : [fill(text.kept[why], { ports: listed(ports) })];
	});
	const states = kept.filter(({ why }) => why !== 'isolated' && why !== 'flag');
	parts.push(...states.map(({ port, why }) => fill(text.kept.state, { port, why })));
	return parts.length === 0 ? '' : ` Not by ${parts.join('; ')}.`;
}

export const bridgeViews: StepViews<
	'bridge-receive' | 'fdb-learn' | 'fdb-lookup' | 'bridge-flood' | 'bridge-hairpin' | 'bridge-netfilter'
> = {
	'bridge-receive': {
		title: 'Frame enters bridge',
		short: ({ port }) => port,
		sentence: ({ bridge, port, source, destination }, at) =>
			sentenceOf(
				fill(text.receive, {
					bridge: bridgeTerm(bridge, at),
					port,
					source: formatMac(source),
					destination: macTerm(destination)
				})
			),
		paragraph:
			'A bridge joins links into one, by MAC addresses alone: it does not look at IP, and it changes nothing in the frame.',
		source: 'net/bridge/br_input.c, br_handle_frame',
		marks: ({ port }) => [{ table: 'interfaces', key: interfaceKey(port), access: 'read' }]
	},
	'fdb-learn': {
		title: ({ was }) => (was === '' ? 'MAC address learned' : 'MAC address moved'),
		short: ({ mac, port }) => `${formatMac(mac)} on ${port}`,
		sentence: ({ bridge, mac, port, was }, at) =>
			sentenceOf(
				fill(was === '' ? text.learn : text.relearn, {
					bridge: bridgeTerm(bridge, at),
					mac: formatMac(mac),
					port,
					was
				})
			),
		paragraph:
			'Whoever sends a frame shows where it is: the bridge notes the source MAC and the port in its forwarding database (FDB). An entry that is not seen again for 300 s is forgotten. An address that moves to and fro between ports is the sign of a loop.',
		source: 'net/bridge/br_fdb.c, br_fdb_update',
		marks: ({ bridge, mac }) => [{ table: 'fdb', key: fdbKey(bridge, mac), access: 'write' }]
	},
	'fdb-lookup': {
		title: 'Forwarding table lookup',
		short: ({ port, local, bridge }) => (local || port === bridge ? 'its own' : port === '' ? 'not known' : port),
		sentence: ({ bridge, mac, port, local, static: set }, at) => {
			const known = set ? text.set : text.known;
			const found = local || port === bridge ? text.itself : port === '' ? text.unknown : known;
			return sentenceOf(fill(found, { bridge: bridgeTerm(bridge, at), mac: formatMac(mac), port }));
		},
		paragraph:
			'The bridge looks the destination MAC up in its forwarding database (FDB). If it is there, one port is enough; if not, the frame must go everywhere, and the answer will teach the bridge the way.',
		source: 'net/bridge/br_fdb.c, br_fdb_find_rcu',
		marks: ({ bridge, mac }) => [{ table: 'fdb', key: fdbKey(bridge, mac), access: 'read' }]
	},
	'bridge-flood': {
		title: 'Frame flooded',
		short: ({ ports }) => ports.join(', '),
		sentence: (facts, at) => floodSentence(facts, bridgeTerm(facts.bridge, at)) + keptSentence(facts.kept),
		paragraph:
			'What is for everybody, and what is for somebody unknown, leaves by every port but the one it came in by. With a loop between bridges such frames come back and are flooded again, for ever: a broadcast storm. The spanning tree protocol prevents it where it is on; by default it is off.',
		source: 'net/bridge/br_forward.c, br_flood',
		marks: ({ ports }) => ports.map((port) => ({ table: 'interfaces', key: interfaceKey(port), access: 'read' }))
	},
	'bridge-hairpin': {
		title: 'Frame turned back',
		sentence: ({ bridge, port }, at) => sentenceOf(fill(text.hairpin, { bridge: bridgeTerm(bridge, at), port })),
		paragraph:
			'A bridge never sends a frame back where it came from, unless the port is in hairpin mode: then several machines may be behind one port that can not hear each other, such as virtual machines behind a VEPA.',
		source: 'net/bridge/br_forward.c, should_deliver',
		marks: ({ port }) => [{ table: 'interfaces', key: interfaceKey(port), access: 'read' }]
	},
	'bridge-netfilter': {
		title: 'Bridge asks iptables',
		short: ({ hook }) => hook,
		sentence: ({ bridge, port, hook }, at) =>
			sentenceOf(fill(text.netfilter[hook], { bridge: bridgeTerm(bridge, at), port })),
		paragraph:
			'A bridge does not look at IP, unless br_netfilter makes it: then bridged packets pass PREROUTING, FORWARD and POSTROUTING as if they were routed. To the rules they come in and leave by the bridge; -m physdev asks for its ports.',
		source: 'net/bridge/br_netfilter_hooks.c, br_nf_pre_routing and br_nf_forward'
	}
};
