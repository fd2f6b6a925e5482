/**
 * Keys of table rows. Whoever lists a table and whoever says which of its rows a step touched make them here, so that
 * they are the same.
 *
 * interfaces `eth0`; routes `main|10.0.0.0/24|0|eth0`; routingRules `32766|1`; neighbours `eth0|10.0.0.2`; fdb `br0|02:00:00:00:00:01`;
 * conntrack `tcp|10.0.0.1:40000>10.0.0.2:80`; rules `nat|POSTROUTING|1`; sockets `tcp|10.0.0.2:80|0.0.0.0:0`.
 */
import { formatCidr, formatIpv4, formatMac } from '../net/text.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { RouteFacts, Tuple } from './steps/types.ts';

export function interfaceKey(dev: string): string {
	return dev;
}

/** `dev` is the interface's name, "" for routes that have none. */
export function routeKey(route: Pick<RouteFacts, 'table' | 'network' | 'length' | 'metric' | 'dev'>): string {
	return `${route.table}|${formatCidr(route.network, route.length)}|${route.metric}|${route.dev}`;
}

/** `place` among all rules, from 0. */
export function routingRuleKey(priority: number, place: number): string {
	return `${priority}|${place}`;
}

export function neighbourKey(dev: string, address: number): string {
	return `${dev}|${formatIpv4(address)}`;
}

export function fdbKey(bridge: string, mac: number): string {
	return `${bridge}|${formatMac(mac)}`;
}

/** Of the entry's original tuple, whichever direction the packet went. For ICMP the ports are the id, and type and code. */
export function conntrackKey(original: Tuple): string {
	const from = endpoint(original.source, original.sourcePort);
	return `${protocolKey(original.protocol)}|${from}>${endpoint(original.destination, original.destinationPort)}`;
}

/** An entry of an ipset. */
export function setKey(set: string, entry: string): string {
	return `${set}|${entry}`;
}

/** `number` is the rule's place in its chain, from 1; 0: the chain's policy. */
export function ruleKey(table: string, chain: string, number: number): string {
	return `${table}|${chain}|${number}`;
}

/** Address and port 0: any, or not connected. */
export function socketKey(protocol: number, local: number, localPort: number, peer: number, peerPort: number): string {
	return `${protocolKey(protocol)}|${endpoint(local, localPort)}|${endpoint(peer, peerPort)}`;
}

function endpoint(address: number, port: number): string {
	return `${formatIpv4(address)}:${port}`;
}

function protocolKey(protocol: number): string {
	if (protocol === PROTOCOL_TCP) return 'tcp';
	if (protocol === PROTOCOL_UDP) return 'udp';
	return protocol === PROTOCOL_ICMP ? 'icmp' : String(protocol);
}
