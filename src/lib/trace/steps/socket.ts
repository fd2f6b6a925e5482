/** Sockets: where packets meet programs (net/ipv4/udp.c, ping.c). TCP's own steps are in `tcp.ts`. */
import { formatIpv4 } from '../../net/text.ts';
import { PROTOCOL_ICMP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { fill, sentenceOf } from '../fill.ts';
import { socketKey } from '../keys.ts';
import { bytesTerm, endpoint, errnoTerm, programTerm, protocolTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import { dropReasons } from './drop-reasons.ts';
import type { Errno } from './types.ts';

const text = {
	found: '{node} looks for a socket at {protocol} port {port}: {program} has it.',
	missing: '{node} looks for a socket at {protocol} port {port}, and there is none.',
	foundPing: '{node} looks for a ping with identifier {port}: {program} waits for it.',
	missingPing: '{node} looks for a ping with identifier {port}, and there is none.',
	send: '{node} sends {bytes} by {protocol} from {source} to {destination}.',
	sendPing: '{node} sends a ping with {bytes} of data from {source} to {destination}.',
	receive: '{bytes} by {protocol} from {source} reach {program}.',
	receiveOne: '1 byte by {protocol} from {source} reaches {program}.',
	receiveNone: 'An empty datagram by {protocol} from {source} reaches {program}.',
	receivePing: 'The answer of {source} reaches {program}, with {bytes} of data.',
	packet: '{program} on {node} takes a copy of the frame at {dev} with a packet socket.',
	error: '{program} on {node} is told {errno}: {meaning}.',
	errorBy: '{program} on {node} is told {errno}: {meaning}, because of a message from {address}.',
	timedOut: '{program} on {node} is told {errno}: {address} has not answered in time.'
};

/** What an error means to the program that gets it. */
const errnoMeanings: Record<Errno, string> = {
	ENETUNREACH: 'there is no route to that network',
	EHOSTUNREACH: 'the host cannot be reached',
	EACCES: 'somebody on the way has prohibited it',
	EINVAL: 'what was asked for makes no sense',
	ECONNREFUSED: 'nobody listens at that port',
	ETIMEDOUT: 'no answer came in time',
	ECONNRESET: 'the other side broke the connection off',
	EMSGSIZE: 'the message is too long to be sent in one piece',
	EADDRINUSE: 'the port is taken',
	EPROTO: 'the other side does not speak this protocol',
	ENOENT: 'there is no such thing',
	EAGAIN: 'not now, try again',
	ENETDOWN: 'the interface is down',
	ENOBUFS: 'there is no room for what it takes',
	EPIPE: 'the connection is closed already',
	EPERM: 'a rule of netfilter does not let it out'
};

export const socketViews: StepViews<
	'socket-lookup' | 'socket-send' | 'socket-receive' | 'socket-error' | 'packet-socket'
> = {
	'socket-lookup': {
		title: ({ found }) => (found ? 'Socket found' : 'No socket there'),
		sentence: ({ protocol, port, found, owner }, at) => {
			const ping = protocol === PROTOCOL_ICMP;
			const template = found ? (ping ? text.foundPing : text.found) : ping ? text.missingPing : text.missing;
			const program = programTerm(owner, at);
			return sentenceOf(fill(template, { node: at.node, protocol: protocolTerm(protocol), port, program }));
		},
		paragraph: ({ found, protocol }) => {
			if (found || protocol === PROTOCOL_ICMP)
				return 'A socket is an end of a conversation, named by protocol, address and port. A socket that is bound to no address takes packets for any address of the machine; one that is connected takes packets of its peer only.';
			return dropReasons[protocolTerm(protocol) === 'TCP' ? 'tcp-no-socket' : 'udp-no-socket'].why;
		},
		source: 'net/ipv4/udp.c, __udp4_lib_lookup; net/ipv4/inet_hashtables.c, __inet_lookup',
		// Bound to this address or to any.
		marks: ({ protocol, address, port, peer, peerPort }) =>
			[address, 0].map((local) => ({
				table: 'sockets',
				key: socketKey(protocol, local, port, peer, peerPort),
				access: 'read'
			}))
	},
	'socket-send': {
		title: 'Program sends',
		sentence: ({ protocol, source, sourcePort, destination, destinationPort, length }, at) =>
			sentenceOf(
				fill(protocol === PROTOCOL_ICMP ? text.sendPing : text.send, {
					node: at.node,
					bytes: bytesTerm(length),
					protocol: protocolTerm(protocol),
					source: protocol === PROTOCOL_ICMP ? formatIpv4(source) : endpoint(source, sourcePort),
					destination: protocol === PROTOCOL_ICMP ? formatIpv4(destination) : endpoint(destination, destinationPort)
				})
			),
		paragraph:
			'A program hands data to its socket; the kernel puts the headers in front. The source port says which socket the answer belongs to.',
		source: 'net/ipv4/udp.c, udp_sendmsg; net/ipv4/ping.c, ping_v4_sendmsg',
		marks: ({ protocol, source, sourcePort, destination, destinationPort }) => [
			{
				table: 'sockets',
				key: socketKey(protocol, source, sourcePort, destination, destinationPort),
				access: 'read'
			},
			{ table: 'sockets', key: socketKey(protocol, source, sourcePort, 0, 0), access: 'read' },
			{ table: 'sockets', key: socketKey(protocol, 0, sourcePort, 0, 0), access: 'read' }
		]
	},
	'socket-receive': {
		title: 'Program receives',
		sentence: ({ protocol, length, owner, source, sourcePort }, at) => {
			const ping = protocol === PROTOCOL_ICMP;
			const template = ping
				? text.receivePing
				: length === 0 && protocol === PROTOCOL_UDP
					? text.receiveNone
					: length === 1
						? text.receiveOne
						: text.receive;
			return sentenceOf(
				fill(template, {
					bytes: bytesTerm(length),
					protocol: protocolTerm(protocol),
					source: ping ? formatIpv4(source) : endpoint(source, sourcePort),
					program: programTerm(owner, at)
				})
			);
		},
		paragraph: 'The headers are gone: a program sees the data only, and from whom it came.',
		source: 'net/ipv4/udp.c, udp_queue_rcv_skb; net/ipv4/tcp_input.c, tcp_data_queue'
	},
	'packet-socket': {
		title: 'Packet socket sees it',
		sentence: ({ owner, dev }, at) =>
			sentenceOf(fill(text.packet, { node: at.node, dev, program: programTerm(owner, at) })),
		paragraph:
			'A packet socket takes frames from the interface itself, before the kernel asks whether their address is its own. That is how a DHCP client hears the answer before it has an address, and how tcpdump sees everything.',
		source: 'net/packet/af_packet.c, packet_rcv'
	},
	'socket-error': {
		title: ({ errno }) => `Error ${errno}`,
		sentence: ({ errno, owner, address }, at) =>
			sentenceOf(
				fill(address === 0 ? text.error : errno === 'ETIMEDOUT' ? text.timedOut : text.errorBy, {
					node: at.node,
					program: programTerm(owner, at, 'A program'),
					errno: errnoTerm(errno),
					meaning: errnoMeanings[errno],
					address: formatIpv4(address)
				})
			),
		paragraph:
			'Errors come back to the program as numbers, when it sends or reads the next time. That is where "Connection refused" and "No route to host" come from.',
		source: 'net/ipv4/icmp.c, icmp_unreach; net/ipv4/udp.c, __udp4_lib_err'
	}
};
