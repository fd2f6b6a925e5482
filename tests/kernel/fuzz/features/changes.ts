/** What changes while the network runs. */
import type { ConfigSource, Draft, NodeSource } from '../draft.ts';
import type { Feature } from './feature.ts';
import { someNatRule } from './nat.ts';
import { someNeighbours } from './neighbours.ts';
import { someRoute } from './routes.ts';
import { someService } from './services.ts';
import { someSysctls } from './sysctls.ts';

export const links: Feature = {
	name: 'links',
	share: 15,
	draw(draft) {
		const { chance } = draft;
		if (draft.links.length === 0) return;
		const { id } = chance.pick(draft.links);
		draft.happen({ do: 'link', link: id, up: false });
		if (chance.in100(60)) draft.happen({ do: 'link', link: id, up: true });
	}
};

export const interfaces: Feature = {
	name: 'interfaces',
	share: 15,
	draw(draft) {
		const { chance } = draft;
		const { node, dev } = chance.pick(draft.members);
		draft.happen({ do: 'interface', interface: dev, up: false }, node);
		if (chance.in100(70)) draft.happen({ do: 'interface', interface: dev, up: true }, node);
	}
};

export const downFromTheStart: Feature = {
	name: 'down',
	share: 6,
	draw(draft) {
		const { chance } = draft;
		if (chance.in100(30) && draft.links.length > 0) chance.pick(draft.links).up = false;
		else {
			const { node, dev } = chance.pick(draft.members);
			const port = node.interfaces!.find(({ name }) => name === dev);
			if (port !== undefined) port.up = false;
		}
	}
};

function someConfig(draft: Draft, node: NodeSource): ConfigSource {
	const { chance } = draft;
	const what = chance.weighted({ forwarding: 3, routes: 5, nat: 3, neighbours: 2, sysctls: 2 });
	if (what === 'forwarding') return { forwarding: node.forwarding !== true };
	if (what === 'nat') return { nat: Array.from({ length: chance.between(0, 2) }, () => someNatRule(draft, node)) };
	if (what === 'neighbours') return { neighbours: someNeighbours(draft, node) };
	if (what === 'sysctls') return { sysctls: { ...node.sysctls, ...someSysctls(chance) } };
	const routes = (node.routes ?? []).filter(() => chance.in100(70));
	const further = someRoute(draft, node);
	if (further !== null && !routes.some(({ to }) => to === further.to)) routes.push(further);
	return { routes };
}

export const configuration: Feature = {
	name: 'config',
	share: 20,
	draw(draft) {
		const { chance } = draft;
		const count = chance.between(1, 2);
		for (let i = 0; i < count; i++) {
			const node = chance.pick(draft.hosts);
			draft.happen({ do: 'config', set: someConfig(draft, node) }, node);
		}
	}
};

export const serve: Feature = {
	name: 'serve',
	share: 8,
	draw(draft) {
		draft.happen({ do: 'serve', service: someService(draft) }, draft.chance.pick(draft.hosts));
	}
};
