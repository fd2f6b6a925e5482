/** A TCP reset in the name of whoever a segment was for (net/ipv4/netfilter/nf_reject_ipv4.c, nf_send_reset). */
import { FLAG_DF, ipv4Destination, ipv4Source, MIN_HEADER_LENGTH, PROTOCOL_TCP, writeIpv4 } from '../../wire/ipv4.ts';
import {
	TCP_ACK,
	TCP_FIN,
	TCP_HEADER_LENGTH,
	TCP_RST,
	TCP_SYN,
	tcpAck,
	tcpChecksumOk,
	tcpDestinationPort,
	tcpFlags,
	tcpHeaderLength,
	tcpSeq,
	tcpSourcePort,
	updateTcpChecksum,
	writeTcp
} from '../../wire/tcp.ts';
import { errorSender } from '../icmp/sender.ts';
import { allocate, L3 } from '../packet.ts';
import type { ActionParam } from './action-param.ts';

/** The segment is only lent. A reset, a fragment and a segment with a wrong checksum get none. */
export function sendReset(at: ActionParam): void {
	const { k, ns, packet, l4 } = at;
	const { bytes } = packet;
	const length = packet.length - l4;
	if (at.fragmentOffset !== 0 || length < TCP_HEADER_LENGTH || packet.route?.type === 'broadcast') return;
	const flags = tcpFlags(bytes, l4);
	if ((flags & TCP_RST) !== 0) return;
	const source = ipv4Destination(bytes, L3);
	const destination = ipv4Source(bytes, L3);
	if (at.hook !== 'OUTPUT' && !tcpChecksumOk(bytes, l4, length, destination, source)) return;
	const total = MIN_HEADER_LENGTH + TCP_HEADER_LENGTH;
	const reset = allocate(L3 + total);
	writeIpv4(reset.bytes, L3, total, 0, FLAG_DF, ns.sysctls.defaultTtl, PROTOCOL_TCP, source, destination, 0);
	const to = L3 + MIN_HEADER_LENGTH;
	const acked = (flags & TCP_ACK) !== 0;
	const consumed =
		length - tcpHeaderLength(bytes, l4) + ((flags & TCP_SYN) !== 0 ? 1 : 0) + ((flags & TCP_FIN) !== 0 ? 1 : 0);
	const [from, back] = [tcpDestinationPort(bytes, l4), tcpSourcePort(bytes, l4)];
	const ack = acked ? 0 : (tcpSeq(bytes, l4) + consumed) >>> 0;
	const seq = acked ? tcpAck(bytes, l4) : 0;
	writeTcp(reset.bytes, to, from, back, seq, ack, TCP_HEADER_LENGTH, acked ? TCP_RST : TCP_RST | TCP_ACK, 0);
	updateTcpChecksum(reset.bytes, to, TCP_HEADER_LENGTH, source, destination);
	reset.cause = packet.cause;
	reset.flow = packet.flow;
	if (packet.conn !== null) {
		reset.conn = packet.conn;
		reset.reply = !packet.reply;
		reset.related = true;
	}
	if (k.rec.on)
		k.rec.step(ns, at.stage, 'reply', reset, { kind: 'nf-reset', from: source, to: destination, port: from });
	errorSender.output(k, ns, reset);
}
