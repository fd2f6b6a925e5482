/** What each NAT target asks for: a side and a range. */
import { selectSource } from '../../ip/addresses.ts';
import { formatIpv4 } from '../../../net/text.ts';
import type { Device } from '../../devices/device.ts';
import type { Netns } from '../../netns.ts';
import type { Packet } from '../../packet.ts';
import type { Side } from '../rewrite.ts';
import type { Target } from '../rule.ts';
import type { NatRange } from '../unique-tuple.ts';

export interface TargetKind {
	side: Side;
	/** null: it cannot be done (no address to take), and the packet is dropped. */
	range(ns: Netns, target: Target, packet: Packet, output: Device | null): NatRange | null;
	/** In iptables' syntax. */
	text(target: Target): string;
}

function destinationText(target: Target): string {
	return target.port === 0 ? formatIpv4(target.address) : `${formatIpv4(target.address)}:${target.port}`;
}

export const targetKinds: Record<Target['kind'], TargetKind> = {
	/** net/netfilter/nf_nat_masquerade.c: the address that the way out speaks with. */
	MASQUERADE: {
		side: 'source',
		range: (ns, _target, packet, output) => {
			const address = selectSource(ns, output, packet.nextHop);
			return address === 0 ? null : { address, port: 0 };
		},
		text: () => '-j MASQUERADE'
	},
	SNAT: {
		side: 'source',
		range: (_ns, target) => ({ address: target.address, port: target.port }),
		text: (target) => `-j SNAT --to-source ${destinationText(target)}`
	},
	DNAT: {
		side: 'destination',
		range: (_ns, target) => ({ address: target.address, port: target.port }),
		text: (target) => `-j DNAT --to-destination ${destinationText(target)}`
	}
};
