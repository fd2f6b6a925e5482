/** One line for a record in the list of steps: short, from its facts. The whole sentence is the explanation's. */
import type { TraceRecord } from '../../trace/record.ts';

const TITLES: Record<string, string> = {
	receive: 'frame received',
	drop: 'dropped',
	'bridge-receive': 'bridge took the frame in',
	'fdb-learn': 'learnt a MAC',
	'fdb-lookup': 'looked a MAC up',
	'bridge-flood': 'flooded',
	'neigh-lookup': 'looked a neighbour up',
	'neigh-queue': 'packet waits for ARP',
	'neigh-state': 'neighbour changed',
	'neigh-flush': 'waiting packets sent',
	'arp-request': 'asked who has the address',
	'arp-receive': 'ARP received',
	'arp-reply': 'answered the ARP request',
	route: 'chose a route',
	'source-address': 'chose the source address',
	'neigh-next-hop': 'next hop',
	ttl: 'TTL lowered',
	fragment: 'fragmented',
	conntrack: 'connection tracked',
	'nat-chain': 'walked a NAT chain',
	'nat-setup': 'NAT set up',
	'nat-rewrite': 'addresses rewritten',
	deliver: 'delivered here',
	forward: 'forwarded',
	'icmp-receive': 'ICMP received',
	'icmp-error': 'ICMP error sent',
	'icmp-echo-reply': 'echo reply made',
	'socket-lookup': 'looked a socket up',
	'socket-send': 'sent by a socket',
	'socket-receive': 'came to a socket',
	'socket-error': 'error to a socket',
	'tcp-receive': 'TCP received',
	'tcp-send': 'TCP sent',
	'tcp-state': 'TCP state changed',
	'tcp-timer': 'TCP timer',
	input: 'input',
	'app-start': 'program started',
	'app-output': 'program wrote',
	'app-end': 'program ended',
	'name-lookup': 'name looked up',
	'dns-answer': 'DNS answered',
	'link-change': 'link changed',
	'device-change': 'interface changed',
	'config-change': 'configuration changed',
	storm: 'storm'
};

/** Facts that say more than the kind does. */
function more(record: TraceRecord & { type: 'step' }): string {
	const { facts } = record;
	switch (facts.kind) {
		case 'drop':
			return facts.reason;
		case 'fdb-learn':
			return `on ${facts.port}`;
		case 'fdb-lookup':
			return facts.port ? `found on ${facts.port}` : 'not known';
		case 'bridge-flood':
			return `to ${facts.ports.join(', ')}`;
		case 'neigh-state':
			return `${facts.before} to ${facts.after}`;
		case 'route':
			return facts.errno || `out of ${facts.candidates[facts.winner]?.dev ?? ''}`;
		case 'ttl':
			return `${facts.before} to ${facts.after}`;
		case 'conntrack':
			return facts.state;
		case 'nat-chain':
			return `${facts.chain}: ${facts.verdict}`;
		case 'tcp-state':
			return `${facts.before} to ${facts.after}`;
		case 'input':
			return facts.text;
		case 'app-start':
			return facts.command;
		case 'app-output':
			return facts.line;
		case 'app-end':
			return facts.result;
		case 'receive':
		case 'bridge-receive':
			return '';
		default:
			return 'dev' in facts ? facts.dev : '';
	}
}

export function stepText(record: TraceRecord, nameOf: (node: string) => string): string {
	if (record.type === 'hop') return `${record.label} → ${nameOf(record.to.node)}${record.lost ? ' (lost)' : ''}`;
	const detail = more(record);
	const title = TITLES[record.facts.kind] ?? record.facts.kind;
	return detail ? `${title}: ${detail}` : title;
}
