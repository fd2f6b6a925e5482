import { formatMac } from '../../net/mac.ts';
import {
	BROADCAST_MAC,
	checkEthernet,
	ETHERTYPE_802_2,
	ETHERTYPE_MIN,
	etherDestination,
	etherSource,
	etherType,
	etherTypeName,
	HEADER_LENGTH,
	isGroupMac
} from '../ethernet.ts';
import { fieldMaker, hex, type Field } from './field.ts';
import type { Protocol } from './protocol.ts';

/** The two lowest bits of a MAC's first byte. */
const LOCAL = 0x02;
const GROUP = 0x01;
const addressKinds = { 0: 'individual', 1: 'group' };
const admins = { 0: 'globally unique', 1: 'locally administered' };

const fields = {
	'eth.dst': { name: 'Destination', type: 'ether', meaning: 'MAC that the frame is for', also: ['eth.addr'] },
	'eth.dst.lg': {
		name: 'Local bit of the destination',
		type: 'boolean',
		meaning: 'Whether the MAC was given by its maker or by whoever runs the network',
		mask: LOCAL,
		also: ['eth.lg'],
		values: admins
	},
	'eth.dst.ig': {
		name: 'Group bit of the destination',
		type: 'boolean',
		meaning: 'Whether the MAC is one interface or a group',
		mask: GROUP,
		also: ['eth.ig'],
		values: addressKinds
	},
	'eth.src': { name: 'Source', type: 'ether', meaning: 'MAC of the interface that sent the frame', also: ['eth.addr'] },
	'eth.src.lg': {
		name: 'Local bit of the source',
		type: 'boolean',
		meaning: 'Whether the MAC was given by its maker or by whoever runs the network',
		mask: LOCAL,
		also: ['eth.lg'],
		values: admins
	},
	'eth.src.ig': {
		name: 'Group bit of the source',
		type: 'boolean',
		meaning: 'A sender is never a group',
		mask: GROUP,
		also: ['eth.ig'],
		values: addressKinds
	},
	'eth.type': { name: 'Type', type: 'uint', digits: 4, meaning: 'Protocol that the frame carries (EtherType)' },
	'eth.len': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'Bytes that follow, where an 802.2 header does' },
	'eth.addr': { name: 'Source or destination', type: 'ether', meaning: 'Either MAC of the frame' },
	'eth.lg': { name: 'Local bit', type: 'boolean', meaning: 'Local bit of either MAC' },
	'eth.ig': { name: 'Group bit', type: 'boolean', meaning: 'Group bit of either MAC' },
	'eth.padding': { name: 'Padding', type: 'bytes', meaning: 'Bytes after the end of the packet' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

function groupNote(mac: number): string {
	if (mac === BROADCAST_MAC) return 'broadcast';
	return isGroupMac(mac) ? 'multicast' : '';
}

function bitsOf(side: 'dst' | 'src', b: Uint8Array, at: number): Field[] {
	return [field(`eth.${side}.lg`, (b[at] & LOCAL) >> 1, at, 3), field(`eth.${side}.ig`, b[at] & GROUP, at, 3)];
}

/** A length stands where a type would. */
function typeField(type: number, at: number): Field {
	if (type < ETHERTYPE_MIN) return field('eth.len', type, at, 2, '802.2 follows');
	return field('eth.type', type, at, 2, etherTypeName(type) === hex(type, 4) ? '' : etherTypeName(type));
}

/** After the end of what a frame carries: short frames are filled up to 60 bytes. */
export function paddingField(b: Uint8Array, from: number, to: number): Field {
	return field('eth.padding', b.subarray(from, to), from, to - from);
}

export const ethernet: Protocol = {
	name: 'Ethernet',
	key: 'eth',
	meaning: 'Ethernet: from one interface to another on the same link',
	fields,
	check: checkEthernet,
	layer(b, from) {
		const destination = etherDestination(b, from);
		const source = etherSource(b, from);
		const type = etherType(b, from);
		return {
			name: 'Ethernet',
			summary: `${type < ETHERTYPE_MIN ? 'IEEE 802.3 Ethernet' : 'Ethernet II'}, Src: ${formatMac(source)}, Dst: ${formatMac(destination)}`,
			from,
			to: from + HEADER_LENGTH,
			fields: [
				field('eth.dst', destination, from, 6, groupNote(destination)),
				...bitsOf('dst', b, from),
				field('eth.src', source, from + 6, 6, groupNote(source)),
				...bitsOf('src', b, from + 6),
				typeField(type, from + 12)
			]
		};
	},
	info: (b, from) => (etherType(b, from) < ETHERTYPE_MIN ? 'IEEE 802.3 Ethernet' : 'Ethernet II'),
	label: (b, from) => `Ethernet type ${hex(etherType(b, from), 4)}`,
	payload: (b, from, to) => ({
		table: 'etherType',
		keys: [etherType(b, from) < ETHERTYPE_MIN ? ETHERTYPE_802_2 : etherType(b, from)],
		from: from + HEADER_LENGTH,
		to,
		quoted: false
	}),
	end: (_b, _from, to) => to
};
