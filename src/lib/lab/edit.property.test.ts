/** Whatever is done to a lab, it stays one: read back from its file, sound, and undone to where it began. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkLab } from './check.ts';
import { type Config, type Lab, type LabNode, labSchema, nodeKinds } from './document.ts';
import * as edit from './edit.ts';
import { exportBash } from './export/bash.ts';
import { commit, createHistory, redo, undo } from './history.ts';
import { canHold } from './kinds/registry.ts';
import { parseLabText } from './parse-text.ts';
import { makeNode } from './presets.ts';
import { serializeLab } from './serialize.ts';
import { labOf } from './testing/lab-of.ts';
import { devicesOf, netnsOf } from './topology.ts';
import { transact } from './transaction.ts';

/** Picks are numbers, taken modulo what there is to pick from. */
interface Step {
	kind: string;
	a: number;
	b: number;
}

function pick<T>(items: readonly T[], number: number): T | undefined {
	return items.length === 0 ? undefined : items[number % items.length];
}

const addresses = ['10.0.0.1/24', '10.0.0.130/25', '192.0.2.7/32', '172.16.5.4/12'];

/** What a step does to a lab; the same lab where there is nothing to do it to. */
const steps: Record<string, (lab: Lab, a: number, b: number) => Lab> = {
	add(lab, a, b) {
		const kind = nodeKinds[a % nodeKinds.length];
		if (canHold(kind, undefined)) return edit.addNode(lab, makeNode(lab, kind, { x: a, y: b }));
		const parent = pick(
			lab.nodes.filter((node) => canHold(kind, node.kind)),
			b
		);
		return parent === undefined ? lab : edit.addNode(lab, makeNode(lab, kind, { x: a, y: b }, parent.id));
	},
	connect: (lab, a, b) => edit.connect(lab, pick(lab.nodes, a)?.id ?? '', pick(lab.nodes, b)?.id ?? ''),
	removeNode: (lab, a) => edit.removeNodes(lab, [pick(lab.nodes, a)?.id ?? '']),
	removeLink: (lab, a) => edit.removeLinks(lab, [pick(lab.links, a)?.id ?? '']),
	pull: (lab, a, b) => edit.updateLink(lab, pick(lab.links, a)?.id ?? '', { up: b % 2 === 0, delay: `${b}us` }),
	move: (lab, a, b) => edit.moveNodes(lab, { [pick(lab.nodes, a)?.id ?? '']: { x: b, y: a } }),
	duplicate: (lab, a, b) => {
		return lab.nodes.length > 12
			? lab
			: edit.duplicateNodes(lab, [pick(lab.nodes, a)?.id ?? '', pick(lab.nodes, b)?.id ?? '']);
	},
	reparent: (lab, a, b) => edit.reparentNode(lab, pick(lab.nodes, a)?.id ?? '', pick(lab.nodes, b)?.id),
	address: onInterface((lab, node, name, b) =>
		edit.updateInterface(lab, node.id, name, { addresses: [pick(addresses, b)!] })
	),
	rename: onInterface((lab, node, name, b) => {
		const taken = devicesOf(lab, netnsOf(lab, node.id)).some((device) => device.name === `x${b}`);
		return taken || name === 'lo' ? lab : edit.renameInterface(lab, node.id, name, `x${b}`);
	}),
	removeInterface: onInterface((lab, node, name) => edit.removeInterface(lab, node.id, name)),
	addInterface: (lab, a) => edit.addInterface(lab, pick(lab.nodes, a)?.id ?? ''),
	note: (lab, a, b) => edit.addNote(lab, edit.makeNote(lab, 'a note', { x: a, y: b })),
	suggest(lab, a) {
		const link = pick(lab.links, a);
		if (link === undefined) return lab;
		return edit.updateLab(lab, { suggested: [{ at: '0s', action: { do: 'link', link: link.id, up: false } }] });
	},
	suggestConfig: onInterface((lab, { id }, dev, b) => {
		if (dev === 'lo') return lab;
		const node = netnsOf(lab, id);
		const set: Config = {
			routes: [{ to: '192.0.2.0/24', type: 'unicast', dev, metric: 0 }],
			nat: [{ target: 'MASQUERADE', out: dev }],
			...(b % 2 === 0 ? {} : { neighbours: [{ address: '10.0.0.9', mac: '02:00:00:00:00:99', dev }] })
		};
		return edit.updateLab(lab, {
			suggested: [...lab.suggested.slice(-2), { at: '0s', node, action: { do: 'config', set } }]
		});
	})
};

function onInterface(change: (lab: Lab, node: LabNode, name: string, b: number) => Lab) {
	return (lab: Lab, a: number, b: number) => {
		const all = lab.nodes.flatMap((node) => node.interfaces.map(({ name }) => ({ node, name })));
		const one = pick(all, a);
		return one === undefined ? lab : change(lab, one.node, one.name, b);
	};
}

const sequence = fc.array(
	fc.record<Step>({
		// Adding and joining more often than the rest, so that there is something to edit.
		kind: fc.constantFrom('add', 'add', 'connect', 'connect', ...Object.keys(steps)),
		a: fc.nat(1000),
		b: fc.nat(1000)
	}),
	{ maxLength: 30 }
);

function run(lab: Lab, { kind, a, b }: Step): Lab {
	return steps[kind](lab, a, b);
}

describe('any sequence of edits', () => {
	it('leaves a sound lab after each of them, that is read back from its file', () => {
		fc.assert(
			fc.property(sequence, (list) => {
				let lab = labOf([]);
				for (const step of list) {
					lab = run(lab, step);
					expect(v.safeParse(labSchema, lab).issues ?? []).toEqual([]);
					expect(checkLab(lab).filter(({ severity }) => severity === 'error')).toEqual([]);
				}
				const parsed = parseLabText(serializeLab(lab));
				expect(parsed.ok && parsed.lab).toEqual(lab);
				expect(() => exportBash(lab)).not.toThrow();
			}),
			{ numRuns: 150 }
		);
	});

	it('is undone to the very first lab and redone to the very last', () => {
		fc.assert(
			fc.property(sequence, (list) => {
				const first = labOf([]);
				let history = createHistory(first);
				for (const step of list) {
					const transaction = transact(history.lab, (lab) => run(lab, step), { name: step.kind, origin: 'program' });
					if (transaction !== null) history = commit(history, transaction);
				}
				const last = history.lab;
				while (history.done.length > 0) history = undo(history);
				expect(history.lab).toBe(first);
				while (history.undone.length > 0) history = redo(history);
				expect(history.lab).toBe(last);
			}),
			{ numRuns: 100 }
		);
	});

	it('changes no lab that it was given', () => {
		fc.assert(
			fc.property(sequence, (list) => {
				let lab = labOf([]);
				for (const step of list) {
					const text = JSON.stringify(lab);
					const next = run(lab, step);
					expect(JSON.stringify(lab)).toBe(text);
					lab = next;
				}
			}),
			{ numRuns: 50 }
		);
	});
});
