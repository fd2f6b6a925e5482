/** The spanning tree (net/bridge/br_stp.c, br_stp_bpdu.c, br_stp_timer.c; IEEE 802.1D-1998). */
import { formatBridgeId } from '../../wire/stp.ts';
import { fill, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import { bridgeTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	tcn: '{bridge} hears at {port} that a port of a bridge further away from the root has opened or closed.',
	better:
		'{bridge} hears at {port} of a root that is better than the one it knew there: {root} instead of {known}, {cost} away from {sender}.',
	same: '{bridge} hears at {port} from {sender} that the root is {root}, {cost} away from it.',
	states: {
		enabled: '{bridge}: port {port} is up. It begins as blocking: there may be a loop.',
		disabled: '{bridge}: port {port} is disabled: it has no carrier, or the bridge is down.',
		'root-port': '{bridge}: port {port} is its way to the root {root}, {cost} away. It goes to {after}.',
		designated:
			'{bridge}: port {port} is the way to the root for whoever is behind it: nobody there has offered a better one. It goes to {after}.',
		'better-way':
			'{bridge}: port {port} goes to blocking: {neighbour} has the better way from that segment to the root {root}, and two ways would be a loop.',
		'delay-over': '{bridge}: port {port} has been {before} for the forward delay and goes to {after}.',
		'no-delay': '{bridge}: port {port} goes to {after} at once: there is no forward delay.'
	},
	change: {
		root: '{bridge} is the root and tells all bridges that the topology has changed: what they have learnt may be wrong.',
		other: '{bridge} tells the root that the topology has changed, through its root port, until that is acknowledged.'
	},
	lost: '{bridge} has heard nothing from {neighbour} at {port} for too long: what it said counts no more.'
};

const states: Record<StepFacts['stp-state']['after'], string> = {
	disabled: 'A disabled port takes part in nothing.',
	listening:
		'A listening port sends and hears BPDUs and nothing else, for one forward delay: time for better news to arrive.',
	learning:
		'A learning port learns where stations are and forwards nothing yet, for one forward delay: so less is flooded when it opens.',
	forwarding: 'A forwarding port does what ports of a bridge without a spanning tree do.',
	blocking:
		'A blocking port hears BPDUs and forwards nothing. It is a spare: when the better way falls silent, it opens.'
};

export const stpViews: StepViews<'bpdu-receive' | 'stp-state' | 'stp-change' | 'stp-lost'> = {
	'bpdu-receive': {
		title: ({ type }) => (type === 'tcn' ? 'Topology change notified' : 'BPDU received'),
		sentence: ({ bridge, port, type, better, root, knownRoot, cost, sender }, at) =>
			sentenceOf(
				fill(type === 'tcn' ? text.tcn : better ? text.better : text.same, {
					bridge: bridgeTerm(bridge, at),
					port,
					root: root === '' ? '' : formatBridgeId(root),
					known: formatBridgeId(knownRoot),
					cost: cost === 0 ? '0' : String(cost),
					sender: sender === '' ? '' : formatBridgeId(sender)
				})
			),
		paragraph:
			'Bridges that speak STP tell each other in BPDUs which bridge they take for the root, and how far away it is. Lower is better: first the id of the root (its priority, then its MAC), then the cost of the way, then the id of the bridge that says so, then its port.',
		source: 'net/bridge/br_stp.c, br_received_config_bpdu and br_received_tcn_bpdu',
		marks: ({ port }) => [{ table: 'interfaces', key: interfaceKey(port), access: 'read' }]
	},
	'stp-state': {
		title: ({ after }) => `Port ${after}`,
		sentence: ({ bridge, port, before, after, why, root, neighbour, cost }, at) =>
			sentenceOf(
				fill(text.states[why], {
					bridge: bridgeTerm(bridge, at),
					port,
					before,
					after,
					root: root === '' ? '' : formatBridgeId(root),
					neighbour: neighbour === '' ? '' : formatBridgeId(neighbour),
					cost
				})
			),
		paragraph: ({ after }) => states[after],
		source: 'net/bridge/br_stp.c, br_port_state_selection; br_stp_timer.c, br_forward_delay_timer_expired',
		marks: ({ port }) => [{ table: 'interfaces', key: interfaceKey(port), access: 'write' }]
	},
	'stp-change': {
		title: 'Topology change',
		sentence: ({ bridge, root }, at) =>
			sentenceOf(fill(root ? text.change.root : text.change.other, { bridge: bridgeTerm(bridge, at) })),
		paragraph:
			'When a port opens or closes, stations may be reached by another way than before. Until the change is over bridges forget what they learnt after the forward delay instead of the ageing time.',
		source: 'net/bridge/br_stp.c, br_topology_change_detection'
	},
	'stp-lost': {
		title: 'Bridge lost',
		sentence: ({ bridge, port, neighbour }, at) =>
			sentenceOf(fill(text.lost, { bridge: bridgeTerm(bridge, at), port, neighbour: formatBridgeId(neighbour) })),
		paragraph:
			'What a BPDU says is kept for the maximum age and no longer. When the root or the way to it fails, its news stop, and the next best way is taken.',
		source: 'net/bridge/br_stp_timer.c, br_message_age_timer_expired',
		marks: ({ port }) => [{ table: 'interfaces', key: interfaceKey(port), access: 'write' }]
	}
};
