/** The sysctls of a netns: Linux's defaults, and what the lab sets. */
import type { LabNode } from '../../lab/document.ts';
import { inOrderOfWriting } from '../../lab/sysctls.ts';
import type { Netns } from '../../kernel/netns.ts';
import { resetSysctls, writeSysctl } from '../../kernel/sysctl.ts';

export function applySysctls(ns: Netns, node: Pick<LabNode, 'forwarding' | 'sysctls'>): void {
	resetSysctls(ns);
	if (node.forwarding) writeSysctl(ns, 'net.ipv4.ip_forward', 1);
	for (const [name, value] of inOrderOfWriting(node.sysctls)) writeSysctl(ns, name, value);
}
