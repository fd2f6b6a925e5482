import { checkVxlan, VXLAN_HEADER_LENGTH, vxlanVni } from '../vxlan.ts';
import { field, hex, type Protocol } from './protocol.ts';

export const vxlan: Protocol = {
	name: 'VXLAN',
	check: checkVxlan,
	layer: (b, from) => ({
		name: 'VXLAN',
		summary: `VNI: ${vxlanVni(b, from)}`,
		from,
		to: from + VXLAN_HEADER_LENGTH,
		fields: [field('Flags', hex(b[from], 2), from, 1, 'the VNI is valid'), field('VNI', vxlanVni(b, from), from + 4, 3)]
	}),
	label: (b, from) => `VXLAN ${vxlanVni(b, from)}`,
	payload: (_b, from, to) => ({ table: 'frame', keys: [0], from: from + VXLAN_HEADER_LENGTH, to, quoted: false }),
	end: (_b, _from, to) => to
};
