/** What interfaces saw, as files for Wireshark. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lib/lab/document.ts';
import { nodeById } from '../lib/lab/topology.ts';
import { pcapng } from '../lib/wire/pcapng.ts';
import type { InterfaceCapture } from './verify/capture.ts';

/** Writes FOLDER/NODE-INTERFACE.pcapng for each interface that saw a frame, NODE being the node's id. */
export function writeCaptures(folder: string, lab: Lab, captures: readonly InterfaceCapture[]): void {
	mkdirSync(folder, { recursive: true });
	for (const { node, dev, frames } of captures) {
		if (frames.length === 0) continue;
		const name = `${nodeById(lab, node)?.name ?? node} ${dev}`;
		const file = pcapng(
			[{ name, description: lab.title }],
			frames.map(({ time, bytes, direction }) => ({ interface: 0, time, bytes, direction, comment: '' }))
		);
		writeFileSync(join(folder, `${node}-${dev}.pcapng`), file);
	}
}
