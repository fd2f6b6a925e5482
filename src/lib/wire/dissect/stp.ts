import { formatMac } from '../../net/mac.ts';
import { u16 } from '../bytes.ts';
import { readMac } from '../ethernet.ts';
import {
	BPDU_TCN,
	bpduType,
	checkBpdu,
	CONFIG_LENGTH,
	formatBridgeId,
	LLC_LENGTH,
	readConfigBpdu,
	TCN_LENGTH
} from '../stp.ts';
import { fieldMaker, heading, type Field } from './field.ts';
import type { Protocol } from './protocol.ts';

const TOPOLOGY_CHANGE = 0x01;
const TOPOLOGY_CHANGE_ACK = 0x80;
/** Of a bridge's first two bytes: priority, then what Cisco and 802.1s call the system id extension. */
const PRIORITY = 0xf000;
const EXTENSION = 0x0fff;
/** Times are counted in 1/256 s. */
const TICKS = 256;

const fields = {
	'stp.protocol': { name: 'Protocol', type: 'uint', digits: 4, meaning: '0: the spanning tree protocol' },
	'stp.version': { name: 'Version', type: 'uint', meaning: '0: 802.1D, 2: rapid, 3: multiple' },
	'stp.type': {
		name: 'Type',
		type: 'uint',
		digits: 2,
		meaning: 'Kind of BPDU',
		values: { 0: 'configuration', 0x80: 'topology change' }
	},
	'stp.flags': { name: 'Flags', type: 'uint', digits: 2, meaning: 'Whether the tree is changing' },
	'stp.flags.tcack': {
		name: 'Topology change acknowledged',
		type: 'boolean',
		meaning: 'The bridge above has heard of the change',
		mask: TOPOLOGY_CHANGE_ACK
	},
	'stp.flags.tc': {
		name: 'Topology change',
		type: 'boolean',
		meaning: 'Bridges shall forget MACs sooner',
		mask: TOPOLOGY_CHANGE
	},
	'stp.root.prio': { name: 'Root priority', type: 'uint', meaning: 'The lowest becomes the root', part: true },
	'stp.root.ext': { name: 'Root extension', type: 'uint', meaning: 'VLAN, where each has a tree', part: true },
	'stp.root.hw': { name: 'Root MAC', type: 'ether', meaning: 'Decides between equal priorities', part: true },
	'stp.root.cost': { name: 'Root path cost', type: 'uint', meaning: 'Sum of the costs on the way to the root' },
	'stp.bridge.prio': { name: 'Bridge priority', type: 'uint', meaning: 'Of the bridge that sends this', part: true },
	'stp.bridge.ext': { name: 'Bridge extension', type: 'uint', meaning: 'VLAN, where each has a tree', part: true },
	'stp.bridge.hw': { name: 'Bridge MAC', type: 'ether', meaning: 'Of the bridge that sends this', part: true },
	'stp.port': { name: 'Port', type: 'uint', digits: 4, meaning: 'Priority and number of the port' },
	'stp.msg_age': { name: 'Message age', type: 'seconds', meaning: 'Since the root said it; a bridge on the way adds' },
	'stp.max_age': { name: 'Maximum age', type: 'seconds', meaning: 'After this a port forgets what it heard' },
	'stp.hello': { name: 'Hello time', type: 'seconds', meaning: 'Between two BPDUs of the root' },
	'stp.forward': { name: 'Forward delay', type: 'seconds', meaning: 'Time that a port listens, and that it learns' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

/** These functions count from the LLC header. */
const llc = (from: number) => from - LLC_LENGTH;

function length(b: Uint8Array, from: number): number {
	return bpduType(b, llc(from)) === BPDU_TCN ? TCN_LENGTH : CONFIG_LENGTH;
}

function bridgeFields(side: 'root' | 'bridge', b: Uint8Array, at: number): Field[] {
	const id = u16(b, at);
	return [
		field(`stp.${side}.prio`, id & PRIORITY, at, 2),
		field(`stp.${side}.ext`, id & EXTENSION, at, 2),
		field(`stp.${side}.hw`, readMac(b, at + 2), at + 2, 6)
	];
}

function configFields(b: Uint8Array, at: number): Field[] {
	const config = readConfigBpdu(b, llc(at));
	return [
		field('stp.flags', b[at + 4], at + 4, 1),
		field('stp.flags.tcack', config.topologyChangeAck ? 1 : 0, at + 4, 1),
		field('stp.flags.tc', config.topologyChange ? 1 : 0, at + 4, 1),
		heading('Root', formatBridgeId(config.root), at + 5, 8),
		...bridgeFields('root', b, at + 5),
		field('stp.root.cost', config.rootPathCost, at + 13, 4),
		heading('Bridge', formatBridgeId(config.bridge), at + 17, 8),
		...bridgeFields('bridge', b, at + 17),
		field('stp.port', config.port, at + 25, 2),
		field('stp.msg_age', config.messageAge / TICKS, at + 27, 2),
		field('stp.max_age', config.maxAge / TICKS, at + 29, 2),
		field('stp.hello', config.helloTime / TICKS, at + 31, 2),
		field('stp.forward', config.forwardDelay / TICKS, at + 33, 2)
	];
}

function summary(b: Uint8Array, from: number): string {
	if (bpduType(b, llc(from)) === BPDU_TCN) return 'Topology Change Notification';
	const config = readConfigBpdu(b, llc(from));
	const root = `${u16(b, from + 5) & PRIORITY}/${u16(b, from + 5) & EXTENSION}/${formatMac(readMac(b, from + 7))}`;
	const change = config.topologyChange ? 'TC + ' : '';
	return `Conf. ${change}Root = ${root}  Cost = ${config.rootPathCost}  Port = 0x${config.port.toString(16).padStart(4, '0')}`;
}

export const stp: Protocol = {
	name: 'STP',
	key: 'stp',
	meaning: 'Spanning tree: which ports of bridges forward, so that there is no loop',
	fields,
	check: (b, from, to) => checkBpdu(b, llc(from), to),
	layer: (b, from) => ({
		name: 'STP',
		summary: summary(b, from),
		from,
		to: from + length(b, from),
		fields: [
			field('stp.protocol', u16(b, from), from, 2),
			field('stp.version', b[from + 2], from + 2, 1),
			field('stp.type', b[from + 3], from + 3, 1),
			...(bpduType(b, llc(from)) === BPDU_TCN ? [] : configFields(b, from))
		]
	}),
	label(b, from) {
		if (bpduType(b, llc(from)) === BPDU_TCN) return 'STP topology change';
		const { root, rootPathCost } = readConfigBpdu(b, llc(from));
		return `STP root ${root.slice(0, 4)}.…${formatBridgeId(root).slice(-5)} cost ${rootPathCost}`;
	},
	payload: () => null,
	end: (b, from) => from + length(b, from)
};
