import { formatMac } from '../../net/mac.ts';
import {
	BROADCAST_MAC,
	checkEthernet,
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
				field('Type', hex(type, 4), from + 12, 2, etherTypeName(type) === hex(type, 4) ? '' : etherTypeName(type))
			]
		};
	},
	label: (b, from) => `Ethernet type ${hex(etherType(b, from), 4)}`,
	payload: (b, from, to) => ({
		table: 'etherType',
		keys: [etherType(b, from)],
		from: from + HEADER_LENGTH,
		to,
		quoted: false
	}),
	end: (_b, _from, to) => to
};
