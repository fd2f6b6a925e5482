/** What is left of a frame where no protocol is known: bytes. */
import { asciiText, fieldMaker } from './field.ts';
import type { FieldKinds } from './field.ts';
import type { Layer } from './protocol.ts';

export const dataFields = {
	'data.data': { name: 'Data', type: 'bytes', meaning: 'Bytes that no protocol is known for' },
	'data.len': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'How many these are' }
} as const satisfies FieldKinds;
const field = fieldMaker(dataFields);

export function dataLayer(b: Uint8Array, from: number, to: number): Layer {
	const data = b.subarray(from, to);
	return {
		key: 'data',
		name: 'Data',
		summary: to - from === 1 ? '1 byte' : `${to - from} bytes`,
		from,
		to,
		fields: [field('data.data', data, from, to - from, asciiText(data)), field('data.len', to - from, from, to - from)]
	};
}
