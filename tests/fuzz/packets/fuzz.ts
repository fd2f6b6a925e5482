/**
 * Mutated frames into every kind of node, at every moment of its life. Nothing may throw, nothing may run for ever. What is done
 * follows from the seed and the batch alone, so that a batch that failed is run again by its number.
 */
import { createSimulation, enqueue, record } from '../../../src/lib/engine/run-lab.ts';
import type { Input, Lab } from '../../../src/lib/lab/document.ts';
import { labs as shipped } from '../../../src/lib/labs/index.ts';
import { deviceReceive } from '../../../src/lib/kernel/devices/receive.ts';
import { allocate } from '../../../src/lib/kernel/packet.ts';
import { dissect, frameLabel } from '../../../src/lib/wire/dissect.ts';
import { frameClass } from '../../../src/lib/wire/frame-class.ts';
import { normalise } from '../../../src/cli/verify/normalise.ts';
import { withoutDelays } from '../../../src/cli/verify/comparable.ts';
import { kernelLabs } from '../../kernel/labs/index.ts';
import { seeded } from '../../bench/random.ts';
import { mutate } from './mutate.ts';

interface Seen {
	time: number;
	ns: number;
	dev: number;
	bytes: Uint8Array;
}

interface Scene {
	title: string;
	lab: Lab;
	inputs: readonly Input[];
	/** Frames as they came in, in their order; what goes through lo too. */
	frames: Seen[];
}

/** Frames put into one world. */
const BATCH = 100;
/** ns of virtual time that passes after a frame. */
const PAUSES = [0, 0, 1_000, 1_000_000, 45_000_000, 250_000_000, 1_200_000_000, 61_000_000_000];
/** Events that one frame may bring about before the next one comes: a loop of bridges never comes to rest. */
const EVENTS = 400;
/** Frames and events of a lab's own run that are kept for it. */
const FRAMES = 3_000;
const LAB_EVENTS = 40_000;
/** Of the batches, one in so many keeps a trace. */
const TRACED = 8;

export class BatchFailed extends Error {
	constructor(
		readonly batch: number,
		readonly frame: number,
		readonly title: string,
		readonly bytes: Uint8Array,
		readonly reason: unknown
	) {
		const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
		const stack = reason instanceof Error ? reason.stack : String(reason);
		super(`batch ${batch}, frame ${frame} (${title}): ${hex}\n${stack}`);
	}
}

function sceneOf(title: string, source: Lab, inputs: readonly Input[]): Scene {
	const lab = withoutDelays(source);
	const sim = createSimulation(lab);
	const frames: Seen[] = [];
	sim.tap = (ns, dev, direction, packet, now) => {
		if (direction !== 'in' || frames.length >= FRAMES) return;
		frames.push({ time: now, ns: ns.index, dev: dev.index, bytes: packet.bytes.slice(0, packet.length) });
	};
	enqueue(sim, inputs);
	sim.run(Infinity, LAB_EVENTS);
	return { title, lab, inputs, frames };
}

/** Every lab of the tests against the kernel and every one that ships, with the frames of a run. */
export function scenes(): Scene[] {
	return [
		...kernelLabs.map(({ title, lab, inputs }) => sceneOf(title, lab, inputs)),
		...shipped.map(({ lab }) => sceneOf(lab.title, lab, lab.suggested))
	].filter(({ frames }) => frames.length > 0);
}

export const framesPerBatch = BATCH;

/** Runs one batch. Throws `BatchFailed`. */
export function runBatch(all: readonly Scene[], seed: number, batch: number): void {
	const draw = seeded(seed * 1_000_003 + batch * 7919 + 1);
	for (let i = 0; i < 4; i++) draw();
	const scene = all[draw() % all.length];
	const corpus = all[draw() % all.length].frames.map(({ bytes }) => bytes);
	const start = draw() % scene.frames.length;
	const sim = createSimulation(scene.lab);
	if (batch % TRACED === 0) record(sim);
	enqueue(sim, scene.inputs);
	let bytes: Uint8Array = new Uint8Array(0);
	let frame = 0;
	try {
		sim.run(scene.frames[start].time, LAB_EVENTS);
		for (; frame < BATCH; frame++) {
			// Mostly what is due about now, at the interface that it is for; sometimes anything anywhere.
			const near = scene.frames[Math.min(scene.frames.length - 1, Math.max(0, start + frame - 50 + (draw() % 60)))];
			const foreign = draw() % 8 === 0;
			const base = foreign ? corpus[draw() % corpus.length] : near.bytes;
			bytes = mutate(base, draw, corpus);
			const elsewhere = draw() % 10 === 0;
			const spaces = sim.world.namespaces.filter((ns) => ns !== null);
			const ns = elsewhere ? spaces[draw() % spaces.length] : sim.world.namespaces[near.ns];
			const devices = ns?.devices.filter((one) => one !== null) ?? [];
			const device = elsewhere ? devices[draw() % devices.length] : ns?.devices[near.dev];
			if (!ns || !device) continue;
			decode(bytes);
			for (let times = draw() % 12 === 0 ? 2 : 1; times > 0; times--) {
				const packet = allocate(bytes.length);
				packet.bytes.set(bytes);
				deviceReceive(sim, ns, device, packet);
			}
			sim.run(sim.world.now + PAUSES[draw() % PAUSES.length], EVENTS);
		}
	} catch (reason) {
		throw new BatchFailed(batch, frame, scene.title, bytes, reason);
	}
}

/** Everything that only looks at a frame. */
function decode(bytes: Uint8Array): void {
	dissect(bytes);
	frameLabel(bytes);
	frameClass(bytes);
	const frames = [{ time: 0, direction: 'in' as const, bytes, unsummed: false }];
	normalise([{ node: 'n', dev: 'eth0', frames }], new Set([80]));
}
