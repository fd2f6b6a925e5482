/** Another name for a device: a node's settings that name it follow. */
import type { LabNode } from '../document.ts';
import { renameInRules } from '../firewall-names.ts';

/** The references to a device inside the node whose netns it is in. */
export function followDevice<
	T extends Pick<LabNode, 'routes' | 'rules' | 'neighbours' | 'proxies' | 'iptables' | 'nat'>
>(node: T, from: string, to: string): T {
	const renamed = (name: string | undefined) => (name === from ? to : name);
	return {
		...node,
		routes: node.routes.map((route) => {
			const { nexthops } = route;
			if (nexthops?.some(({ dev }) => dev === from)) {
				return { ...route, nexthops: nexthops.map((hop) => (hop.dev === from ? { ...hop, dev: to } : hop)) };
			}
			return route.dev === from ? { ...route, dev: to } : route;
		}),
		rules: node.rules.map((rule) => {
			if (rule.iif !== from && rule.oif !== from) return rule;
			return {
				...rule,
				...(rule.iif === undefined ? {} : { iif: renamed(rule.iif) }),
				...(rule.oif === undefined ? {} : { oif: renamed(rule.oif) })
			};
		}),
		proxies: node.proxies.map((one) => (one.dev === from ? { ...one, dev: to } : one)),
		neighbours: node.neighbours.map((one) => (one.dev === from ? { ...one, dev: to } : one)),
		iptables: renameInRules(node.iptables, from, to),
		nat: node.nat.map((rule) => {
			if (rule.target === 'DNAT') return rule.in === from ? { ...rule, in: renamed(rule.in) } : rule;
			return rule.out === from ? { ...rule, out: renamed(rule.out) } : rule;
		})
	};
}
