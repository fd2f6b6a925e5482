/** /etc/hosts, /etc/resolv.conf and /etc/nsswitch.conf of a netns. */
import type { LabNode } from '../../lab/document.ts';
import { orderOf, resolverLines, type ResolverSettings } from '../../lab/resolver.ts';
import { parseIpv4 } from '../../net/text.ts';
import type { Netns } from '../../kernel/netns.ts';

type Names = Pick<LabNode, 'hosts' | 'nameservers' | 'resolver'>;

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** @param before What the node was told before: what is still so stays, and what a DHCP client has written stays with it. */
export function applyNames(ns: Netns, after: Names, before?: Names): void {
	if (!same(before?.hosts, after.hosts))
		ns.hosts = after.hosts.map(({ address, names }) => ({ address: parseIpv4(address), names }));
	const { nameservers, resolver } = after;
	if (!same(before?.nameservers, nameservers) || !same(resolverLines(before?.resolver), resolverLines(resolver)))
		writeResolvConf(ns, nameservers.map(parseIpv4), resolver);
	ns.resolver.order = orderOf(resolver).split(' ') as ('files' | 'dns')[];
}

/** A whole new /etc/resolv.conf: what it doesn't say is glibc's default (resolv.conf(5)). */
export function writeResolvConf(
	ns: Netns,
	nameservers: number[],
	{ search = [], ndots = 1, timeout = 5, attempts = 2, rotate = false }: Omit<ResolverSettings, 'order'> = {}
): void {
	ns.nameservers = nameservers;
	ns.resolver = { search: [...search], ndots, timeout, attempts, rotate, order: ns.resolver.order };
}
