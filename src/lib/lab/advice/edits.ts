/** The changes that mends are made of. */
import { updateNode } from '../edit/nodes.ts';
import type { Lab, Route } from '../document.ts';
import { nodeById, type LabDevice } from '../topology.ts';

/** Sets properties that an interface and a bridge both have. */
function patchDevice(
	lab: Lab,
	device: LabDevice,
	patch: (old: {
		addresses: string[];
		mtu: number;
		mac?: string;
	}) => Partial<{ addresses: string[]; mtu: number; mac: string }>
): Lab {
	const node = nodeById(lab, device.node);
	if (node === undefined) return lab;
	if (device.kind === 'bridge')
		return node.bridge === undefined
			? lab
			: updateNode(lab, node.id, { bridge: { ...node.bridge, ...patch(node.bridge) } });
	return updateNode(lab, node.id, {
		interfaces: node.interfaces.map((one) => (one.name === device.name ? { ...one, ...patch(one) } : one))
	});
}

export function replaceAddress(lab: Lab, device: LabDevice, from: string, to: string): Lab {
	return patchDevice(lab, device, ({ addresses }) => ({
		addresses: addresses.map((one) => (one === from ? to : one))
	}));
}

export function setMtu(lab: Lab, device: LabDevice, mtu: number): Lab {
	return patchDevice(lab, device, () => ({ mtu }));
}

export function setMac(lab: Lab, device: LabDevice, mac: string): Lab {
	return patchDevice(lab, device, () => ({ mac }));
}

/** A route instead of that of the same destination and metric, if there is one. */
export function putRoute(lab: Lab, node: string, route: Pick<Route, 'to' | 'via'>): Lab {
	const old = nodeById(lab, node);
	if (old === undefined) return lab;
	const fresh: Route = { type: 'unicast', metric: 0, ...route };
	const others = old.routes.filter(({ to, metric }) => !(to === fresh.to && metric === 0));
	return updateNode(lab, node, { routes: [...others, fresh] });
}
