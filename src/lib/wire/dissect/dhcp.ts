import { formatIpv4 } from '../../net/ipv4.ts';
import { formatMac } from '../../net/mac.ts';
import {
	decodeDhcp,
	describeDhcp,
	describeDhcpOption,
	DHCP_XID,
	type DhcpMessage,
	DHCPACK,
	DHCPOFFER,
	dhcpType,
	dhcpTypeName,
	eachDhcpOption
} from '../dhcp.ts';
import { field, hex, type Field, type Protocol } from './protocol.ts';

function shortText(message: DhcpMessage): string {
	const type = dhcpType(message);
	const given = type === DHCPOFFER || type === DHCPACK ? ` ${formatIpv4(message.yours)}` : '';
	return `DHCP ${dhcpTypeName(type)}${given}`;
}

function address(name: string, value: number, at: number): Field {
	return field(name, formatIpv4(value), at, 4);
}

export const dhcp: Protocol = {
	name: 'DHCP',
	check: (b, from, to) => decodeDhcp(b, from, to) !== null,
	layer(b, from, to) {
		const message = decodeDhcp(b, from, to)!;
		const fields = [
			field('Operation', message.reply ? 2 : 1, from, 1, message.reply ? 'reply' : 'request'),
			field('Transaction ID', hex(message.xid, 8), from + DHCP_XID, 4),
			field('Seconds', message.secs, from + 8, 2),
			field('Flags', hex(message.broadcast ? 0x8000 : 0, 4), from + 10, 2, message.broadcast ? 'broadcast' : ''),
			address('Client address', message.client, from + 12),
			address('Your address', message.yours, from + 16),
			address('Server address', message.server, from + 20),
			address('Relay address', message.relay, from + 24),
			field('Client MAC', formatMac(message.mac), from + 28, 6)
		];
		eachDhcpOption(b, from, to, (code, at, length) => {
			const { name, value } = describeDhcpOption({ code, data: b.slice(at + 2, at + 2 + length) });
			fields.push(field(name, value, at, 2 + length, `option ${code}`));
		});
		return { name: 'DHCP', summary: describeDhcp(message), from, to, fields };
	},
	label: (b, from, to) => shortText(decodeDhcp(b, from, to)!),
	payload: () => null,
	end: (_b, _from, to) => to
};
