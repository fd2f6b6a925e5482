/** An interface went down: what was masqueraded for it has lost its address (net/netfilter/nf_nat_masquerade.c, masq_device_event). */
import type { Kernel } from '../../context.ts';
import type { Device } from '../../devices/device.ts';
import type { Netns } from '../../netns.ts';
import { connections, forget } from '../conntrack/table.ts';

export function masqueradeNotified(_k: Kernel, ns: Netns, device: Device): void {
	const table = ns.netfilter.connections;
	if (device.up || table.count === 0) return;
	for (const conn of connections(table)) if (conn.masqueradeDev === device.index) forget(table, conn);
}
