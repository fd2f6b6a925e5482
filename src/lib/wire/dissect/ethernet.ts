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
import { field, hex, type Protocol } from './protocol.ts';

function groupNote(mac: number): string {
	if (mac === BROADCAST_MAC) return 'broadcast';
	return isGroupMac(mac) ? 'multicast' : '';
}

/** A length stands where a type would. */
function typeNote(type: number): string {
	if (type < ETHERTYPE_MIN) return 'length; 802.2 follows';
	return etherTypeName(type) === hex(type, 4) ? '' : etherTypeName(type);
}

export const ethernet: Protocol = {
	name: 'Ethernet',
	check: checkEthernet,
	layer(b, from) {
		const destination = etherDestination(b, from);
		const source = etherSource(b, from);
		const type = etherType(b, from);
		return {
			name: 'Ethernet',
			summary: `Ethernet II, Src: ${formatMac(source)}, Dst: ${formatMac(destination)}`,
			from,
			to: from + HEADER_LENGTH,
			fields: [
				field('Destination', formatMac(destination), from, 6, groupNote(destination)),
				field('Source', formatMac(source), from + 6, 6, groupNote(source)),
				field('Type', hex(type, 4), from + 12, 2, typeNote(type))
			]
		};
	},
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
