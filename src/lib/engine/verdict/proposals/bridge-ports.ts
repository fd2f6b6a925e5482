/** Ports of a bridge that do not talk to each other, or that are not told of what everybody should hear. */
import { updateInterface } from '../../../lab/edit/interfaces.ts';
import type { Proposer } from '../proposals.ts';

export const isolatedPorts: Proposer = ({ lab }) =>
	lab.nodes.flatMap(({ id, name, interfaces }) =>
		interfaces.flatMap(({ name: dev, port }) => {
			if (port === undefined) return [];
			const set = (text: string, because: string, change: Partial<typeof port>) => ({
				text: `${text} on ${dev} of ${name}`,
				because: `${dev} of ${name} ${because}`,
				apply: (old: typeof lab) => updateInterface(old, id, dev, { port: { ...port, ...change } })
			});
			return [
				...(port.isolated
					? [
							set('Switch isolation off', 'is isolated: nothing passes between it and another isolated port', {
								isolated: false
							})
						]
					: []),
				...(port.broadcastFlood
					? []
					: [
							set('Let broadcasts out', 'is not given broadcasts, so no ARP request goes out of it', {
								broadcastFlood: true
							})
						]),
				...(port.flood
					? []
					: [
							set('Let frames to unknown addresses out', 'is not given frames to MACs that the bridge has not learnt', {
								flood: true
							})
						])
			];
		})
	);
