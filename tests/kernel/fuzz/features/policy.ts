/** Tables of routes, rules that choose among them, and routes with several ways. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Draft, NodeSource } from '../draft.ts';
import type { Feature } from './feature.ts';
import { someRoute } from './routes.ts';

type RuleSource = NonNullable<NodeSource['rules']>[number];

function someRule(draft: Draft, node: NodeSource, priority: number): RuleSource {
	const { chance } = draft;
	const own = draft.membersOf(node).map(({ dev }) => dev);
	const rule: RuleSource = { priority };
	if (chance.in100(40)) rule.from = draft.somePrefix();
	if (chance.in100(40)) rule.to = draft.somePrefix();
	if (chance.in100(30)) rule.iif = chance.pick([...own, 'lo']);
	if (chance.in100(10) && own.length > 0) rule.oif = chance.pick(own);
	if (chance.in100(15)) rule.fwmark = chance.pick([1, 2]);
	if (chance.in100(10)) rule.not = true;
	const action = chance.weighted({ lookup: 75, blackhole: 8, unreachable: 9, prohibit: 8 });
	if (action !== 'lookup') return { ...rule, action };
	rule.table = chance.pick([100, 200, 100, 'main']);
	if (chance.in100(15)) rule.suppressPrefixLength = chance.pick([0, 8, 24]);
	return rule;
}

export const policy: Feature = {
	name: 'policy',
	share: 20,
	draw(draft) {
		const { chance } = draft;
		for (const node of chance.some(draft.hosts, chance.between(1, 2))) {
			const routes = (node.routes ??= []);
			for (let i = chance.between(1, 3); i > 0; i--) {
				const route = someRoute(draft, node);
				const table = chance.pick([100, 200]);
				if (route === null || routes.some((one) => one.table === table && one.to === route.to)) continue;
				routes.push({
					...route,
					table,
					...(chance.in100(10) ? { type: 'throw' as const, via: undefined, dev: undefined, src: undefined } : {})
				});
			}
			node.rules = Array.from({ length: chance.between(1, 3) }, (_, i) => someRule(draft, node, (i + 1) * 10));
		}
	}
};

/** A route with several ways, with the seed of Linux's hash set, since it is drawn at random else. */
export const multipath: Feature = {
	name: 'multipath',
	share: 12,
	draw(draft) {
		const { chance } = draft;
		const node = chance.pick(draft.hosts);
		const ways = new Map<string, { via: string; weight: number }>();
		for (let i = chance.between(2, 3); i > 0; i--) {
			const via = draft.someGateway(node);
			if (via !== null) ways.set(via, { via, weight: chance.between(1, 3) });
		}
		if (ways.size < 2) return;
		const to = chance.in100(60) ? 'default' : draft.somePrefix();
		node.routes = [...(node.routes ?? []).filter((route) => route.to !== to), { to, nexthops: [...ways.values()] }];
		node.sysctls = {
			...node.sysctls,
			'net.ipv4.fib_multipath_hash_seed': 12345,
			'net.ipv4.fib_multipath_hash_policy': chance.pick([0, 1, 2])
		};
		// More than one flow, so that more than one way is taken.
		for (let i = 0; i < 2; i++) {
			draft.happen(
				{ do: 'udp', to: formatIpv4(draft.someAddress()), port: chance.pick([7, 9, 80]), fromPort: 4100 + i },
				node
			);
		}
	}
};
