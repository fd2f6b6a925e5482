/** A segment: everything that a broadcast frame reaches, through links and bridges, up to the next IP stack. */
import type { Lab, LabNode } from './document.ts';
import { devicesOf, type LabDevice, netnsOf, nodeById, peerOf } from './topology.ts';

/** A device on a segment that an IP stack listens on: an interface that is no port, or a bridge device itself. */
export interface Station {
	/** Whose netns it is in; routes and forwarding stand here. */
	netns: LabNode;
	device: LabDevice;
}

/** The stations of the segment that an interface is on, itself first if it is one; in the order of a flood. */
export function segmentOf(lab: Lab, node: string, name: string): Station[] {
	const stations: Station[] = [];
	const seen = new Set<string>();
	const waiting: { node: string; name: string }[] = [{ node, name }];
	for (const at of waiting) {
		const netns = nodeById(lab, netnsOf(lab, at.node));
		const device = netns && devicesOf(lab, netns.id).find((one) => one.name === at.name);
		if (netns === undefined || device === undefined) continue;
		const key = `${netns.id}/${device.name}`;
		if (seen.has(key)) continue;
		seen.add(key);
		if (device.master !== '') waiting.push({ node: netns.id, name: device.master });
		else stations.push({ netns, device });
		if (device.kind === 'bridge') {
			for (const port of devicesOf(lab, netns.id)) {
				if (port.master === device.name) waiting.push({ node: port.node, name: port.name });
			}
		}
		if (device.lower !== null) waiting.push({ node: device.lower.node, name: device.lower.name });
		const peer = peerOf(lab, device.node, device.name);
		if (peer !== undefined) waiting.push({ node: peer.node, name: peer.interface });
	}
	return stations;
}
