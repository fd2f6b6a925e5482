import { describe, expect, it } from 'vitest';
import { PATH_SIZE, writePath } from '../geometry/link-path.ts';
import { Slots } from '../geometry/slots.ts';
import { PacketBuffer } from './buffer.ts';
import { Placement, type SceneArrays, type View } from './placement.ts';

// Two nodes of 40 by 40 with one link between them: its ends are at x 120 and 480.
function scene(): SceneArrays {
	const outline = (x: number) => ({ x, y: 100, width: 40, height: 40, round: false });
	const paths = new Float32Array(PATH_SIZE);
	writePath(paths, 0, outline(100), outline(500), 0);
	const [linkSlots, nodeSlots] = [new Slots(), new Slots()];
	linkSlots.keep(['l1']);
	nodeSlots.keep(['a', 'b']);
	return { paths, nodes: new Float32Array([100, 100, 40, 40, 500, 100, 40, 40]), linkSlots, nodeSlots };
}

const view: View = { zoom: 1, panX: 0, panY: 0, width: 800, height: 600 };

function place(fill: (buffer: PacketBuffer) => void, shown: View = view, quarters = false) {
	const buffer = new PacketBuffer();
	fill(buffer);
	const placement = new Placement();
	const arrays = scene();
	placement.placeHeads(buffer, arrays, shown, quarters);
	placement.beginLabels(arrays);
	for (let i = 0; i < buffer.count; i++) placement.placeLabel(i, buffer, arrays, shown, 60, 20);
	return placement;
}

describe('a packet on a link', () => {
	it('goes from the sender to the receiver', () => {
		const { x, dx } = place((out) => {
			out.addOnLink(1, 0, 0, 0.25, 0, 0);
			out.addOnLink(2, 0, 1, 0.25, 0, 0);
		});
		expect([x[0], dx[0]]).toEqual([210, 1]);
		expect([x[1], dx[1]]).toEqual([390, -1]);
	});

	it('is placed with pan and zoom', () => {
		const { x, y } = place((out) => out.addOnLink(1, 0, 0, 0.5, 0, 0), { ...view, zoom: 2, panX: -100, panY: 30 });
		expect([x[0], y[0]]).toEqual([500, 230]);
	});

	it('that goes right has its label above the link, the one that comes back below', () => {
		const { labelY } = place((out) => {
			out.addOnLink(1, 0, 0, 0.5, 0, 0);
			out.addOnLink(2, 0, 1, 0.5, 0, 0);
		});
		expect(labelY[0]).toBe(86);
		expect(labelY[1]).toBe(114);
	});

	it('beside another of its direction has a lane further out and follows behind', () => {
		const { x, labelY } = place((out) => {
			out.addOnLink(1, 0, 0, 0.5, 0, 0);
			out.addOnLink(2, 0, 0, 0.5, 0, 0);
		});
		expect(labelY[1]).toBeLessThanOrEqual(labelY[0] - 20);
		expect(x[1]).toBeLessThan(x[0]);
	});

	it('jumps in quarters where motion is not wanted', () => {
		const { x } = place((out) => out.addOnLink(1, 0, 0, 0.62, 0, 0), view, true);
		expect(x[0]).toBe(300);
	});

	it('out of sight is not drawn', () => {
		expect(place((out) => out.addOnLink(1, 0, 0, 0.5, 0, 0), { ...view, panX: -2000 }).seen[0]).toBe(0);
	});

	it('has no label where the link is shorter than one', () => {
		expect(place((out) => out.addOnLink(1, 0, 0, 0.5, 0, 0), { ...view, zoom: 0.1 }).labelled[0]).toBe(0);
	});
});

it('labels of two links that meet keep off each other', () => {
	// Both links carry a packet at the very same place.
	const arrays = scene();
	arrays.linkSlots.keep(['l1', 'l2']);
	const paths = new Float32Array(2 * PATH_SIZE);
	paths.set(arrays.paths, 0);
	paths.set(arrays.paths, PATH_SIZE);
	const buffer = new PacketBuffer();
	buffer.addOnLink(1, 0, 0, 0.5, 0, 0);
	buffer.addOnLink(2, 1, 0, 0.5, 0, 0);
	const placement = new Placement();
	const both = { ...arrays, paths };
	placement.placeHeads(buffer, both, view, false);
	placement.beginLabels(both);
	for (const i of [0, 1]) placement.placeLabel(i, buffer, both, view, 60, 20);
	expect(Math.abs(placement.labelY[0] - placement.labelY[1])).toBeGreaterThanOrEqual(20);
});

describe('packets at a node', () => {
	it('are stacked above it', () => {
		const { x, labelY } = place((out) => {
			out.addAtNode(1, 1, 0, 0);
			out.addAtNode(2, 1, 0, 0);
		});
		expect(x[0]).toBe(500);
		expect(labelY[0]).toBeLessThan(80);
		expect(labelY[1]).toBeLessThanOrEqual(labelY[0] - 20);
	});

	it('that is not on the canvas are not drawn', () => {
		expect(place((out) => out.addAtNode(1, -1, 0, 0)).seen[0]).toBe(0);
	});
});
