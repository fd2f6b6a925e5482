/** /etc/hosts and /etc/resolv.conf of a netns. */
import type { LabNode } from '../../lab/document.ts';
import { parseIpv4 } from '../../net/text.ts';
import type { Netns } from '../../kernel/netns.ts';

export function applyNames(
	ns: Netns,
	{ hosts, nameservers, resolver }: Pick<LabNode, 'hosts' | 'nameservers' | 'resolver'>
): void {
	ns.hosts = hosts.map(({ address, names }) => ({ address: parseIpv4(address), names }));
	ns.nameservers = nameservers.map(parseIpv4);
	const { order = 'files dns', ...rest } = resolver ?? {};
	ns.resolver = {
		search: [],
		ndots: 1,
		timeout: 5,
		attempts: 2,
		rotate: false,
		...rest,
		order: order.split(' ') as ('files' | 'dns')[]
	};
}
