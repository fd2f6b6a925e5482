/** What was seen on the interfaces of a lab, by whomever: Linux or the engine. */
import type { Input, Lab } from '../../lib/lab/document.ts';
import { devicesOf, netnsNodes, netnsOf } from '../../lib/lab/topology.ts';

export interface Frame {
	/** ns since the run began */
	time: number;
	/** As the interface sees it. */
	direction: 'in' | 'out';
	bytes: Uint8Array;
	/** Its transport checksum was left to a device that computes none: Linux's lo. */
	unsummed: boolean;
}

export interface InterfaceCapture {
	/** Node id of the netns, and the device in it. */
	node: string;
	dev: string;
	frames: Frame[];
}

/**
 * Every interface of the lab, in the order of its netns and their devices, so that two captures stand side by side; then those that
 * inputs rename or move, where they are afterwards.
 */
export function emptyCapture(lab: Lab, inputs: readonly Input[] = []): InterfaceCapture[] {
	const captures = netnsNodes(lab).flatMap(({ id }) =>
		devicesOf(lab, id).map(({ name }): InterfaceCapture => ({ node: id, dev: name, frames: [] }))
	);
	for (const { node, action } of inputs) {
		if (action.do !== 'interface' || node === undefined) continue;
		const { interface: dev, rename: name = dev, moveTo = netnsOf(lab, node) } = action;
		if (captureOf(captures, moveTo, name) === undefined) captures.push({ node: moveTo, dev: name, frames: [] });
	}
	return captures;
}

export function captureOf(
	captures: readonly InterfaceCapture[],
	node: string,
	dev: string
): InterfaceCapture | undefined {
	return captures.find((one) => one.node === node && one.dev === dev);
}
