/** The echo service (RFC 862), port 7 over TCP or UDP: what comes goes back. */
import { asciiText, fieldMaker } from './field.ts';
import type { Protocol } from './protocol.ts';

export const ECHO_PORT = 7;

const fields = {
	'echo.request': { name: 'Echo request', type: 'boolean', meaning: 'It goes to the service', part: true },
	'echo.response': { name: 'Echo response', type: 'boolean', meaning: 'It comes back', part: true },
	'echo.data': { name: 'Echo data', type: 'bytes', meaning: 'What comes back as it was' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

export const echo: Protocol = {
	name: 'ECHO',
	key: 'echo',
	meaning: 'Echo service: what comes goes back',
	fields,
	check: (_b, from, to) => to > from,
	layer: (b, from, to, { destinationPort }) => ({
		name: 'ECHO',
		summary: destinationPort === ECHO_PORT ? 'Request' : 'Response',
		from,
		to,
		fields: [
			field(destinationPort === ECHO_PORT ? 'echo.request' : 'echo.response', 1, from, 0),
			field('echo.data', b.subarray(from, to), from, to - from, asciiText(b.subarray(from, to)))
		]
	}),
	label: () => '',
	payload: () => null,
	end: (_b, _from, to) => to
};
