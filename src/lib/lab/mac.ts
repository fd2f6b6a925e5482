/** MACs for new interfaces: locally administered, counted, so that a lab's frames are the same on every machine. */
import { formatMac, parseMac } from '../net/text.ts';
import type { Lab, LabNode } from './document.ts';

/** 02:00:00:00:00:00, the locally administered bit set; the counter fills the last three bytes. */
const BASE = 0x02_00_00_00_00_00;
const LAST = BASE + 0xff_ff_ff;

/** Nodes are values that most edits share: what was read of one is kept as long as it lives. */
const macsOfNodes = new WeakMap<LabNode, number[]>();

function macsOf(node: LabNode): number[] {
	let macs = macsOfNodes.get(node);
	if (macs === undefined) {
		const texts = [node.bridge, ...node.interfaces].flatMap((one) => one?.mac ?? []);
		macs = texts.map(parseMac);
		macsOfNodes.set(node, macs);
	}
	return macs;
}

/** Gives a MAC that no node has, one after the other: the one after the highest of ours, then the lowest free one. */
export function macSource(nodes: Lab['nodes']): () => string {
	const taken = new Set<number>();
	let last = BASE;
	for (const node of nodes) {
		for (const mac of macsOf(node)) {
			taken.add(mac);
			if (mac > last && mac < LAST) last = mac;
		}
	}
	return () => {
		let mac = last + 1;
		if (mac > LAST) {
			mac = BASE + 1;
			while (taken.has(mac)) mac++;
		}
		taken.add(mac);
		last = Math.max(last, mac);
		return formatMac(mac);
	};
}
