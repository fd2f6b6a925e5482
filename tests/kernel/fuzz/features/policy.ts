/** Tables of routes, rules that choose among them, and routes with several ways. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Draft, NodeSource } from '../draft.ts';
import { PORTS } from '../ports.ts';
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

/** What a rule may say of the packet's protocol and ports; of other protocols they are never there. */
function transport(draft: Draft): Partial<RuleSource> {
	const { chance } = draft;
	const words: Partial<RuleSource> = {};
	if (chance.in100(70)) words.ipproto = chance.pick(['udp', 'udp', 'tcp', 'tcp', 'icmp', 47]);
	if (chance.in100(60)) words.dport = chance.pick([...PORTS.map(String), '7-9', '80-8080', '33434-33534']);
	if (chance.in100(25)) words.sport = chance.pick(['4000', '4000-5000', '7', '80', '1024-65534']);
	if (chance.in100(8)) words.tos = chance.pick([0x10, 0x08]);
	if (chance.in100(10)) Object.assign(words, { fwmark: chance.pick([0, 1]), fwmask: chance.pick([1, 2, 3]) });
	return words;
}

/** Over the rules between, to one that is there or is not. */
function leap({ chance }: Draft, rules: readonly RuleSource[], priority: number): RuleSource {
	const later = rules.map((rule) => rule.priority).filter((other) => other > priority);
	return { priority, action: 'goto', goto: chance.pick([...later, priority + 5, 32766, 32767]) };
}

export const ruleDetails: Feature = {
	name: 'rule-details',
	share: 75,
	draw(draft) {
		const { chance } = draft;
		for (const node of draft.hosts) {
			const rules = node.rules ?? [];
			for (const rule of rules) if (chance.in100(40)) Object.assign(rule, transport(draft));
			if (rules.length === 0) continue;
			if (chance.in100(30)) rules.push({ ...leap(draft, rules, chance.pick([5, 15, 25])), ...transport(draft) });
			if (chance.in100(20)) rules.push(leap(draft, rules, chance.pick([6, 16, 26])));
			if (chance.in100(5)) rules.push({ priority: chance.pick([32766, 32767]), action: 'delete' });
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
