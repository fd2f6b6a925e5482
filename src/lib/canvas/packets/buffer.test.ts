import { expect, it } from 'vitest';
import { classNumber, packetClasses, packetFlags, PacketBuffer } from './buffer.ts';

it('keeps what was added when it has to grow', () => {
	const buffer = new PacketBuffer(2);
	for (let i = 0; i < 5; i++) buffer.addOnLink(i, 10 + i, 1, i / 8, classNumber.tcp, packetFlags.selected);
	expect(buffer.count).toBe(5);
	expect([...buffer.hop.subarray(0, 5)]).toEqual([0, 1, 2, 3, 4]);
	expect([...buffer.progress.subarray(0, 5)]).toEqual([0, 0.125, 0.25, 0.375, 0.5]);
});

it('is filled again on every frame without growing', () => {
	const buffer = new PacketBuffer(4);
	for (let frame = 0; frame < 100; frame++) {
		buffer.clear();
		for (let i = 0; i < 4; i++) buffer.addAtNode(i, i, 0, packetFlags.dead);
	}
	expect(buffer.capacity).toBe(4);
	expect(buffer.link[0]).toBe(-1);
});

it('a class and its number name each other', () => {
	for (const name of packetClasses) expect(packetClasses[classNumber[name]]).toBe(name);
});
