/** Names follow: what names a device or a node is changed along with it. */
import { actionKind } from '../actions/registry.ts';
import type { Lab, LabNode } from '../document.ts';
import { kindOfInterface } from '../interfaces/registry.ts';
import { serviceKind } from '../services/registry.ts';
import { netnsOf, nodeById } from '../topology.ts';
import { followDevice } from './follow-device.ts';
import { replaceNode } from './replace.ts';

function followInputs(lab: Lab, netns: string, from: string, to: string): Lab {
	const suggested = lab.suggested.map((input) => {
		if (input.node === undefined || netnsOf(lab, input.node) !== netns) return input;
		const action = actionKind(input.action).renamed?.(input.action, from, to) ?? input.action;
		return action === input.action ? input : { ...input, action };
	});
	return { ...lab, suggested };
}

/** What a node's own devices say of another one. */
function followOwn(node: LabNode, from: string, to: string): LabNode {
	const interfaces = node.interfaces.map((one) => kindOfInterface(one)?.renamed?.(one, from, to) ?? one);
	const { bridge } = node;
	if (bridge === undefined || !bridge.fdb.some(({ dev }) => dev === from)) return { ...node, interfaces };
	const fdb = bridge.fdb.map((entry) => (entry.dev === from ? { ...entry, dev: to } : entry));
	return { ...node, interfaces, bridge: { ...bridge, fdb } };
}

/** The netns' node, whose settings and services name its devices. */
function followInNode(lab: Lab, netns: string, from: string, to: string): Lab {
	return replaceNode(lab, netns, (one) => ({
		...followDevice(one, from, to),
		services: one.services.map((service) => serviceKind(service).renamed?.(service, from, to) ?? service)
	}));
}

/** Another name for an interface: routes, NAT rules, static neighbours, services, links and suggested inputs follow. */
export function renameInterface(lab: Lab, node: string, from: string, to: string): Lab {
	if (from === to) return lab;
	const netns = netnsOf(lab, node);
	let edited = replaceNode(lab, node, (one) => ({
		...one,
		interfaces: one.interfaces.map((each) => (each.name === from ? { ...each, name: to } : each))
	}));
	edited = {
		...edited,
		nodes: edited.nodes.map((one) => (netnsOf(lab, one.id) === netns ? followOwn(one, from, to) : one))
	};
	edited = followInNode(edited, netns, from, to);
	const follow = (end: { node: string; interface: string }) => {
		return end.node === node && end.interface === from ? { ...end, interface: to } : end;
	};
	const links = edited.links.map((link) => {
		if (!link.ends.some((end) => follow(end) !== end)) return link;
		const [a, b] = link.ends;
		return { ...link, ends: [follow(a), follow(b)] as typeof link.ends };
	});
	return followInputs({ ...edited, links }, netns, from, to);
}

/** Another name for a node; its id stays. A bridge's name is its device's, and what names the device follows. */
export function renameNode(lab: Lab, id: string, name: string): Lab {
	const node = nodeById(lab, id);
	if (node === undefined || node.name === name) return lab;
	const renamed = replaceNode(lab, id, (one) => ({ ...one, name }));
	if (node.kind !== 'bridge') return renamed;
	const netns = netnsOf(lab, id);
	return followInputs(followInNode(renamed, netns, node.name, name), netns, node.name, name);
}
