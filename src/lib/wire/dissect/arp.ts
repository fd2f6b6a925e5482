import { formatIpv4 } from '../../net/ipv4.ts';
import { formatMac } from '../../net/mac.ts';
import { ARP_LENGTH, ARP_REPLY, ARP_REQUEST, checkArp, decodeArp, describeArp, type ArpPacket } from '../arp.ts';
import { field, type Protocol } from './protocol.ts';

const OPERATIONS: Record<number, string> = { [ARP_REQUEST]: 'request', [ARP_REPLY]: 'reply' };

function shortText(arp: ArpPacket): string {
	if (arp.sender === arp.target) return `ARP ${formatIpv4(arp.sender)} is here`;
	if (arp.operation === ARP_REQUEST) return `ARP who has ${formatIpv4(arp.target)}?`;
	if (arp.operation === ARP_REPLY) return `ARP ${formatIpv4(arp.sender)} is at …${formatMac(arp.senderMac).slice(-5)}`;
	return `ARP operation ${arp.operation}`;
}

export const arp: Protocol = {
	name: 'ARP',
	check: checkArp,
	layer(b, from, to) {
		const packet = decodeArp(b, from, to)!;
		return {
			name: 'ARP',
			summary: describeArp(packet),
			from,
			to: from + ARP_LENGTH,
			fields: [
				field('Hardware type', 1, from, 2, 'Ethernet'),
				field('Protocol type', '0x0800', from + 2, 2, 'IPv4'),
				field('Hardware size', 6, from + 4, 1),
				field('Protocol size', 4, from + 5, 1),
				field('Operation', packet.operation, from + 6, 2, OPERATIONS[packet.operation] ?? ''),
				field('Sender MAC', formatMac(packet.senderMac), from + 8, 6),
				field('Sender IP', formatIpv4(packet.sender), from + 14, 4),
				field('Target MAC', formatMac(packet.targetMac), from + 18, 6, packet.targetMac === 0 ? 'asked for' : ''),
				field('Target IP', formatIpv4(packet.target), from + 24, 4)
			]
		};
	},
	label: (b, from, to) => shortText(decodeArp(b, from, to)!),
	payload: () => null,
	end: (_b, from) => from + ARP_LENGTH
};
