/** Keys of table rows: a step's marks and the tables that the engine reads must name a row alike. */
import { formatCidr, formatIpv4, formatMac } from '../net/text.ts';
import type { RouteFacts, Tuple } from './steps/types.ts';

export function routeKey(route: Pick<RouteFacts, 'table' | 'network' | 'length' | 'metric' | 'dev'>): string {
	return `${route.table}|${formatCidr(route.network, route.length)}|${route.metric}|${route.dev}`;
}

export function neighbourKey(dev: string, address: number): string {
	return `${dev}|${formatIpv4(address)}`;
}

export function fdbKey(bridge: string, mac: number): string {
	return `${bridge}|${formatMac(mac)}`;
}

export function natKey(chain: string, number: number): string {
	return `${chain}|${number}`;
}

export function conntrackKey(original: Tuple): string {
	return `${original.protocol}|${formatIpv4(original.source)}:${original.sourcePort}>${formatIpv4(original.destination)}:${original.destinationPort}`;
}

/** Address 0 is any; port 0 none. */
export function socketKey(protocol: number, local: number, localPort: number, peer: number, peerPort: number): string {
	return `${protocol}|${formatIpv4(local)}:${localPort}|${formatIpv4(peer)}:${peerPort}`;
}
