/** A link loses some of its frames. */
import { updateLink } from '../../../lab/edit/links.ts';
import { impairmentsOf } from '../../../lab/impairments.ts';
import { linkName } from '../../../lab/topology.ts';
import type { LabLink } from '../../../lab/document.ts';
import type { Proposer } from '../proposals.ts';

export const linkLosses: Proposer = ({ lab, link }) =>
	lab.links
		.filter((one) => (link === '' || one.id === link) && ([0, 1] as const).some((from) => loses(one, from)))
		.map((one) => ({
			text: `Let the link ${linkName(lab, one)} lose nothing`,
			apply: (old) => updateLink(old, one.id, { loss: 0, gemodel: undefined, ways: harmless(one.ways) })
		}));

function loses(link: LabLink, from: 0 | 1): boolean {
	const { loss, gemodel } = impairmentsOf(link, from);
	return loss > 0 || gemodel !== undefined;
}

function harmless(ways: LabLink['ways']): LabLink['ways'] {
	if (ways === undefined) return undefined;
	return {
		...(ways.there === undefined ? {} : { there: { ...ways.there, loss: 0, gemodel: undefined } }),
		...(ways.back === undefined ? {} : { back: { ...ways.back, loss: 0, gemodel: undefined } })
	};
}
