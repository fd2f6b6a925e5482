/** /etc/hosts and /etc/resolv.conf of a netns. */
import type { LabNode } from '../../lab/document.ts';
import { parseIpv4 } from '../../net/text.ts';
import type { Netns } from '../../kernel/netns.ts';

export function applyNames(ns: Netns, { hosts, nameservers }: Pick<LabNode, 'hosts' | 'nameservers'>): void {
	ns.hosts = hosts.map(({ address, names }) => ({ address: parseIpv4(address), names }));
	ns.nameservers = nameservers.map(parseIpv4);
}
