/** A link loses some of its frames. */
import { updateLink } from '../../../lab/edit/links.ts';
import type { Proposer } from '../proposals.ts';

export const linkLosses: Proposer = ({ lab, link }) =>
	lab.links
		.filter(({ id, loss }) => loss > 0 && (link === '' || id === link))
		.map(({ id, ends }) => ({
			text: `Let the link ${ends.map(({ node, interface: name }) => `${node} ${name}`).join(' – ')} lose nothing`,
			apply: (old) => updateLink(old, id, { loss: 0 })
		}));
