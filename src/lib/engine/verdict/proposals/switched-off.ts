/** An interface that is down or a cable that is pulled, anywhere: what is behind it can't be reached. */
import { updateInterface } from '../../../lab/edit/interfaces.ts';
import { updateLink } from '../../../lab/edit/links.ts';
import { linkName } from '../../../lab/topology.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import type { Proposer } from '../proposals.ts';

export const switchedOff: Proposer = ({ lab }) => [
	...lab.nodes.flatMap(({ id, name, interfaces }) =>
		interfaces
			.filter(({ up }) => !up)
			.map((one): Mend => ({
				text: `Bring ${one.name} of ${name} up`,
				apply: (old) => updateInterface(old, id, one.name, { up: true })
			}))
	),
	...lab.links
		.filter(({ up }) => !up)
		.map((one): Mend => ({
			text: `Plug in the link ${linkName(lab, one)}`,
			apply: (old) => updateLink(old, one.id, { up: true })
		}))
];
