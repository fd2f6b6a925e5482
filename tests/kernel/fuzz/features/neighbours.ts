/** Static neighbours: right ones, and some with another's MAC or nobody's. */
import type { Draft, NodeSource } from '../draft.ts';
import type { Feature } from './feature.ts';

export function someNeighbours(draft: Draft, node: NodeSource): NonNullable<NodeSource['neighbours']> {
	const { chance } = draft;
	const own = draft.membersOf(node);
	if (own.length === 0) return [];
	const { dev } = chance.pick(own);
	const address = draft.someGateway(node);
	if (address === null) return [];
	return [{ address, mac: `02:00:00:00:00:0${chance.between(1, 9)}`, dev }];
}

export const staticNeighbours: Feature = {
	name: 'neighbours',
	share: 10,
	draw(draft) {
		const node = draft.chance.pick(draft.hosts);
		node.neighbours = someNeighbours(draft, node);
	}
};
