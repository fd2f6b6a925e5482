/** Records of a zone as a lab writes them: an address, or a type and its data as in a zone file (RFC 1035, 5.1). */
import { isIpv4, parseIpv4 } from '../../net/text.ts';

export type RecordData =
	| { type: 'A'; address: number }
	| { type: 'CNAME' | 'PTR' | 'NS'; target: string }
	| { type: 'SRV'; priority: number; weight: number; port: number; target: string }
	| { type: 'MX'; preference: number; target: string }
	| { type: 'TXT'; text: string };

const NAME = /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?$/;
const MOST = 65_535;
/** Bytes of one text in a TXT record. */
const LONGEST_TEXT = 255;

function numbers(words: string[]): number[] | null {
	const read = words.map(Number);
	return words.every((word) => /^\d+$/.test(word)) && read.every((value) => value <= MOST) ? read : null;
}

/** null: it is none. */
export function readRecord(text: string): RecordData | null {
	if (isIpv4(text)) return { type: 'A', address: parseIpv4(text) };
	const [type, rest = ''] = [text.split(' ', 1)[0], text.slice(text.indexOf(' ') + 1).trim()];
	const words = rest.split(/\s+/);
	const target = words.at(-1)!;
	const bare = target.replace(/\.$/, '');
	switch (type) {
		case 'A':
			return isIpv4(rest) ? { type, address: parseIpv4(rest) } : null;
		case 'CNAME':
		case 'PTR':
		case 'NS':
			return words.length === 1 && NAME.test(target) ? { type, target: bare } : null;
		case 'MX': {
			const [preference] = numbers(words.slice(0, -1)) ?? [];
			return words.length === 2 && preference !== undefined && NAME.test(target)
				? { type, preference, target: bare }
				: null;
		}
		case 'SRV': {
			const [priority, weight, port] = numbers(words.slice(0, -1)) ?? [];
			return words.length === 4 && port !== undefined && NAME.test(target)
				? { type, priority, weight, port, target: bare }
				: null;
		}
		case 'TXT':
			return rest.length > 0 && rest.length <= LONGEST_TEXT ? { type, text: rest.replace(/^"(.*)"$/, '$1') } : null;
		default:
			return null;
	}
}

export function isRecord(text: string): boolean {
	return readRecord(text) !== null;
}
