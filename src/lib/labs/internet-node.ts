/** The internet as the shipped labs have it: the same one as the palette's. */
import type { LabSource } from '../lab/document.ts';
import { internet as preset } from '../lab/kinds/internet.ts';

type NodeSource = LabSource['nodes'][number];

/** Its MAC is left to `completeLab`, as those of all other nodes of these labs. */
export function internet(position: { x: number; y: number }): NodeSource {
	const { interfaces = [], ...rest } = preset.preset(() => '');
	return {
		id: 'internet',
		kind: 'internet',
		name: 'internet',
		position,
		...rest,
		interfaces: interfaces.map(({ name, addresses }) => ({ name, addresses }))
	};
}
