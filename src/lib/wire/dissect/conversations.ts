/**
 * What the frames of one capture tell of each other, in the order in which they were captured: streams of TCP and UDP with their
 * first sequence numbers and window scales, what a segment is among those before it, and which reply belongs to which echo request. The rules
 * are Wireshark's (epan/dissectors/packet-tcp.c, packet-icmp.c), so that the numbers are those that it shows. A list of several links has a
 * frame on each that it crosses: there it is followed link by link, as Wireshark does with "conversation deinterlacing".
 */
import { formatIpv4 } from '../../net/ipv4.ts';
import { ETHERTYPE_IPV4, etherType, HEADER_LENGTH } from '../ethernet.ts';
import {
	checkIcmp,
	ICMP_ECHO,
	ICMP_ECHO_REPLY,
	ICMP_HEADER_LENGTH,
	icmpId,
	icmpSequence,
	icmpType,
	isIcmpError
} from '../icmp.ts';
import {
	checkIpv4,
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Protocol,
	ipv4Source,
	ipv4TotalLength,
	ipv4Version,
	MIN_HEADER_LENGTH,
	isIpv4Fragment,
	PROTOCOL_ICMP,
	PROTOCOL_TCP,
	PROTOCOL_UDP
} from '../ipv4.ts';
import { u32 } from '../bytes.ts';
import {
	checkTcp,
	TCP_ACK,
	TCP_FIN,
	TCP_HEADER_LENGTH,
	TCP_RST,
	TCP_SYN,
	tcpAck,
	tcpDestinationPort,
	tcpFlags,
	tcpHeaderLength,
	tcpSeq,
	tcpSourcePort,
	tcpWindow
} from '../tcp.ts';
import { eachTcpOption, readTcpOptions, SACK } from '../tcp-options.ts';
import { checkUdp, UDP_HEADER_LENGTH, udpDestinationPort, udpSourcePort } from '../udp.ts';
import { checkVxlan, VXLAN_HEADER_LENGTH, VXLAN_PORT } from '../vxlan.ts';
import {
	ALONE,
	COMPLETE_ACK,
	COMPLETE_DATA,
	COMPLETE_FIN,
	COMPLETE_RST,
	COMPLETE_SYN,
	COMPLETE_SYN_ACK,
	NO_SCALING,
	SCALE_UNKNOWN,
	type Context,
	type ReadHere,
	type Stream
} from './protocol.ts';
import { HTTP_PORT, looksLikeHttpLine } from '../http.ts';
import { registry } from './registry.ts';
import { analyse, newFlow, REUSED_PORTS, type Segment, type TcpFlow, type TcpNotes } from './tcp-analysis.ts';
import { joinPieces, newReader, readSegment, type Reading, type StreamReader } from './tcp-reading.ts';

/** Bytes behind the IPv4 header that an ICMP error quotes at least (RFC 792). */
const QUOTED_LENGTH = 8;

/** What one place of capture has seen of a stream. */
interface Track {
	/** Of whoever spoke first in the conversation, and of the other side. */
	flows: [TcpFlow, TcpFlow];
	/** ns, of the first frame and of the last one. */
	first: number;
	last: number;
	/** Number of the first frame. */
	firstFrame: number;
	/** See `Stream`; and the bits of the first frame, which count for those after it. */
	completeness: number;
	firstBits: number;
	/** ns, of the last SYN; 0: none. */
	synTime: number;
	roundTrip: number;
	/** Of each side's data; made when there is some. */
	readers: [StreamReader | null, StreamReader | null];
	/** What its protocol wants to know of the message before. */
	remembered: string;
	/** Port of the protocol that its first data looked like, where its own ports name none; 0: not known. */
	guessed: number;
}

interface Conversation {
	protocol: 'tcp' | 'udp';
	index: number;
	/** Who sent its first frame: "10.0.0.1:40000". */
	first: string;
	/** Its ports were those of another one before. */
	reused: boolean;
	/** By place of capture. */
	tracks: Map<number, Track>;
}

/** Of one header of one frame. */
interface Seen {
	conversation: Conversation;
	track: Track;
	/** Which side sent it. */
	side: 0 | 1;
	frame: number;
	sinceFirst: number;
	sinceBefore: number;
	notes: TcpNotes | null;
	reading: Reading | null;
}

/** When and where a frame was seen. */
export interface Caught {
	/** ns */
	time: number;
	/** Place of capture, such as a link: what crosses several is a stream of its own at each. */
	place: number;
}

type FrameOf = (place: number) => Uint8Array;

const INITIAL = 256;

const NONE: readonly Seen[] = [];

function readHere({ messages, waits, of, plain, port }: Reading, frameOf: FrameOf): ReadHere {
	return {
		messages: messages.map((pieces) => ({
			joined: pieces.length === 1 ? null : joinPieces(pieces, frameOf),
			from: pieces.length === 1 ? pieces[0].from : 0,
			to: pieces.length === 1 ? pieces[0].to : pieces.reduce((sum, { from, to }) => sum + to - from, 0),
			frames: pieces.map(({ place }) => place + 1)
		})),
		waits,
		readIn: of?.whole ?? 0,
		plain,
		port
	};
}

function streamOf(seen: Seen, frameOf: FrameOf): Stream {
	const { conversation, track, side, frame, sinceFirst, sinceBefore, notes, reading } = seen;
	const own = track.flows[side];
	const peer = track.flows[1 - side];
	const scale = own.scale === SCALE_UNKNOWN && peer.scale === NO_SCALING ? NO_SCALING : own.scale;
	return {
		index: conversation.index,
		sinceFirst,
		sinceBefore,
		base: Math.max(0, own.base),
		peerBase: Math.max(0, peer.base),
		scale,
		completeness: frame === track.firstFrame ? track.completeness : track.completeness | track.firstBits,
		roundTrip: track.roundTrip,
		notes,
		reading: reading === null ? null : readHere(reading, frameOf)
	};
}

function newTrack(time: number, frame: number): Track {
	return {
		flows: [newFlow(), newFlow()],
		first: time,
		last: time,
		firstFrame: frame,
		completeness: 0,
		firstBits: 0,
		synTime: 0,
		roundTrip: 0,
		readers: [null, null],
		remembered: '',
		guessed: 0
	};
}

/** What a segment adds to the completeness of its connection. */
function seenBits(flags: number, length: number): number {
	const opening = flags & (TCP_SYN | TCP_ACK);
	let bits = 0;
	if (opening === (TCP_SYN | TCP_ACK)) bits |= COMPLETE_SYN_ACK;
	if (opening === TCP_ACK) bits |= length > 0 ? COMPLETE_DATA : COMPLETE_ACK;
	if ((flags & (TCP_FIN | TCP_ACK)) === (TCP_FIN | TCP_ACK)) bits |= COMPLETE_FIN;
	if ((flags & TCP_RST) !== 0) bits |= COMPLETE_RST;
	return bits;
}

/** Ranges of SACK that are looked at, of the four that there can be. */
const SACK_RANGES = 3;

/** Bytes that a segment says by SACK to have out of order. */
function sackedBytes(b: Uint8Array, at: number, end: number): number {
	let sum = 0;
	eachTcpOption(b, at, end, (kind, place, length) => {
		if (kind !== SACK) return;
		const last = Math.min(place + length, place + 2 + 8 * SACK_RANGES);
		for (let edge = place + 2; edge + 8 <= last; edge += 8) sum += (u32(b, edge + 4) - u32(b, edge)) >>> 0;
	});
	return sum;
}

export class Conversations {
	/** Frames so far. */
	count = 0;
	/** Outermost first. */
	#seen: (Seen[] | undefined)[] = [];
	/** Of the packets that ICMP errors are about. */
	#quoted = new Map<number, Seen>();
	/** Number of the frame that answers or asked, from 1. */
	#answers = new Int32Array(INITIAL);
	#current = new Map<string, Conversation>();
	#streams = { tcp: 0, udp: 0 };
	/** Echo requests without a reply so far: their frames' numbers. */
	#asked = new Map<string, number>();
	#caught: Caught = { time: 0, place: 0 };
	readonly #frameOf: FrameOf;

	/** @param frameOf The bytes of the frame that was added how manieth, from 0. */
	constructor(frameOf: FrameOf) {
		this.#frameOf = frameOf;
	}

	/** The next frame. */
	add(b: Uint8Array, caught: Caught): void {
		this.#caught = caught;
		const place = this.count++;
		if (place === this.#answers.length) {
			const wider = new Int32Array(place * 2);
			wider.set(this.#answers);
			this.#answers = wider;
		}
		this.#look(b, 0, b.length, place);
	}

	/** Of frame `place`, counted from 0: as far as the frames up to now tell. */
	context(place: number): Context {
		if (place >= this.count) return ALONE;
		const quoted = this.#quoted.get(place);
		return {
			streams: (this.#seen[place] ?? NONE).map((seen) => streamOf(seen, this.#frameOf)),
			quoted: quoted === undefined ? null : streamOf(quoted, this.#frameOf),
			answer: this.#answers[place]
		};
	}

	/** The conversation of frame `place`, and whether its first sender sent this frame too; undefined: it has none. */
	of(place: number): { protocol: 'tcp' | 'udp'; index: number; first: boolean } | undefined {
		const seen = this.#seen[place]?.at(-1);
		return seen && { protocol: seen.conversation.protocol, index: seen.conversation.index, first: seen.side === 0 };
	}

	/** @param from Of the Ethernet header. */
	#look(b: Uint8Array, from: number, length: number, place: number): void {
		const ip = from + HEADER_LENGTH;
		if (length < ip || etherType(b, from) !== ETHERTYPE_IPV4 || !checkIpv4(b, ip, length) || isIpv4Fragment(b, ip))
			return;
		const at = ip + ipv4HeaderLength(b, ip);
		const end = ip + ipv4TotalLength(b, ip);
		const protocol = ipv4Protocol(b, ip);
		if (protocol === PROTOCOL_TCP && checkTcp(b, at, end)) this.#tcp(b, ip, at, end, place);
		else if (protocol === PROTOCOL_ICMP && checkIcmp(b, at, end)) this.#icmp(b, ip, at, end, place);
		else if (protocol === PROTOCOL_UDP && checkUdp(b, at, end)) {
			const seen = this.#find('udp', b, ip, at);
			seen.track.last = this.#caught.time;
			this.#note(place, seen);
			const inner = at + UDP_HEADER_LENGTH;
			// What a tunnel carries is what the list tells of.
			if (udpDestinationPort(b, at) === VXLAN_PORT && checkVxlan(b, inner, end))
				this.#look(b, inner + VXLAN_HEADER_LENGTH, end, place);
		}
	}

	#note(place: number, seen: Seen): void {
		this.#seen[place] = [...(this.#seen[place] ?? NONE), seen];
	}

	/** @param anew A connection begins that is another than the one before between these ports. */
	#find(protocol: 'tcp' | 'udp', b: Uint8Array, ip: number, at: number, anew = false): Seen {
		// Ports stand at the same place in both headers.
		const source = `${ipv4Source(b, ip)}:${udpSourcePort(b, at)}`;
		const destination = `${ipv4Destination(b, ip)}:${udpDestinationPort(b, at)}`;
		const key = protocol + (source < destination ? `${source} ${destination}` : `${destination} ${source}`);
		const { time, place } = this.#caught;
		let conversation = this.#current.get(key);
		if (conversation === undefined || anew) {
			conversation = { protocol, index: this.#streams[protocol]++, first: source, reused: anew, tracks: new Map() };
			this.#current.set(key, conversation);
		}
		let track = conversation.tracks.get(place);
		if (track === undefined) {
			track = newTrack(time, this.count);
			conversation.tracks.set(place, track);
		}
		const side = conversation.first === source ? 0 : 1;
		const sinceFirst = time - track.first;
		return {
			conversation,
			track,
			side,
			frame: this.count,
			sinceFirst,
			sinceBefore: time - track.last,
			notes: null,
			reading: null
		};
	}

	#tcp(b: Uint8Array, ip: number, at: number, end: number, place: number): void {
		const header = tcpHeaderLength(b, at);
		const length = end - at - header;
		const segment: Segment = {
			number: this.count,
			time: this.#caught.time,
			seq: tcpSeq(b, at),
			ack: tcpAck(b, at),
			length,
			flags: tcpFlags(b, at),
			window: tcpWindow(b, at)
		};
		const { flags, seq } = segment;
		const opening = flags & (TCP_SYN | TCP_ACK);
		let seen = this.#find('tcp', b, ip, at);
		const before = seen.track.flows[seen.side];
		let signs = 0;
		if (before.base >= 0 && opening === TCP_SYN) {
			if (before.base !== seq) {
				signs = REUSED_PORTS;
				seen = this.#find('tcp', b, ip, at, true);
			} else {
				// A reset may have had the number that was acknowledged.
				before.next = before.highest;
				signs = -1;
			}
		} else if (before.base >= 0 && opening === (TCP_SYN | TCP_ACK) && before.base !== seq) {
			signs = REUSED_PORTS;
			before.base = seq;
		} else if (before.base < 0 && opening === TCP_SYN && seen.conversation.reused) signs = REUSED_PORTS;
		const { track, side } = seen;
		const own = track.flows[side];
		const peer = track.flows[1 - side];
		own.sacked = 0;
		track.last = segment.time;
		this.#note(place, seen);
		if (own.base < 0) own.base = (flags & TCP_SYN) !== 0 ? seq : (seq - 1) >>> 0;
		if (peer.base < 0 && (flags & TCP_ACK) !== 0) peer.base = (segment.ack - 1) >>> 0;
		seen.notes = analyse(own, peer, segment, signs, track.roundTrip);
		this.#complete(seen, segment);
		if (length > 0 || (flags & TCP_FIN) !== 0) this.#read(seen, segment, b, at, end);
		if ((flags & TCP_SYN) !== 0) {
			if (opening === TCP_SYN) track.synTime = segment.time;
			own.opening = true;
		} else if (opening === TCP_ACK) {
			if (track.synTime !== 0 && track.roundTrip === 0) track.roundTrip = segment.time - track.synTime;
			own.opening = false;
		}
		own.sacked = sackedBytes(b, at + TCP_HEADER_LENGTH, at + header);
		if ((flags & TCP_SYN) === 0) return;
		const { windowScale } = readTcpOptions(b, at + TCP_HEADER_LENGTH, at + header);
		own.scale = windowScale < 0 ? NO_SCALING : Math.min(14, windowScale);
		// Both must offer it (RFC 7323, 2.2).
		if ((flags & TCP_ACK) !== 0 && (own.scale === NO_SCALING || peer.scale === NO_SCALING))
			own.scale = peer.scale = NO_SCALING;
	}

	/** What of the segment's data is read in this frame. */
	#read(seen: Seen, { seq, flags, number }: Segment, b: Uint8Array, at: number, end: number): void {
		const { track, side } = seen;
		if ((flags & TCP_RST) !== 0) return;
		const { tcpPort } = registry;
		const named = tcpPort[tcpDestinationPort(b, at)] ?? tcpPort[tcpSourcePort(b, at)];
		if (named === undefined && track.guessed === 0 && looksLikeHttpLine(b, at + tcpHeaderLength(b, at), end))
			track.guessed = HTTP_PORT;
		const protocol = named ?? tcpPort[track.guessed];
		const signs = seen.notes?.signs ?? 0;
		const arrival = {
			place: number - 1,
			number,
			from: at + tcpHeaderLength(b, at),
			to: end,
			seq: (seq - track.flows[side].base + ((flags & TCP_SYN) === 0 ? 0 : 1)) >>> 0,
			fin: (flags & TCP_FIN) !== 0,
			signs
		};
		track.readers[side] ??= newReader();
		const reading = readSegment(
			track.readers[side],
			arrival,
			protocol?.extent === undefined
				? null
				: (bytes, from, to, ended) => {
						const extent = protocol.extent!(bytes, from, to, ended, track.remembered);
						if ('remember' in extent && extent.remember !== undefined) track.remembered = extent.remember;
						return extent;
					},
			this.#frameOf
		);
		if (reading !== null) seen.reading = named === undefined ? { ...reading, port: track.guessed } : reading;
	}

	#complete({ track, conversation, frame }: Seen, { flags, length }: Segment): void {
		const bits = seenBits(flags, length);
		if (frame !== track.firstFrame) {
			track.completeness |= bits;
			return;
		}
		track.firstBits = bits;
		if ((flags & (TCP_SYN | TCP_ACK)) !== TCP_SYN && !conversation.reused) return;
		track.completeness |= COMPLETE_SYN | (length > 0 && !conversation.reused ? COMPLETE_DATA : 0);
	}

	/** A packet that an error is about is of a conversation, too. @param ip Of the quoted header. */
	#error(b: Uint8Array, ip: number, end: number, place: number): void {
		if (end - ip < MIN_HEADER_LENGTH || ipv4Version(b, ip) !== 4 || isIpv4Fragment(b, ip)) return;
		const at = ip + ipv4HeaderLength(b, ip);
		if (at < ip + MIN_HEADER_LENGTH || end - at < QUOTED_LENGTH) return;
		const protocol = ipv4Protocol(b, ip);
		if (protocol !== PROTOCOL_TCP && protocol !== PROTOCOL_UDP) return;
		const seen = this.#find(protocol === PROTOCOL_TCP ? 'tcp' : 'udp', b, ip, at);
		if (protocol === PROTOCOL_TCP) seen.track.last = this.#caught.time;
		this.#quoted.set(place, seen);
	}

	#icmp(b: Uint8Array, ip: number, at: number, end: number, place: number): void {
		const type = icmpType(b, at);
		if (isIcmpError(type)) this.#error(b, at + ICMP_HEADER_LENGTH, end, place);
		if (type !== ICMP_ECHO && type !== ICMP_ECHO_REPLY) return;
		const ends = [ipv4Source(b, ip), ipv4Destination(b, ip)].sort((x, y) => x - y).map(formatIpv4);
		// In a tunnel it is another conversation.
		const tunnels = this.#seen[place]?.length ?? 0;
		const key = `${this.#caught.place} ${tunnels} ${ends.join(' ')} ${icmpId(b, at)} ${icmpSequence(b, at)} ${end - at}`;
		if (type === ICMP_ECHO) {
			this.#asked.set(key, place);
			return;
		}
		const asked = this.#asked.get(key);
		if (asked === undefined) return;
		this.#asked.delete(key);
		this.#answers[asked] = place + 1;
		this.#answers[place] = asked + 1;
	}
}
