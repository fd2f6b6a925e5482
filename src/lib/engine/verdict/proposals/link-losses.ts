/** A link loses some of its frames. */
import { updateLink } from '../../../lab/edit/links.ts';
import { linkName } from '../../../lab/topology.ts';
import type { Proposer } from '../proposals.ts';

export const linkLosses: Proposer = ({ lab, link }) =>
	lab.links
		.filter(({ id, loss }) => loss > 0 && (link === '' || id === link))
		.map((one) => ({
			text: `Let the link ${linkName(lab, one)} lose nothing`,
			apply: (old) => updateLink(old, one.id, { loss: 0 })
		}));
