/** HTTP/1.x as far as a label needs it: the start line (RFC 9112, 2.1). Programs that speak HTTP are elsewhere. */

export const HTTP_PORT = 80;

export type HttpStart =
	| { type: 'request'; method: string; target: string; version: string }
	| { type: 'response'; status: number; reason: string; version: string };

/** A start line is not looked for beyond this. */
const MAX_LINE = 8192;
const REQUEST = /^([A-Z]+) (\S+) (HTTP\/1\.[01])$/;
const RESPONSE = /^(HTTP\/1\.[01]) (\d{3})(?: (.*))?$/;

/** null: the data doesn't begin with a whole start line. */
export function decodeHttpStart(b: Uint8Array, at: number, end: number): HttpStart | null {
	if (!looksLikeHttp(b, at, end)) return null;
	let line = '';
	const last = Math.min(end, at + MAX_LINE);
	let next = at;
	for (; next < last && b[next] !== 0x0a; next++) line += String.fromCharCode(b[next]);
	if (next === last || !line.endsWith('\r')) return null;
	return parseHttpStart(line.slice(0, -1));
}

/** The line is without its CR LF. */
export function parseHttpStart(line: string): HttpStart | null {
	const request = REQUEST.exec(line);
	if (request !== null) return { type: 'request', method: request[1], target: request[2], version: request[3] };
	const response = RESPONSE.exec(line);
	if (response === null) return null;
	return { type: 'response', version: response[1], status: Number(response[2]), reason: response[3] ?? '' };
}

/** Bytes of the start line, CR LF included. */
export function encodeHttpStart(start: HttpStart): Uint8Array {
	return Uint8Array.from(`${describeHttpStart(start)}\r\n`, (c) => c.charCodeAt(0));
}

/** A quick look that makes no text: an upper-case letter first, and "HTTP/1." or a method's letters. */
export function looksLikeHttp(b: Uint8Array, at: number, end: number): boolean {
	if (end - at < 5) return false;
	for (let i = at; i < at + 3; i++) if (b[i] < 0x41 || b[i] > 0x5a) return false;
	return true;
}

/** One line for a person, which is the start line itself. */
export function describeHttpStart(start: HttpStart): string {
	if (start.type === 'request') return `${start.method} ${start.target} ${start.version}`;
	return `${start.version} ${start.status} ${start.reason}`;
}

/** Whether a whole line begins or ends with the name of HTTP: on a port that is not its own it is taken for it then. */
export function looksLikeHttpLine(b: Uint8Array, at: number, end: number): boolean {
	const length = b.subarray(at, Math.min(end, at + MAX_LINE)).indexOf(0x0a);
	if (length < 0) return false;
	const line = String.fromCharCode(...b.subarray(at, at + length)).trimEnd();
	return line.length > 8 && (/^HTTP\/1\./i.test(line) || /HTTP\/1\..$/i.test(line));
}
