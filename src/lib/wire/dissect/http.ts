import { decodeHttpStart, describeHttpStart, encodeHttpStart } from '../http.ts';
import { field, type Protocol } from './protocol.ts';

/** Only the segment that begins with a start line is HTTP here; what follows it in the stream is data. */
export const http: Protocol = {
	name: 'HTTP',
	check: (b, from, to) => decodeHttpStart(b, from, to) !== null,
	layer(b, from, to) {
		const start = decodeHttpStart(b, from, to)!;
		const length = encodeHttpStart(start).length;
		const fields =
			start.type === 'request'
				? [
						field('Method', start.method, from, start.method.length),
						field('Target', start.target, from + start.method.length + 1, start.target.length),
						field('Version', start.version, from + length - 10, 8)
					]
				: [field('Version', start.version, from, 8), field('Status', start.status, from + 9, 3, start.reason)];
		fields.push(field('Headers and body', `${to - from - length} bytes`, from + length, to - from - length));
		return { name: 'HTTP', summary: describeHttpStart(start), from, to, fields };
	},
	label(b, from, to) {
		const start = decodeHttpStart(b, from, to)!;
		return start.type === 'request'
			? `HTTP ${start.method} ${start.target}`
			: `HTTP ${start.status} ${start.reason}`.trim();
	},
	payload: () => null,
	end: (_b, _from, to) => to
};
