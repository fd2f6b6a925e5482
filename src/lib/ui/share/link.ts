/** A session as a link: all of it is in the part of the address that no browser sends anywhere. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { parseSession, type ParsedSession, type SessionDocument } from '../../engine/session-document.ts';
import { portable } from './portable.ts';
import { PREFIX } from './fragment.ts';

/** Characters. What is longer is cut by programs that links are sent with, and by some browsers. */
export const LONGEST_LINK = 30_000;
/** Bytes that a link may stand for: one that was made to fill the memory is refused. */
const LARGEST = 50_000_000;

/** `page`: the address without a fragment. */
export function linkOf(session: SessionDocument, page: string): string {
	const packed = deflateSync(strToU8(JSON.stringify(portable(session))), { level: 9, mem: 9 });
	return `${page}#${PREFIX}${toText(packed)}`;
}

/** `fragment`: with or without its "#". */
export function sessionOf(fragment: string): ParsedSession {
	try {
		const packed = toBytes(fragment.replace(/^#/, '').slice(PREFIX.length));
		const out = inflateSync(packed, { out: new Uint8Array(Math.min(LARGEST, packed.length * 1100 + 64)) });
		return parseSession(JSON.parse(strFromU8(out)));
	} catch {
		return { ok: false, message: 'the link is not whole: a part of it got lost on its way' };
	}
}

/** Base64 with the two signs that an address may hold. */
function toText(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function toBytes(text: string): Uint8Array {
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}
