/** Narrow segments, and ends that don't agree how narrow. */
import type { Feature } from './feature.ts';

export const mtu: Feature = {
	name: 'mtu',
	share: 20,
	draw(draft) {
		const { chance } = draft;
		const segment = chance.pick(draft.segments);
		const size = chance.pick([576, 600, 1000, 1280, 1400, 1492, 4000, 9000]);
		const one = chance.in100(25) ? chance.pick(segment.members) : null;
		for (const { node, dev } of one === null ? segment.members : [one]) {
			const port = node.interfaces!.find(({ name }) => name === dev);
			if (port !== undefined) port.mtu = size;
		}
	}
};
