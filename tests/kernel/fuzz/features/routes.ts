/** Routes as people get them wrong: missing, overlapping, doubled, looping, refusing, with a source or none. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Draft, NodeSource, RouteSource } from '../draft.ts';
import type { Feature } from './feature.ts';

/** Keeps what Linux would take twice out: the same prefix with the same metric. */
function put(node: NodeSource, route: RouteSource): void {
	const routes = (node.routes ??= []);
	const same = routes.some(({ to, metric = 0 }) => to === route.to && metric === (route.metric ?? 0));
	if (!same) routes.push(route);
}

/** Any route that the node could have. */
export function someRoute(draft: Draft, node: NodeSource): RouteSource | null {
	const { chance } = draft;
	const to = draft.somePrefix();
	const metric = chance.in100(30) ? { metric: chance.pick([1, 10, 100, 4294967295]) } : {};
	const way = chance.weighted({ via: 60, dev: 12, both: 8, refusing: 20 });
	if (way === 'refusing') return { to, type: chance.pick(['blackhole', 'unreachable', 'prohibit']), ...metric };
	const own = draft.membersOf(node);
	if (own.length === 0) return null;
	const { dev } = chance.pick(own);
	const src = chance.in100(15) ? { src: formatIpv4(chance.pick(own).address || draft.someAddress()) } : {};
	if (way === 'dev') return { to, dev, ...metric, ...src };
	const via = draft.someGateway(node);
	if (via === null) return null;
	return { to, via, ...(way === 'both' ? { dev } : {}), ...metric, ...src };
}

export const moreRoutes: Feature = {
	name: 'routes',
	share: 45,
	draw(draft) {
		const { chance } = draft;
		const count = chance.between(1, 4);
		for (let i = 0; i < count; i++) {
			const node = chance.pick(draft.hosts);
			const route = someRoute(draft, node);
			if (route !== null) put(node, route);
		}
	}
};

export const missingRoutes: Feature = {
	name: 'missing-routes',
	share: 15,
	draw(draft) {
		const { chance } = draft;
		for (const node of chance.some(draft.hosts, chance.between(1, 2))) {
			const routes = node.routes ?? [];
			if (routes.length > 0) routes.splice(chance.below(routes.length), 1);
		}
	}
};

/** Two neighbours, each of which takes the other for the way out. */
export const routingLoop: Feature = {
	name: 'routing-loop',
	share: 8,
	draw(draft) {
		const { chance } = draft;
		const forwarding = draft.members.filter(({ node, address }) => node.forwarding === true && address !== 0);
		for (const { members } of draft.segments) {
			const [a, b] = chance.some(
				members.filter((member) => forwarding.includes(member)),
				2
			);
			if (b === undefined) continue;
			put(a.node, { to: 'default', via: formatIpv4(b.address) });
			put(b.node, { to: 'default', via: formatIpv4(a.address) });
			return;
		}
	}
};

export const forwardingOff: Feature = {
	name: 'forwarding-off',
	share: 8,
	draw(draft) {
		const node = draft.chance.pick(draft.hosts);
		node.forwarding = node.forwarding !== true;
	}
};
