/** Bridges in a circle, none of which speaks the spanning tree protocol: the first broadcast becomes a storm (IEEE 802.1D). */
import { updateLink } from '../edit/links.ts';
import { updateNode } from '../edit/nodes.ts';
import type { Lab, LabLink, LabNode } from '../document.ts';
import { devicesOf, netnsOf, nodeById } from '../topology.ts';
import type { Advice, Adviser } from './advice.ts';

interface Cable {
	link: LabLink;
	/** Nodes of the bridges that it joins. */
	a: string;
	b: string;
}

export const bridgeLoop: Adviser = ({ lab }) => {
	const cables = lab.links.filter(({ up }) => up).flatMap((link) => cableOf(lab, link));
	const group = new Map<string, string>();
	const root = (node: string): string => {
		let at = node;
		for (let up = group.get(at); up !== undefined && up !== at; up = group.get(at)) at = up;
		return at;
	};
	const advice: Advice[] = [];
	for (const [i, cable] of cables.entries()) {
		const [a, b] = [root(cable.a), root(cable.b)];
		if (a !== b) {
			group.set(a, b);
			continue;
		}
		const circle = circleOf(cables.slice(0, i), cable);
		const bridges = circle.map((id) => nodeById(lab, id)!);
		if (bridges.some(speaksStp)) continue;
		const names = bridges.map(({ name }) => name);
		const path = `links[${lab.links.indexOf(cable.link)}]`;
		advice.push({
			kind: 'bridge-loop',
			path,
			message: `${names.length === 1 ? `${names[0]} is linked to itself` : `${names.join(', ')} are linked in a circle`}, and STP is off`,
			severity: 'warning',
			why: 'A bridge sends a broadcast out of every other port. In a circle it comes back and is sent again, more each time, until nothing else gets through.',
			mends: [
				{ text: `Switch STP on, on ${names.join(' and ')}`, apply: (old) => withStp(old, circle) },
				{ text: 'Pull this link', apply: (old) => updateLink(old, cable.link.id, { up: false }) }
			]
		});
	}
	return advice;
};

function speaksStp({ bridge }: LabNode): boolean {
	return bridge?.stp ?? false;
}

function withStp(lab: Lab, nodes: readonly string[]): Lab {
	return nodes.reduce((old, id) => {
		const bridge = nodeById(old, id)?.bridge;
		return bridge === undefined ? old : updateNode(old, id, { bridge: { ...bridge, stp: true } });
	}, lab);
}

/** A link from one bridge's port to another's, or to one of the same bridge; both ends up. */
function cableOf(lab: Lab, link: LabLink): Cable[] {
	const [a, b] = link.ends.map((end) => {
		const port = devicesOf(lab, netnsOf(lab, end.node)).find(
			(one) => one.node === end.node && one.name === end.interface
		);
		return port !== undefined && port.master !== '' && port.up ? end.node : undefined;
	});
	return a === undefined || b === undefined ? [] : [{ link, a, b }];
}

/** The bridges of the circle that `last` closes, by the shortest way. */
function circleOf(cables: readonly Cable[], last: Cable): string[] {
	const before = new Map<string, string>([[last.a, '']]);
	const waiting = [last.a];
	for (const at of waiting) {
		if (at === last.b) break;
		for (const { a, b } of cables) {
			const next = a === at ? b : b === at ? a : undefined;
			if (next === undefined || before.has(next)) continue;
			before.set(next, at);
			waiting.push(next);
		}
	}
	const circle: string[] = [];
	for (let at = last.b; at !== ''; at = before.get(at) ?? '') circle.push(at);
	return circle;
}
