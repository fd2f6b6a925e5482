import { u16 } from '../bytes.ts';
import { checkVxlan, VXLAN_HEADER_LENGTH, vxlanVni } from '../vxlan.ts';
import { fieldMaker } from './field.ts';
import type { Protocol } from './protocol.ts';

const VNI_VALID = 0x0800;

const fields = {
	'vxlan.flags': { name: 'Flags', type: 'uint', digits: 4, meaning: 'What of the header is valid' },
	'vxlan.flag_i': { name: 'VNI valid', type: 'boolean', meaning: 'The number below is set', mask: VNI_VALID },
	'vxlan.gbp': { name: 'Group policy', type: 'uint', meaning: "Cisco's group of the sender" },
	'vxlan.vni': { name: 'VNI', type: 'uint', meaning: 'Number of the network that the frame is in' },
	'vxlan.reserved8': { name: 'Reserved', type: 'uint', meaning: 'Must be 0' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

export const vxlan: Protocol = {
	name: 'VXLAN',
	key: 'vxlan',
	meaning: 'A whole frame in a UDP datagram',
	fields,
	check: checkVxlan,
	layer: (b, from) => ({
		name: 'VXLAN',
		summary: `VNI: ${vxlanVni(b, from)}`,
		from,
		to: from + VXLAN_HEADER_LENGTH,
		fields: [
			field('vxlan.flags', u16(b, from), from, 2),
			field('vxlan.flag_i', (u16(b, from) & VNI_VALID) === 0 ? 0 : 1, from, 2),
			field('vxlan.gbp', u16(b, from + 2), from + 2, 2),
			field('vxlan.vni', vxlanVni(b, from), from + 4, 3),
			field('vxlan.reserved8', b[from + 7], from + 7, 1)
		]
	}),
	label: (b, from) => `VXLAN ${vxlanVni(b, from)}`,
	payload: (_b, from, to) => ({ table: 'frame', keys: [0], from: from + VXLAN_HEADER_LENGTH, to, quoted: false }),
	end: (_b, _from, to) => to
};
