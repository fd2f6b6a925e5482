/** The frames of all labs, as the engine sends them, one lab after another. */
import type { Input, Lab } from '../../src/lib/lab/document.ts';
import { runLab } from '../../src/lib/engine/run-lab.ts';
import { labs as shipped } from '../../src/lib/labs/index.ts';
import { madeStreams } from '../../src/lib/wire/made-streams.ts';
import { pcapng } from '../../src/lib/wire/pcapng.ts';
import { kernelLabs } from '../kernel/labs/index.ts';

export interface Sent {
	lab: string;
	/** Place in the world's list of links. */
	link: number;
	/** ns */
	time: number;
	bytes: Uint8Array;
}

/** Events of one lab: a storm has no end. */
const LIMIT = 20_000;
/** ns that a lab runs: STP is never quiet. */
const END = 90e9;

function run(title: string, lab: Lab, inputs: readonly Input[], until: number): Sent[] {
	const { trace } = runLab(lab, inputs, { until, limit: LIMIT, record: true });
	const sent: Sent[] = [];
	for (let id = 0; id < trace!.count; id++) {
		if (!trace!.isHop(id)) continue;
		const { link, time } = trace!.readHop(id);
		sent.push({ lab: title, link, time, bytes: trace!.frame(id) });
	}
	return sent;
}

/** What the labs that ship send with their first packets. */
export function shippedCaptures(): Sent[][] {
	return shipped.map(({ lab }) => run(lab.title, lab, lab.suggested, END));
}

/** What the labs of the comparison with Linux send. */
export function kernelCaptures(): Sent[][] {
	return kernelLabs.map(({ title, lab, inputs, until }) => run(title, lab, inputs, until || END));
}

/** The link that most frames of a lab cross, where there are several; none: there is one. */
export function busiestLink(frames: readonly Sent[]): Sent[][] {
	const links = new Map<number, Sent[]>();
	for (const frame of frames) {
		if (links.has(frame.link)) links.get(frame.link)!.push(frame);
		else links.set(frame.link, [frame]);
	}
	if (links.size < 2) return [];
	return [[...links.values()].reduce((most, link) => (link.length > most.length ? link : most))];
}

/** What is seen now and then and in no lab: written by hand. */
export function madeCaptures(): Sent[][] {
	return Object.entries(madeStreams).map(([lab, frames]) => frames.map((frame) => ({ lab, link: 0, ...frame })));
}

export function captureOf(frames: readonly Sent[]): Uint8Array {
	return pcapng(
		[{ name: 'all links', description: 'Every lab' }],
		frames.map(({ time, bytes }) => ({ interface: 0, time, bytes, direction: 'out', comment: '' }))
	);
}
