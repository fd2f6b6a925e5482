/**
 * What the frames of one capture tell of each other, in the order in which they were captured: streams of TCP and UDP with their
 * first sequence numbers and window scales, and which reply belongs to which echo request. The rules are Wireshark's
 * (epan/dissectors/packet-tcp.c, packet-icmp.c), so that the numbers are those that it shows.
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
import { checkTcp, TCP_ACK, TCP_HEADER_LENGTH, TCP_SYN, tcpAck, tcpFlags, tcpHeaderLength, tcpSeq } from '../tcp.ts';
import { readTcpOptions } from '../tcp-options.ts';
import { checkUdp, UDP_HEADER_LENGTH, udpDestinationPort, udpSourcePort } from '../udp.ts';
import { checkVxlan, VXLAN_HEADER_LENGTH, VXLAN_PORT } from '../vxlan.ts';
import { ALONE, NO_SCALING, SCALE_UNKNOWN, type Context, type Stream } from './protocol.ts';

/** Bytes behind the IPv4 header that an ICMP error quotes at least (RFC 792). */
const QUOTED_LENGTH = 8;

/** One direction of a TCP stream. */
interface Side {
	/** -1: nothing was seen yet. */
	base: number;
	scale: number;
}

interface Conversation {
	protocol: 'tcp' | 'udp';
	index: number;
	/** Who sent its first frame: "10.0.0.1:40000". */
	first: string;
	sides: [Side, Side];
}

/** Of one frame: the conversation, and which side sent it. */
interface Seen {
	conversation: Conversation;
	side: 0 | 1;
}

const INITIAL = 256;

const NONE: readonly Seen[] = [];

function streamOf({ conversation, side }: Seen): Stream {
	const own = conversation.sides[side];
	const peer = conversation.sides[1 - side];
	const base = Math.max(0, own.base);
	const scale = own.scale === SCALE_UNKNOWN && peer.scale === NO_SCALING ? NO_SCALING : own.scale;
	return { index: conversation.index, base, peerBase: Math.max(0, peer.base), scale };
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

	/** The next frame. */
	add(b: Uint8Array, length = b.length): void {
		const place = this.count++;
		if (place === this.#answers.length) {
			const wider = new Int32Array(place * 2);
			wider.set(this.#answers);
			this.#answers = wider;
		}
		this.#look(b, 0, length, place);
	}

	/** Of frame `place`, counted from 0: as far as the frames up to now tell. */
	context(place: number): Context {
		if (place >= this.count) return ALONE;
		const quoted = this.#quoted.get(place);
		return {
			streams: (this.#seen[place] ?? NONE).map(streamOf),
			quoted: quoted === undefined ? null : streamOf(quoted),
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
		if (protocol === PROTOCOL_TCP && checkTcp(b, at, end)) this.#tcp(b, ip, at, place);
		else if (protocol === PROTOCOL_ICMP && checkIcmp(b, at, end)) this.#icmp(b, ip, at, end, place);
		else if (protocol === PROTOCOL_UDP && checkUdp(b, at, end)) {
			this.#note(place, this.#find('udp', b, ip, at));
			const inner = at + UDP_HEADER_LENGTH;
			// What a tunnel carries is what the list tells of.
			if (udpDestinationPort(b, at) === VXLAN_PORT && checkVxlan(b, inner, end))
				this.#look(b, inner + VXLAN_HEADER_LENGTH, end, place);
		}
	}

	#note(place: number, seen: Seen): void {
		this.#seen[place] = [...(this.#seen[place] ?? NONE), seen];
	}

	#find(protocol: 'tcp' | 'udp', b: Uint8Array, ip: number, at: number, anew = false): Seen {
		// Ports stand at the same place in both headers.
		const source = `${ipv4Source(b, ip)}:${udpSourcePort(b, at)}`;
		const destination = `${ipv4Destination(b, ip)}:${udpDestinationPort(b, at)}`;
		const key = protocol + (source < destination ? `${source} ${destination}` : `${destination} ${source}`);
		let conversation = this.#current.get(key);
		if (conversation === undefined || anew) {
			const side = (): Side => ({ base: -1, scale: SCALE_UNKNOWN });
			conversation = { protocol, index: this.#streams[protocol]++, first: source, sides: [side(), side()] };
			this.#current.set(key, conversation);
		}
		return { conversation, side: conversation.first === source ? 0 : 1 };
	}

	#tcp(b: Uint8Array, ip: number, at: number, place: number): void {
		const flags = tcpFlags(b, at);
		const seq = tcpSeq(b, at);
		const syn = (flags & TCP_SYN) !== 0;
		let seen = this.#find('tcp', b, ip, at);
		const before = seen.conversation.sides[seen.side];
		// Another connection between the same ports.
		if (syn && (flags & TCP_ACK) === 0 && before.base >= 0 && before.base !== seq)
			seen = this.#find('tcp', b, ip, at, true);
		this.#note(place, seen);
		const own = seen.conversation.sides[seen.side];
		const peer = seen.conversation.sides[1 - seen.side];
		if (own.base < 0) own.base = syn ? seq : (seq - 1) >>> 0;
		if (peer.base < 0 && (flags & TCP_ACK) !== 0) peer.base = (tcpAck(b, at) - 1) >>> 0;
		if (!syn) return;
		const { windowScale } = readTcpOptions(b, at + TCP_HEADER_LENGTH, at + tcpHeaderLength(b, at));
		own.scale = windowScale < 0 ? NO_SCALING : Math.min(14, windowScale);
		// Both must offer it (RFC 7323, 2.2).
		if ((flags & TCP_ACK) !== 0 && (own.scale === NO_SCALING || peer.scale === NO_SCALING))
			own.scale = peer.scale = NO_SCALING;
	}

	/** A packet that an error is about is of a conversation, too. @param ip Of the quoted header. */
	#error(b: Uint8Array, ip: number, end: number, place: number): void {
		if (end - ip < MIN_HEADER_LENGTH || ipv4Version(b, ip) !== 4 || isIpv4Fragment(b, ip)) return;
		const at = ip + ipv4HeaderLength(b, ip);
		if (at < ip + MIN_HEADER_LENGTH || end - at < QUOTED_LENGTH) return;
		const protocol = ipv4Protocol(b, ip);
		if (protocol !== PROTOCOL_TCP && protocol !== PROTOCOL_UDP) return;
		this.#quoted.set(place, this.#find(protocol === PROTOCOL_TCP ? 'tcp' : 'udp', b, ip, at));
	}

	#icmp(b: Uint8Array, ip: number, at: number, end: number, place: number): void {
		const type = icmpType(b, at);
		if (isIcmpError(type)) this.#error(b, at + ICMP_HEADER_LENGTH, end, place);
		if (type !== ICMP_ECHO && type !== ICMP_ECHO_REPLY) return;
		const ends = [ipv4Source(b, ip), ipv4Destination(b, ip)].sort((x, y) => x - y).map(formatIpv4);
		// In a tunnel it is another conversation.
		const tunnels = this.#seen[place]?.length ?? 0;
		const key = `${tunnels} ${ends.join(' ')} ${icmpId(b, at)} ${icmpSequence(b, at)} ${end - at}`;
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
