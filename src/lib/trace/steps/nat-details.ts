/** Header fields before and after a NAT rewrite. */
import { formatIpv4 } from '../../net/text.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import type { Detail } from '../explain.ts';
import type { StepFacts } from './types.ts';

export function natRewriteDetails({ side, before, after }: StepFacts['nat-rewrite']): Detail[] {
	const port = side === 'source' || before.protocol === PROTOCOL_ICMP ? 'sourcePort' : 'destinationPort';
	const name = side === 'source' ? 'Source' : 'Destination';
	const portName = before.protocol === PROTOCOL_ICMP ? 'ICMP identifier' : `${name} port`;
	const rows = [{ field: `${name} address`, before: formatIpv4(before[side]), after: formatIpv4(after[side]) }];
	if (before[port] !== 0 || after[port] !== 0)
		rows.push({ field: portName, before: String(before[port]), after: String(after[port]) });
	return [{ type: 'change', title: 'Header before and after', rows }];
}
