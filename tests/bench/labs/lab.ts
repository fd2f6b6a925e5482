/** Parts of the labs that are measured. A lab is written as a person would write it, defaults left out. */
import { LAB_FORMAT, LAB_VERSION, type LabSource } from '../../../src/lib/lab/document.ts';

export type NodeSource = LabSource['nodes'][number];
export type LinkSource = NonNullable<LabSource['links']>[number];
export type InterfaceSource = NonNullable<NodeSource['interfaces']>[number];

export function labOf(title: string, nodes: NodeSource[], links: LinkSource[]): LabSource {
	return { format: LAB_FORMAT, version: LAB_VERSION, title, nodes, links };
}

/** A locally administered MAC for each number up to 2^24. */
export function macOf(number: number): string {
	const byte = (shift: number) => ((number >> shift) & 0xff).toString(16).padStart(2, '0');
	return `02:00:00:${byte(16)}:${byte(8)}:${byte(0)}`;
}

/** An address inside 10.0.0.0/8. */
export function addressOf(number: number): string {
	return `10.${(number >> 16) & 0xff}.${(number >> 8) & 0xff}.${number & 0xff}`;
}

export function cable(
	id: string,
	from: [node: string, name: string],
	to: [node: string, name: string],
	delay = '1us'
): LinkSource {
	return {
		id,
		ends: [
			{ node: from[0], interface: from[1] },
			{ node: to[0], interface: to[1] }
		],
		delay
	};
}
