/** Two interfaces on one wire have the same MAC: bridges learn it now here, now there. */
import { macSource } from '../mac.ts';
import type { Advice, Adviser } from './advice.ts';
import { setMac } from './edits.ts';
import { nameOf, type NetworkStation } from './network.ts';

export const duplicateMac: Adviser = (network) => {
	const advice: Advice[] = [];
	for (const { stations } of network.segments) {
		const seen = new Map<string, NetworkStation>();
		for (const station of stations) {
			const { mac } = station.device;
			const first = seen.get(mac);
			if (first === undefined || mac === '') {
				seen.set(mac, station);
				continue;
			}
			const fresh = macSource(network.lab.nodes)();
			advice.push({
				kind: 'duplicate-mac',
				path: `${network.pathOfDevice(station.device)}.mac`,
				message: `${nameOf(station)} has the MAC of ${nameOf(first)}, on the same wire`,
				severity: 'warning',
				why: 'A bridge believes that a MAC is where it was last seen, and moves it to and fro between two ports: each gets half of the frames.',
				mends: [{ text: `Give ${nameOf(station)} ${fresh}`, apply: (lab) => setMac(lab, station.device, fresh) }]
			});
		}
	}
	return advice;
};
