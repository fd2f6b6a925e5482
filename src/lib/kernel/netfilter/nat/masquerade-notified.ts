/** Connections that have lost the address which they were masqueraded with (net/netfilter/nf_nat_masquerade.c). */
import type { Kernel } from '../../context.ts';
import type { Device } from '../../devices/device.ts';
import type { Netns } from '../../netns.ts';
import { connections, forget } from '../conntrack/table.ts';

/** masq_device_event: an interface went down. */
export function masqueradeNotified(_k: Kernel, ns: Netns, device: Device): void {
	const table = ns.netfilter.connections;
	if (device.up || table.count === 0) return;
	for (const conn of connections(table)) if (conn.masqueradeDev === device.index) forget(table, conn);
}

/** masq_inet_event: an address of an interface went. @param subnet The peer's address where there is one, else its own. */
export function masqueradeLost(ns: Netns, device: Device, subnet: number): void {
	const table = ns.netfilter.connections;
	if (table.count === 0) return;
	for (const conn of connections(table))
		if (conn.masqueradeDev === device.index && conn.reply.destination === subnet) forget(table, conn);
}
