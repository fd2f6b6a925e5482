import { formatIpv4 } from '../../net/ipv4.ts';
import {
	decodeDhcp,
	describeDhcp,
	describeDhcpOption,
	DHCP_OPTIONS,
	DHCP_XID,
	OPTION_CLIENT_ID,
	type DhcpMessage,
	DHCPACK,
	DHCPOFFER,
	dhcpType,
	dhcpTypeName,
	eachDhcpOption
} from '../dhcp.ts';
import { u16, u32 } from '../bytes.ts';
import { readMac } from '../ethernet.ts';
import { fieldMaker, heading, type Field, type FieldValue } from './field.ts';
import type { Protocol } from './protocol.ts';

function shortText(message: DhcpMessage): string {
	const type = dhcpType(message);
	const given = type === DHCPOFFER || type === DHCPACK ? ` ${formatIpv4(message.yours)}` : '';
	return `DHCP ${dhcpTypeName(type)}${given}`;
}

const fields = {
	'dhcp.type': {
		name: 'Operation',
		type: 'uint',
		meaning: 'From a client or from a server',
		values: { 1: 'request', 2: 'reply' }
	},
	'dhcp.hw.type': {
		name: 'Hardware type',
		type: 'uint',
		digits: 2,
		meaning: 'Kind of link',
		values: { 1: 'Ethernet' }
	},
	'dhcp.hw.len': { name: 'Hardware address length', type: 'uint', unit: 'bytes', meaning: 'Of a MAC' },
	'dhcp.hops': { name: 'Hops', type: 'uint', meaning: 'Relays on the way' },
	'dhcp.id': { name: 'Transaction ID', type: 'uint', digits: 8, meaning: 'The answer has the same as the question' },
	'dhcp.secs': { name: 'Seconds', type: 'uint', unit: 's', meaning: 'Since the client began' },
	'dhcp.flags': { name: 'Flags', type: 'uint', digits: 4, meaning: 'How the client can be answered' },
	'dhcp.flags.bc': { name: 'Broadcast', type: 'boolean', meaning: 'Answer by broadcast', mask: 0x8000 },
	'dhcp.ip.client': { name: 'Client address', type: 'ipv4', meaning: 'What the client has already' },
	'dhcp.ip.your': { name: 'Your address', type: 'ipv4', meaning: 'What the client shall have' },
	'dhcp.ip.server': { name: 'Server address', type: 'ipv4', meaning: 'Next server, to boot from' },
	'dhcp.ip.relay': { name: 'Relay address', type: 'ipv4', meaning: 'Relay on the way' },
	'dhcp.hw.mac_addr': { name: 'Client MAC', type: 'ether', meaning: 'Who asks' },
	'dhcp.option.type': { name: 'Option', type: 'uint', meaning: 'Which option', part: true },
	'dhcp.option.length': { name: 'Length', type: 'uint', unit: 'bytes', meaning: 'Of its value', part: true },
	'dhcp.option.end': { name: 'End', type: 'uint', meaning: 'No more options', part: true },
	'dhcp.option.dhcp': {
		name: 'Message type',
		type: 'uint',
		meaning: 'What is said',
		part: true,
		values: Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((type) => [type, dhcpTypeName(type)]))
	},
	'dhcp.option.subnet_mask': { name: 'Subnet mask', type: 'ipv4', meaning: 'Of the client', part: true },
	'dhcp.option.router': { name: 'Router', type: 'ipv4', meaning: 'Default gateway', part: true },
	'dhcp.option.domain_name_server': { name: 'DNS server', type: 'ipv4', meaning: 'Who is asked for names', part: true },
	'dhcp.option.hostname': { name: 'Host name', type: 'string', meaning: "The client's name", part: true },
	'dhcp.option.domain_name': { name: 'Domain', type: 'string', meaning: 'Where names are looked for', part: true },
	'dhcp.option.broadcast_address': { name: 'Broadcast address', type: 'ipv4', meaning: 'Of the subnet', part: true },
	'dhcp.option.requested_ip_address': {
		name: 'Requested address',
		type: 'ipv4',
		meaning: 'What the client would like',
		part: true
	},
	'dhcp.option.ip_address_lease_time': {
		name: 'Lease time',
		type: 'uint',
		unit: 's',
		meaning: 'How long it may be kept',
		part: true
	},
	'dhcp.option.dhcp_server_id': { name: 'Server', type: 'ipv4', meaning: 'Who offers it', part: true },
	'dhcp.option.request_list_item': {
		name: 'Asked for',
		type: 'uint',
		meaning: 'Option that the client wants',
		part: true
	},
	'dhcp.option.message': { name: 'Message', type: 'string', meaning: 'What went wrong', part: true },
	'dhcp.option.dhcp_max_message_size': {
		name: 'Largest message',
		type: 'uint',
		unit: 'bytes',
		meaning: 'What the client takes',
		part: true
	},
	'dhcp.option.renewal_time_value': {
		name: 'Renewal time',
		type: 'uint',
		unit: 's',
		meaning: 'When it asks again',
		part: true
	},
	'dhcp.option.rebinding_time_value': {
		name: 'Rebinding time',
		type: 'uint',
		unit: 's',
		meaning: 'When it asks anybody',
		part: true
	},
	'dhcp.option.vendor_class_id': { name: 'Vendor class', type: 'string', meaning: 'Program of the client', part: true }
} as const satisfies Protocol['fields'];
const field = fieldMaker(fields);
type Key = keyof typeof fields;

const OPTION_FIELDS: Readonly<Record<number, Key>> = {
	1: 'dhcp.option.subnet_mask',
	3: 'dhcp.option.router',
	6: 'dhcp.option.domain_name_server',
	12: 'dhcp.option.hostname',
	15: 'dhcp.option.domain_name',
	28: 'dhcp.option.broadcast_address',
	50: 'dhcp.option.requested_ip_address',
	51: 'dhcp.option.ip_address_lease_time',
	53: 'dhcp.option.dhcp',
	54: 'dhcp.option.dhcp_server_id',
	55: 'dhcp.option.request_list_item',
	56: 'dhcp.option.message',
	57: 'dhcp.option.dhcp_max_message_size',
	58: 'dhcp.option.renewal_time_value',
	59: 'dhcp.option.rebinding_time_value',
	60: 'dhcp.option.vendor_class_id'
};

/** Bytes of a client's name that is its MAC: the kind of hardware before it. */
const CLIENT_MAC = 7;

/** The values of option `code`, `length` bytes from `at`. */
function optionValues(b: Uint8Array, code: number, at: number, length: number): Field[] {
	if (code === OPTION_CLIENT_ID && length === CLIENT_MAC && b[at] === 1)
		return [field('dhcp.hw.type', b[at], at, 1), field('dhcp.hw.mac_addr', readMac(b, at + 1), at + 1, 6)];
	const key = OPTION_FIELDS[code];
	if (key === undefined) return [];
	const { type } = fields[key];
	const size = type === 'string' ? length : type === 'ipv4' ? 4 : key === 'dhcp.option.request_list_item' ? 1 : length;
	const found: Field[] = [];
	for (let place = at; size > 0 && place + size <= at + length; place += size)
		found.push(field(key, valueAt(b, type, place, size), place, size));
	return found;
}

function valueAt(b: Uint8Array, type: string, at: number, size: number): FieldValue {
	if (type === 'string') return String.fromCharCode(...b.subarray(at, at + size));
	if (size === 4) return u32(b, at);
	return size === 2 ? u16(b, at) : b[at];
}

export const dhcp: Protocol = {
	name: 'DHCP',
	key: 'dhcp',
	meaning: 'A client is given an address',
	fields,
	check: (b, from, to) => decodeDhcp(b, from, to) !== null,
	layer(b, from, to) {
		const message = decodeDhcp(b, from, to)!;
		const flags = u16(b, from + 10);
		const found = [
			field('dhcp.type', b[from], from, 1),
			field('dhcp.hw.type', b[from + 1], from + 1, 1),
			field('dhcp.hw.len', b[from + 2], from + 2, 1),
			field('dhcp.hops', b[from + 3], from + 3, 1),
			field('dhcp.id', message.xid, from + DHCP_XID, 4),
			field('dhcp.secs', message.secs, from + 8, 2),
			field('dhcp.flags', flags, from + 10, 2, message.broadcast ? 'broadcast' : ''),
			field('dhcp.flags.bc', message.broadcast ? 1 : 0, from + 10, 2),
			field('dhcp.ip.client', message.client, from + 12, 4),
			field('dhcp.ip.your', message.yours, from + 16, 4),
			field('dhcp.ip.server', message.server, from + 20, 4),
			field('dhcp.ip.relay', message.relay, from + 24, 4),
			field('dhcp.hw.mac_addr', message.mac, from + 28, 6)
		];
		let last = from + DHCP_OPTIONS;
		eachDhcpOption(b, from, to, (code, at, length) => {
			last = at + 2 + length;
			const { name, value } = describeDhcpOption({ code, data: b.slice(at + 2, at + 2 + length) });
			found.push(heading(name, value, at, 2 + length, `option ${code}`));
			found.push(field('dhcp.option.type', code, at, 1), field('dhcp.option.length', length, at + 1, 1));
			found.push(...optionValues(b, code, at + 2, length));
		});
		if (last < to) found.push(heading('End of options', '', last, 1), field('dhcp.option.end', b[last], last, 1));
		return { name: 'DHCP', summary: describeDhcp(message), from, to, fields: found };
	},
	label: (b, from, to) => shortText(decodeDhcp(b, from, to)!),
	payload: () => null,
	end: (_b, _from, to) => to
};
