import { formatIpv4 } from '../../net/ipv4.ts';
import { formatMac } from '../../net/mac.ts';
import { ARP_LENGTH, ARP_REPLY, ARP_REQUEST, checkArp, decodeArp, describeArp, type ArpPacket } from '../arp.ts';
import { fieldMaker } from './field.ts';
import type { Protocol } from './protocol.ts';

const fields = {
	'arp.hw.type': {
		name: 'Hardware type',
		type: 'uint',
		meaning: 'Kind of link that it asks for',
		values: { 1: 'Ethernet' }
	},
	'arp.proto.type': {
		name: 'Protocol type',
		type: 'uint',
		digits: 4,
		meaning: 'Kind of address that it asks with',
		values: { 0x0800: 'IPv4' }
	},
	'arp.hw.size': { name: 'Hardware size', type: 'uint', meaning: 'Bytes of a MAC' },
	'arp.proto.size': { name: 'Protocol size', type: 'uint', meaning: 'Bytes of an IPv4 address' },
	'arp.opcode': {
		name: 'Operation',
		type: 'uint',
		meaning: 'Question or answer',
		values: { [ARP_REQUEST]: 'request', [ARP_REPLY]: 'reply' }
	},
	'arp.src.hw_mac': { name: 'Sender MAC', type: 'ether', meaning: 'MAC of whoever says this' },
	'arp.src.proto_ipv4': { name: 'Sender IP', type: 'ipv4', meaning: 'Address of whoever says this' },
	'arp.dst.hw_mac': { name: 'Target MAC', type: 'ether', meaning: '0 in a question: it is what is asked for' },
	'arp.dst.proto_ipv4': { name: 'Target IP', type: 'ipv4', meaning: 'Address whose MAC is asked for' }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);

function shortText(arp: ArpPacket): string {
	if (arp.sender === arp.target) return `ARP ${formatIpv4(arp.sender)} is here`;
	if (arp.operation === ARP_REQUEST) return `ARP who has ${formatIpv4(arp.target)}?`;
	if (arp.operation === ARP_REPLY) return `ARP ${formatIpv4(arp.sender)} is at …${formatMac(arp.senderMac).slice(-5)}`;
	return `ARP operation ${arp.operation}`;
}

export const arp: Protocol = {
	name: 'ARP',
	key: 'arp',
	meaning: 'Address resolution: which MAC has this address?',
	fields,
	check: checkArp,
	layer(b, from, to) {
		const packet = decodeArp(b, from, to)!;
		return {
			name: 'ARP',
			summary: describeArp(packet),
			from,
			to: from + ARP_LENGTH,
			fields: [
				field('arp.hw.type', 1, from, 2),
				field('arp.proto.type', 0x0800, from + 2, 2),
				field('arp.hw.size', 6, from + 4, 1),
				field('arp.proto.size', 4, from + 5, 1),
				field('arp.opcode', packet.operation, from + 6, 2),
				field('arp.src.hw_mac', packet.senderMac, from + 8, 6),
				field('arp.src.proto_ipv4', packet.sender, from + 14, 4),
				field('arp.dst.hw_mac', packet.targetMac, from + 18, 6, packet.targetMac === 0 ? 'asked for' : ''),
				field('arp.dst.proto_ipv4', packet.target, from + 24, 4)
			]
		};
	},
	label: (b, from, to) => shortText(decodeArp(b, from, to)!),
	payload: () => null,
	end: (_b, from) => from + ARP_LENGTH
};
