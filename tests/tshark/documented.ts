/** What the comparison leaves out, each with its reason; docs/dissection.md says the same in words. */
import { namedFields, namedProtocols } from '../../src/lib/wire/dissect/catalogue.ts';
import type { TsharkFields } from './tshark.ts';

interface Rule {
	/** Names of fields. */
	keys: RegExp;
	why: string;
	/** Only in labs of such titles. */
	labs?: RegExp;
	/** Only in such frames. */
	frames?: (fields: TsharkFields) => boolean;
}

const has =
	(...keys: string[]) =>
	(fields: TsharkFields): boolean =>
		keys.some((key) => fields.has(key));

/** A piece of a packet. */
export function isFragment(fields: TsharkFields): boolean {
	const more = fields.get('ip.flags.mf')?.includes('1') ?? false;
	return more || (fields.get('ip.frag_offset') ?? []).some((offset) => offset !== '0');
}

/** Messages that Linux answers or sends; of others only type, code and checksum are read. */
const ICMP_TYPES = [0, 3, 4, 5, 8, 11, 12, 13, 14].map(String);

/** Fields that Wireshark has and we have not. */
const unread: Rule[] = [
	{ keys: /_(resolved|host)$|^ip\.host$|\.oui$/, why: 'names of makers and hosts' },
	{ keys: /\.checksum\.status$|\.checksum_bad/, why: 'a note beside the checksum here' },
	{
		keys: /^arp\.(duplicate|seconds-since|is)|^tcp\.(connection|segment|pdu|reassembled|flags\.str)|^icmp\.(resp|no_resp|data_time)|^http\.(time|.*_in$|.*_number|response_for|request\.full_uri|chat|prev_|next_)|^dns\.(response_(to|in)|time|retransmi)|^(tcp|udp)\.stream\.pnum/,
		why: 'told from several frames together'
	},
	{
		keys: /^(icmp\.(ident|seq)_le|tcp\.flags\.(res|ae)|vxlan\.(flag_[gda]|flags_reserved)|llc\.(dsap|ssap|control)\.|dhcp\.(flags\.reserved|hw\.addr_padding|server|file|cookie|option\.(value|padding)))|^tcp\.options\.(nop|mss|sack_perm|wscale|timestamp|sack|eol)$|^tcp\.options\.sack\.(count|dsack)|^ip\.opt(ions)?\.(type\.|nop|eol|routine|padding)|^ip\.options\.|^dns\.(qry\.name\.len|count\.labels|txt\.length|srv\.(service|proto|name))/,
		why: 'bytes that another field shows'
	},
	{ keys: /^http\.(request|response)\.line$|^http\.(content_length_header|response\.code\.desc)/, why: 'whole lines' },
	{ keys: /^http\.(request\.uri\.|cookie_pair)/, why: 'parts of a line whose whole is compared' },
	{ keys: /^ip\.(fragment|reassembled)/, why: 'fragments are not put together' }
];

const differently: Rule[] = [
	{ keys: /^frame\./, why: 'where and when it was captured is not in the frame' },
	{
		keys: /^_ws\.|\.(possible_traceroute|invalid|bad|bad_header_name|too_small|before_address|middle_address)$/,
		why: "Wireshark's opinions"
	},
	{
		keys: /^(icmp|udp|tcp|data|echo|dns|http|vxlan)(\.|$)|^_ws\.col/,
		why: 'what a piece of a packet carries is read in the last piece there, and nowhere here',
		frames: isFragment
	},
	{
		keys: /^(eth|ip|arp)\./,
		why: 'so is the frame that a tunnel carries in pieces',
		frames: (fields) => isFragment(fields) && fields.has('vxlan.vni')
	},
	{
		keys: /^data\./,
		why: 'the content of a page has no header of its own here',
		frames: has('http.request', 'http.response')
	},
	{ keys: /^data\./, why: 'Wireshark takes what looks like a time for one', frames: has('icmp.type') },
	{
		keys: /^(icmp|data)\.|^_ws\.col/,
		why: 'messages of kinds that nothing on Linux sends any more',
		frames: (fields) => (fields.get('icmp.type') ?? []).some((type) => !ICMP_TYPES.includes(type))
	},
	{
		keys: /^(udp|tcp|icmp|dns|data|echo|eth\.padding)|^_ws\.col/,
		why: 'malformed on purpose',
		frames: has('_ws.malformed.expert', 'udp.length.bad', 'ip.opt.len.invalid', 'ip.bogus_header_length')
	},
	{
		keys: /^(udp\.payload|eth\.padding|echo\.data)$/,
		why: 'a UDP length that ends before the packet does: there the packet decides',
		frames: (fields) =>
			Number(fields.get('ip.len')?.[0]) - Number(fields.get('ip.hdr_len')?.[0]) > Number(fields.get('udp.length')?.[0])
	},
	{
		keys: /^ip\.(dst|addr|src_rt|rec_rt|cur_rt|empty_rt|opt\.|nop)|^_ws\.col/,
		why: 'source routes, security options and options that are not whole',
		labs: /^(source routes|malformed options|router alert|fragments of a packet with options)/
	},
	{
		keys: /^(eth|ip|icmp|arp|vxlan)\./,
		why: 'a tunnel that a redirect quotes is not looked into there',
		labs: /^a redirect for what a VXLAN/,
		frames: (fields) => fields.get('icmp.type')?.includes('5') ?? false
	},
	{ keys: /^udp\.time_/, why: 'a datagram whose length is wrong has no time there', labs: /^UDP without a checksum/ },
	{ keys: /^(dns|ip\.version)/, why: 'quoted garbage', frames: has('icmp.type') },
	{
		keys: /^(tcp|udp)\.(stream|time_delta)$/,
		why: 'a packet in pieces makes a stream there',
		labs: /fragment|path MTU|over the MTU/i
	},
	{ keys: /^dns\.resp\.name$/, why: 'of an SRV record there, the name of its target', frames: has('dns.srv.port') },
	{ keys: /^tcp\.window_size/, why: 'quoted by an ICMP error', frames: has('icmp.type') }
];

const protocols = new Set(namedProtocols.map(({ key }) => key));

/** A protocol that Wireshark guesses from a port, and we don't know. */
function isForeign(key: string): boolean {
	return !namedFields.has(key) && !protocols.has(key.split('.')[0]);
}

function applies({ labs, frames }: Rule, lab: string, fields: TsharkFields): boolean {
	return (labs === undefined || labs.test(lab)) && (frames === undefined || frames(fields));
}

export function notCompared(key: string, lab: string, fields: TsharkFields): boolean {
	if (isForeign(key) || (key.startsWith('data.') && hasForeign(fields))) return true;
	return [...unread, ...differently].some((rule) => rule.keys.test(key) && applies(rule, lab, fields));
}

function hasForeign(fields: TsharkFields): boolean {
	return [...fields.keys()].some((key) => /^[a-z0-9]+\./.test(key) && isForeign(key));
}

/** The columns of the packet list. */
export function columnsNotCompared(lab: string, fields: TsharkFields): boolean {
	return hasForeign(fields) || differently.some((rule) => COLUMNS.test(rule.keys.source) && applies(rule, lab, fields));
}

const COLUMNS = /_ws\\\.col/;
