/** Devices on one wire have different MTUs: what one may send, another throws away without a word. */
import { devicesOf, netnsOf, nodeById, type LabDevice } from '../topology.ts';
import type { Advice, Adviser } from './advice.ts';
import { setMtu } from './edits.ts';

export const mtuMismatch: Adviser = (network) => {
	const { lab } = network;
	const advice: Advice[] = [];
	for (const link of lab.links) {
		const [a, b] = link.ends.map((end) =>
			devicesOf(lab, netnsOf(lab, end.node)).find((one) => one.node === end.node && one.name === end.interface)
		);
		if (a === undefined || b === undefined || a.mtu === b.mtu) continue;
		const [small, large] = a.mtu < b.mtu ? [a, b] : [b, a];
		const name = ({ node, name: device }: LabDevice) => `${device} of ${nodeById(lab, node)?.name ?? node}`;
		advice.push({
			kind: 'mtu-mismatch',
			path: `${network.pathOfDevice(small)}.mtu`,
			message: `the two ends of a link have different MTUs: ${name(small)} ${small.mtu}, ${name(large)} ${large.mtu}`,
			severity: 'warning',
			why: 'Packets between the two sizes are dropped on arrival, and nobody is told: small packets and pings pass, large transfers hang.',
			mends: [
				{ text: `Set the MTU of ${name(small)} to ${large.mtu}`, apply: (old) => setMtu(old, small, large.mtu) },
				{ text: `Set the MTU of ${name(large)} to ${small.mtu}`, apply: (old) => setMtu(old, large, small.mtu) }
			]
		});
	}
	return advice;
};
