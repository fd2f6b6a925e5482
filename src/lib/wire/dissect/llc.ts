/** IEEE 802.2: what follows an Ethernet header with a length in it. Only its short form, unnumbered information. */
import { LLC_LENGTH } from '../stp.ts';
import { fieldMaker, hex } from './field.ts';
import type { Protocol } from './protocol.ts';

const UNNUMBERED_INFORMATION = 0x03;
const saps = { 0x42: 'spanning tree' };

const fields = {
	'llc.dsap': { name: 'DSAP', type: 'uint', digits: 2, meaning: 'Protocol at the receiver', values: saps },
	'llc.ssap': { name: 'SSAP', type: 'uint', digits: 2, meaning: 'Protocol at the sender', values: saps },
	'llc.control': { name: 'Control', type: 'uint', digits: 2, meaning: 'Kind of message' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

export const llc: Protocol = {
	name: 'LLC',
	key: 'llc',
	meaning: 'Logical link control (802.2), before the spanning tree',
	fields,
	check: (b, from, to) => to - from >= LLC_LENGTH && (b[from + 2] & 3) === UNNUMBERED_INFORMATION,
	layer: (b, from) => ({
		name: 'LLC',
		summary: 'Logical-Link Control',
		from,
		to: from + LLC_LENGTH,
		fields: [
			field('llc.dsap', b[from], from, 1),
			field('llc.ssap', b[from + 1], from + 1, 1),
			field('llc.control', b[from + 2], from + 2, 1, 'unnumbered information')
		]
	}),
	label: (b, from) => `LLC ${hex(b[from], 2)}`,
	payload: (b, from, to) => ({ table: 'llcSap', keys: [b[from]], from: from + LLC_LENGTH, to, quoted: false }),
	end: (_b, _from, to) => to
};
