/** TCP connections written by hand, with what a capture of a real one shows now and then. For tests, as `captured-frames.ts`. */
import { parseIpv4 } from '../net/ipv4.ts';
import { encodeEthernet, ETHERTYPE_IPV4 } from './ethernet.ts';
import { encodeIpv4, PROTOCOL_TCP } from './ipv4.ts';
import { encodeTcp, TCP_ACK, TCP_FIN, TCP_PSH, TCP_SYN } from './tcp.ts';
import { noTcpOptions } from './tcp-options.ts';

interface Made {
	/** ns */
	time: number;
	bytes: Uint8Array;
}

const MS = 1e6;
const CLIENT = { address: parseIpv4('10.0.0.1'), port: 40000, start: 0xfffff000 };
const SERVER = { address: parseIpv4('10.0.0.2'), port: 80, start: 7000 };

/** Who, milliseconds since the segment before, flags, sequence number and acknowledgment (from 0), data, window. */
type Line = [who: 'c' | 's', after: number, flags: number, seq: number, ack: number, data?: string, window?: number];

const ACK = TCP_ACK;
const PSH = TCP_ACK | TCP_PSH;

function stream(port: number, lines: readonly Line[]): Made[] {
	let time = 1e9;
	return lines.map(([who, after, flags, seq, ack, data = '', window = 1000]) => {
		time += after * MS;
		const [own, peer] = who === 'c' ? [CLIENT, SERVER] : [SERVER, CLIENT];
		const portOf = (end: typeof CLIENT) => (end === SERVER ? port : end.port);
		const segment = {
			sourcePort: portOf(own),
			destinationPort: portOf(peer),
			seq: (own.start + seq) >>> 0,
			ack: (flags & TCP_ACK) === 0 ? 0 : (peer.start + ack) >>> 0,
			flags,
			window,
			urgent: 0,
			options: (flags & TCP_SYN) === 0 ? noTcpOptions() : { ...noTcpOptions(), mss: 1460, windowScale: 0 },
			payload: Uint8Array.from(data, (letter) => letter.charCodeAt(0))
		};
		const packet = {
			tos: 0,
			id: 1,
			reserved: false,
			dontFragment: true,
			moreFragments: false,
			fragmentOffset: 0,
			ttl: 64,
			protocol: PROTOCOL_TCP,
			source: own.address,
			destination: peer.address,
			options: new Uint8Array(0),
			payload: encodeTcp(segment, own.address, peer.address)
		};
		const bytes = encodeEthernet({
			destination: who === 'c' ? 2 : 1,
			source: who === 'c' ? 1 : 2,
			type: ETHERTYPE_IPV4,
			payload: encodeIpv4(packet)
		});
		return { time, bytes };
	});
}

const handshake: Line[] = [
	['c', 0, TCP_SYN, 0, 0],
	['s', 1, TCP_SYN | TCP_ACK, 0, 1],
	['c', 1, ACK, 1, 1]
];
const request = 'GET /page HTTP/1.1\r\nHost: a\r\n\r\n';
const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 300\r\n\r\n';
const open = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n';
const ten = '0123456789';
const page = ten.repeat(30);
const whole = head + page;
const at = (place: number) => 1 + place;

/** By what they show. Port 9999 is that of no protocol. */
export const madeStreams: Readonly<Record<string, Made[]>> = {
	'a segment is lost, told three times, and sent again': stream(9999, [
		...handshake,
		['c', 1, PSH, 1, 1, ten],
		['c', 1, PSH, 21, 1, ten],
		['s', 1, ACK, 1, 11],
		['s', 1, ACK, 1, 11],
		['c', 1, PSH, 31, 1, ten],
		['s', 1, ACK, 1, 11],
		['c', 1, PSH, 41, 1, ten],
		['s', 1, ACK, 1, 11],
		['c', 1, PSH, 11, 1, ten],
		['s', 1, ACK, 1, 51],
		['c', 300, PSH, 41, 1, ten],
		['s', 1, ACK, 1, 51]
	]),
	'nobody answers, and it is sent again later': stream(9999, [
		...handshake,
		['c', 1, PSH, 1, 1, ten],
		['c', 200, PSH, 1, 1, ten],
		['c', 400, PSH, 1, 1, ten],
		['s', 1, ACK, 1, 11],
		['s', 1, ACK, 1, 500]
	]),
	'the window closes, is asked for, and opens': stream(9999, [
		...handshake,
		['s', 1, ACK, 1, 1, '', 20],
		['c', 1, PSH, 1, 1, ten + ten],
		['s', 1, ACK, 1, 21, '', 0],
		['c', 200, ACK, 21, 1, 'x'],
		['s', 1, ACK, 1, 21, '', 0],
		['c', 400, ACK, 21, 1, 'x'],
		['s', 1, ACK, 1, 21, '', 500],
		['c', 1, PSH, 21, 1, ten]
	]),
	'it is silent, and asked whether it is there': stream(9999, [
		...handshake,
		['c', 1, PSH, 1, 1, ten],
		['s', 1, ACK, 1, 11],
		['c', 7000, ACK, 10, 1],
		['s', 1, ACK, 1, 11],
		['c', 7000, ACK, 10, 1, '9'],
		['s', 1, ACK, 1, 11]
	]),
	'two segments overtake each other': stream(9999, [
		...handshake,
		['c', 1, PSH, 11, 1, ten],
		['c', 0.1, PSH, 1, 1, ten],
		['s', 1, ACK, 1, 21]
	]),
	'a page in several segments': stream(80, [
		...handshake,
		['c', 1, PSH, 1, 1, request.slice(0, 12)],
		['s', 1, ACK, 1, 13],
		['c', 1, PSH, 13, 1, request.slice(12)],
		['s', 1, ACK, 1, at(request.length)],
		['s', 1, ACK, 1, at(request.length), whole.slice(0, 40)],
		['s', 1, ACK, 41, at(request.length), whole.slice(40, 200)],
		['s', 1, PSH, 201, at(request.length), whole.slice(200)],
		['c', 1, ACK, at(request.length), at(whole.length)]
	]),
	'a page and the beginning of another in one segment': stream(80, [
		...handshake,
		['c', 1, PSH, 1, 1, request + request],
		['s', 1, ACK, 1, at(2 * request.length), (whole + whole).slice(0, 200)],
		['s', 1, ACK, 201, at(2 * request.length), (whole + whole).slice(200, 450)],
		['s', 1, PSH, 451, at(2 * request.length), (whole + whole).slice(450)],
		['c', 1, ACK, at(2 * request.length), at(2 * whole.length)]
	]),
	'a page that ends with the stream': stream(80, [
		...handshake,
		['c', 1, PSH, 1, 1, request],
		['s', 1, ACK, 1, at(request.length), open],
		['s', 1, PSH, at(open.length), at(request.length), page],
		['s', 1, TCP_FIN | TCP_ACK, at(open.length + page.length), at(request.length)],
		['c', 1, ACK, at(request.length), at(open.length + page.length) + 1]
	]),
	'a page of which a segment is sent again': stream(80, [
		...handshake,
		['c', 1, PSH, 1, 1, request],
		['s', 1, ACK, 1, at(request.length), whole.slice(0, 100)],
		['s', 300, ACK, 1, at(request.length), whole.slice(0, 100)],
		['s', 1, PSH, 101, at(request.length), whole.slice(100)],
		['c', 1, ACK, at(request.length), at(whole.length)]
	]),
	'a page of which a segment is missing': stream(80, [
		...handshake,
		['c', 1, PSH, 1, 1, request],
		['s', 1, ACK, 1, at(request.length), whole.slice(0, 100)],
		['s', 1, PSH, 201, at(request.length), whole.slice(200)],
		['c', 1, ACK, at(request.length), 101],
		['s', 300, ACK, 101, at(request.length), whole.slice(100, 200)],
		['c', 1, ACK, at(request.length), at(whole.length)]
	]),
	'only the head of a page': stream(80, [
		...handshake,
		['c', 1, PSH, 1, 1, request.replace('GET', 'HEAD')],
		['s', 1, PSH, 1, at(request.length) + 1, head],
		['c', 1, ACK, at(request.length) + 1, at(head.length)]
	]),
	'a page on a port of its own': stream(9999, [
		...handshake,
		['c', 1, PSH, 1, 1, request],
		['s', 1, ACK, 1, at(request.length), whole.slice(0, 100)],
		['s', 1, PSH, 101, at(request.length), whole.slice(100)]
	]),
	'the same ports again': [
		...stream(9999, handshake),
		...stream(
			9999,
			handshake.map(([who, after, flags, seq, ack]): Line => [
				who,
				after,
				flags,
				seq + 5000,
				ack === 0 ? 0 : ack + 5000
			])
		).map(({ time, bytes }) => ({ time: time + 60e9, bytes }))
	]
};
