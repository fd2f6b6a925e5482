/** hash:ip,port: addresses, each with a protocol and a port (net/netfilter/ipset/ip_set_hash_ipport.c). */
import { formatIpv4 } from '../../../net/text.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP } from '../../../wire/ipv4.ts';
import { RuleError } from '../extension.ts';
import { addressRangeOf, portRangeOf, protocolOf, protocolText } from '../language/values.ts';
import { addressIn, portIn } from './packet-parts.ts';
import { acceptedAt, type SetType } from './set-type.ts';

/** Names of types of ICMP that `ipset save` uses. */
const icmpNames: readonly (readonly [string, number])[] = [
	['echo-reply', 0x0000],
	['pong', 0x0000],
	['network-unreachable', 0x0300],
	['host-unreachable', 0x0301],
	['protocol-unreachable', 0x0302],
	['port-unreachable', 0x0303],
	['fragmentation-needed', 0x0304],
	['echo-request', 0x0800],
	['ping', 0x0800],
	['ttl-zero-during-transit', 0x0b00],
	['ttl-zero-during-reassembly', 0x0b01]
];

/** One number for all three: addresses take 32 bits, ports 16, and a protocol few enough to stay exact. */
function keyOf(address: number, protocol: number, port: number): number {
	return (address * 65_536 + port) * 8 + slot(protocol);
}

/** The protocols that have ports here. */
const slots = [PROTOCOL_TCP, 17, PROTOCOL_ICMP, 132, 136];

function slot(protocol: number): number {
	return slots.indexOf(protocol);
}

function icmpOf(word: string): number {
	const known = icmpNames.find(([name]) => name === word);
	if (known !== undefined) return known[1];
	const found = /^(\d+)\/(\d+)$/.exec(word);
	if (found === null || Number(found[1]) > 255 || Number(found[2]) > 255)
		throw new RuleError(`"${word}" is not a type of ICMP`, 'such as echo-request or 8/0');
	return Number(found[1]) * 256 + Number(found[2]);
}

function portText(protocol: number, port: number): string {
	if (protocol !== PROTOCOL_ICMP) return String(port);
	return icmpNames.find(([, number]) => number === port)?.[0] ?? `${port >> 8}/${port & 255}`;
}

export const hashIpPort: SetType = {
	name: 'hash:ip,port',
	dimensions: 2,
	hasNomatch: false,
	read: (_set, word) => {
		const [addresses, portWord, ...more] = word.split(',');
		if (portWord === undefined || more.length > 0)
			throw new RuleError(`"${word}" is not an address and a port`, 'such as 10.0.0.1,tcp:80');
		const [first, second] = portWord.includes(':') ? portWord.split(':') : ['tcp', portWord];
		const protocol = protocolOf(first);
		if (slot(protocol) < 0) throw new RuleError(`${first} has no ports`, 'use tcp, udp or icmp');
		const ports = protocol === PROTOCOL_ICMP ? { from: icmpOf(second), to: icmpOf(second) } : portRangeOf(second, '-');
		const { from, to } = addressRangeOf(addresses);
		const entries = [];
		for (let address = from; address <= to; address++)
			for (let port = ports.from; port <= ports.to; port++) {
				const text = `${formatIpv4(address)},${protocolText(protocol)}:${portText(protocol, port)}`;
				entries.push({ key: keyOf(address, protocol, port), text, length: 32 });
			}
		return entries;
	},
	find: (set, at, [address, port], accepts) => {
		const number = portIn(at, port);
		if (number < 0 || slot(at.protocol) < 0) return undefined;
		return acceptedAt(set, keyOf(addressIn(at, address), at.protocol, number), accepts);
	}
};
