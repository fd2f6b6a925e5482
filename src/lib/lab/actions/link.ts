import * as v from 'valibot';
import { id } from '../fields.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({ do: v.literal('link'), link: id, up: v.boolean() });

/** Pull or plug a link (`node` of the input is then not needed). */
export const link: ActionKind<typeof schema> = {
	schema,
	text: ({ link, up }) => `${up ? 'plug' : 'pull'} link ${link}`,
	nowhere: true,
	check(lab, _node, action, at, report) {
		if (!lab.links.some((link) => link.id === action.link))
			report.error([...at, 'link'], `there is no link "${action.link}"`);
	}
};
