/** What a person may leave out of a lab that they write by hand, and every lab has: MACs and bridge settings. */
import * as v from 'valibot';
import { bridgeSchema, type BridgeSettings } from './bridge-settings.ts';
import type { Lab, LabNode } from './document.ts';
import { macSource } from './mac.ts';

export const bridgeDefaults: BridgeSettings = v.parse(bridgeSchema, {});

/** The same lab with MACs given, lower-case, to what has none; always the same ones for the same document. */
export function completeLab(lab: Lab): Lab {
	const nextMac = macSource(lab.nodes);
	const completeNode = (node: LabNode): LabNode => {
		const interfaces = node.interfaces.map((one) => {
			return one.name === 'lo' ? one : { ...one, mac: one.mac?.toLowerCase() ?? nextMac() };
		});
		const neighbours = node.neighbours.map((one) => ({ ...one, mac: one.mac.toLowerCase() }));
		if (node.kind !== 'bridge' && node.kind !== 'switch') return { ...node, interfaces, neighbours };
		const bridge = node.bridge ?? { ...bridgeDefaults, mac: nextMac() };
		return {
			...node,
			interfaces,
			neighbours,
			bridge: bridge.mac === undefined ? bridge : { ...bridge, mac: bridge.mac.toLowerCase() }
		};
	};
	return { ...lab, nodes: lab.nodes.map(completeNode) };
}
