/** Whether what follows the IP header is whole: else the packet is INVALID (nf_conntrack_proto_udp.c, udp_error; nf_conntrack_proto_icmp.c). */
import { checksum } from '../../../wire/checksum.ts';
import { ipv4Destination, ipv4Source } from '../../../wire/ipv4.ts';
import { tcpChecksumOk } from '../../../wire/tcp.ts';
import { udpChecksumOk, udpLength } from '../../../wire/udp.ts';
import { L3 } from '../../packet.ts';
import type { ActionParam } from '../action-param.ts';

/** lo */
const LOOPBACK = 1;

/** What this machine sends is not summed up yet where Linux looks at it, and what lo carries never is. */
function isSummed({ hook, packet }: ActionParam): boolean {
	return hook === 'PREROUTING' && packet.input > LOOPBACK;
}

export function isWholeTcp(at: ActionParam): boolean {
	if (!isSummed(at)) return true;
	const { bytes, length } = at.packet;
	return tcpChecksumOk(bytes, at.l4, length - at.l4, ipv4Source(bytes, L3), ipv4Destination(bytes, L3));
}

export function isWholeUdp(at: ActionParam): boolean {
	const { bytes, length } = at.packet;
	const said = udpLength(bytes, at.l4);
	if (said < 8 || said > length - at.l4) return false;
	return !isSummed(at) || udpChecksumOk(bytes, at.l4, ipv4Source(bytes, L3), ipv4Destination(bytes, L3));
}

export function isWholeIcmp(at: ActionParam): boolean {
	return !isSummed(at) || checksum(at.packet.bytes, at.l4, at.packet.length) === 0;
}
