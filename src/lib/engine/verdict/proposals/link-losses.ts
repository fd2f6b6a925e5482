/** A link loses some of its frames. */
import { updateLink } from '../../../lab/edit/links.ts';
import { impairmentsOf } from '../../../lab/impairments.ts';
import { linkName, nodeById } from '../../../lab/topology.ts';
import type { Lab, LabLink } from '../../../lab/document.ts';
import type { Proposer } from '../proposals.ts';

export const linkLosses: Proposer = ({ lab, link }) =>
	lab.links
		.filter((one) => (link === '' || one.id === link) && ([0, 1] as const).some((from) => loses(one, from)))
		.map((one) => ({
			text: `Let the link ${linkName(lab, one)} lose nothing`,
			because: `the link ${linkName(lab, one)} loses ${([0, 1] as const).flatMap((from) => lost(lab, one, from)).join(', and ')}`,
			apply: (old) => updateLink(old, one.id, { loss: 0, gemodel: undefined, ways: harmless(one.ways) })
		}));

/** "all that host1 sends", "5 % of what host1 sends"; nothing where nothing is lost. */
function lost(lab: Lab, link: LabLink, from: 0 | 1): string[] {
	if (!loses(link, from)) return [];
	const { loss, gemodel } = impairmentsOf(link, from);
	const much =
		gemodel !== undefined
			? 'bursts of what'
			: loss === 1
				? 'all that'
				: `${Number((loss * 100).toPrecision(3))} % of what`;
	return [`${much} ${nodeById(lab, link.ends[from].node)?.name ?? ''} sends`];
}

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
