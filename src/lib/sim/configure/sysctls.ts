/** The sysctls of a netns: Linux's defaults, and what the lab sets. */
import type { LabNode } from '../../lab/document.ts';
import type { Netns } from '../../kernel/netns.ts';
import { defaultSysctls, setSysctl } from '../../kernel/sysctl.ts';

export function applySysctls(ns: Netns, node: Pick<LabNode, 'forwarding' | 'sysctls'>): void {
	ns.sysctls = defaultSysctls();
	ns.sysctls.ipForward = node.forwarding;
	for (const [name, value] of Object.entries(node.sysctls)) setSysctl(ns.sysctls, name, value);
}
