/** `-j TCPMSS`: lowers the segment size that a SYN offers, so that segments fit on the way (net/netfilter/xt_TCPMSS.c). */
import { u16, setU16 } from '../../../wire/bytes.ts';
import {
	ipv4Destination,
	ipv4Source,
	ipv4TotalLength,
	MIN_HEADER_LENGTH,
	PROTOCOL_TCP,
	setIpv4TotalLength,
	updateIpv4Checksum
} from '../../../wire/ipv4.ts';
import { tcpHeaderLength, updateTcpChecksum } from '../../../wire/tcp.ts';
import { mtuTo, routeOutput } from '../../ip/route.ts';
import { L3 } from '../../packet.ts';
import { type ActionParam, readHeader } from '../action-param.ts';
import { RuleError, type Target } from '../extension.ts';
import { matches } from '../matches/registry.ts';
import { asksForSyn, tcp } from '../matches/tcp.ts';
import { numberOf } from '../language/values.ts';
import { noteChange } from '../note-change.ts';
import type { ExtensionData } from '../rule.ts';

interface TcpMss extends ExtensionData {
	/** 0: not given; -1: what fits on the way. */
	mss: number;
}

const CLAMP = -1;
const TCP_HEADER = 20;
const OPTION_MSS = 2;
const OPTION_LENGTH = 4;
/** TCP's default where no option says otherwise (RFC 9293 3.7.1). */
const DEFAULT_MSS = 536;
const LONGEST_TCP_HEADER = 60;

/** The smaller MTU of the way there and the way back, without headers; 0: nothing fits. */
function fitting(at: ActionParam): number {
	const { k, ns, packet } = at;
	const there = mtuTo(ns, packet.route, ipv4Destination(packet.bytes, L3), k.now);
	const source = ipv4Source(packet.bytes, L3);
	const back = mtuTo(ns, routeOutput(ns, source, 0).route, source, k.now);
	return Math.max(0, Math.min(there, back) - MIN_HEADER_LENGTH - TCP_HEADER);
}

/** Place of the option's value, -1: there is none. */
function findMss(bytes: Uint8Array, at: number, end: number): number {
	for (let i = at + TCP_HEADER; i <= end - OPTION_LENGTH;) {
		if (bytes[i] === OPTION_MSS && bytes[i + 1] === OPTION_LENGTH) return i + 2;
		i += bytes[i] < 2 ? 1 : bytes[i + 1] || 1;
	}
	return -1;
}

/** Makes room for the option right behind the fixed header. */
function insert(at: ActionParam, mss: number): void {
	const { packet, l4 } = at;
	const grown = new Uint8Array(Math.max(packet.bytes.length, packet.length + OPTION_LENGTH));
	const options = l4 + TCP_HEADER;
	grown.set(packet.bytes.subarray(0, options));
	grown.set([OPTION_MSS, OPTION_LENGTH], options);
	setU16(grown, options + 2, mss);
	grown.set(packet.bytes.subarray(options, packet.length), options + OPTION_LENGTH);
	packet.bytes = grown;
	packet.length += OPTION_LENGTH;
	grown[l4 + 12] += (OPTION_LENGTH / 4) << 4;
	setIpv4TotalLength(grown, L3, ipv4TotalLength(grown, L3) + OPTION_LENGTH);
	updateIpv4Checksum(grown, L3);
}

function sum({ packet, l4 }: ActionParam): void {
	const { bytes } = packet;
	updateTcpChecksum(bytes, l4, packet.length - l4, ipv4Source(bytes, L3), ipv4Destination(bytes, L3));
}

export const tcpmss: Target<TcpMss> = {
	name: 'TCPMSS',
	create: () => ({ mss: 0 }),
	options: {
		'set-mss': { words: 1, read: (data, [word]) => void (data.mss = numberOf(word, 65495)) },
		'clamp-mss-to-pmtu': { words: 0, read: (data) => void (data.mss = CLAMP) }
	},
	check: ({ mss }, rule, { hooks }) => {
		if (mss === 0) throw new RuleError('-j TCPMSS needs --set-mss or --clamp-mss-to-pmtu');
		const syn = rule.matches.some((data) => matches[data.op].name === tcp.name && asksForSyn(data));
		if (rule.protocol !== PROTOCOL_TCP || rule.notProtocol || !syn)
			throw new RuleError('-j TCPMSS is for SYN segments only', 'write -p tcp --syn');
		const wrong = hooks.find((hook) => hook === 'PREROUTING' || hook === 'INPUT');
		if (mss === CLAMP && wrong !== undefined)
			throw new RuleError(`the MTU of the way is not known in ${wrong}`, 'use FORWARD, OUTPUT or POSTROUTING');
	},
	print: ({ mss }) => (mss === CLAMP ? '--clamp-mss-to-pmtu' : `--set-mss ${mss}`),
	apply: (data, at) => {
		if (at.fragmentOffset !== 0) return 'CONTINUE';
		const { packet, l4 } = at;
		const header = tcpHeaderLength(packet.bytes, l4);
		if (packet.length - l4 < header || header < TCP_HEADER) return 'DROP';
		const mss = data.mss === CLAMP ? fitting(at) : data.mss;
		if (mss === 0) return 'DROP';
		const place = findMss(packet.bytes, l4, l4 + header);
		if (place >= 0) {
			const old = u16(packet.bytes, place);
			// Raising it would be a promise in somebody else's name.
			if (old <= mss) return 'CONTINUE';
			setU16(packet.bytes, place, mss);
			sum(at);
			noteChange(at, 'TCPMSS', 'MSS', String(old), String(mss));
			return 'CONTINUE';
		}
		if (packet.length - l4 > header || header >= LONGEST_TCP_HEADER) return 'CONTINUE';
		insert(at, Math.min(mss, DEFAULT_MSS));
		readHeader(at);
		sum(at);
		noteChange(at, 'TCPMSS', 'MSS', 'none', String(Math.min(mss, DEFAULT_MSS)));
		return 'CONTINUE';
	}
};
