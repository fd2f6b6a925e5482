/** The page of the frame bench: the canvas of the product with nothing around it. run.ts drives it. */
import { createLabCanvas } from '../../../src/lib/canvas/canvas.ts';
import { packetClasses, type PacketBuffer, type PacketSource } from '../../../src/lib/canvas/packets/buffer.ts';
import { network } from './network.ts';

export interface Frames {
	/** ms between the starts of successive frames. */
	frames: number[];
	/** ms that the packet layer took of each. */
	ours: number[];
	zoom: number;
}

export interface Case {
	nodes: number;
	packets: number;
	/** ms before the measurement, and of it. */
	warmUp: number;
	duration: number;
	/** The view moves while packets fly: cytoscape draws on every frame too. */
	pan: boolean;
}

/** ms that a packet takes for its link. */
const CROSSING = 1500;

async function measure({ nodes, packets, warmUp, duration, pan }: Case): Promise<Frames> {
	const canvas = createLabCanvas(document.getElementById('canvas')!);
	const lab = network(nodes);
	canvas.setLab(lab);
	const links = lab.links.map((link) => canvas.linkIndex(link.id));
	canvas.setPacketSource(source(links, packets));
	canvas.drawPackets();

	const result: Frames = { frames: [], ours: [], zoom: canvas.zoom() };
	await new Promise((resolve) => setTimeout(resolve, warmUp));
	await new Promise<void>((resolve) => {
		let last = 0;
		const begun = performance.now();
		const frame = (now: number) => {
			if (last > 0) {
				result.frames.push(now - last);
				result.ours.push(canvas.packetFrameTime());
			}
			last = now;
			if (pan) canvas.zoomBy(1 + 0.004 * Math.sin(now / 400));
			if (now - begun < duration) requestAnimationFrame(frame);
			else resolve();
		};
		requestAnimationFrame(frame);
	});
	canvas.destroy();
	return result;
}

/** Packets of all classes, both ways, evenly over the links; more than one to a link when there are more packets. */
function source(links: number[], packets: number): PacketSource {
	const stride = Math.max(1, Math.floor(links.length / packets));
	const labels = Array.from(
		{ length: packets },
		(_, i) => `${packetClasses[i % packetClasses.length]} packet ${i % 40}`
	);
	return {
		collect(out: PacketBuffer, now: number): boolean {
			for (let i = 0; i < packets; i++) {
				const progress = (now / CROSSING + i * 0.137) % 1;
				out.addOnLink(i, links[(i * stride) % links.length], (i & 1) as 0 | 1, progress, i % packetClasses.length, 0);
			}
			return true;
		},
		label: (hop) => labels[hop],
		reason: () => ''
	};
}

declare global {
	interface Window {
		measureFrames: typeof measure;
	}
}

window.measureFrames = measure;
