/** The schema stands with the node's settings, in `document.ts`. */
import { checkSettings } from '../checks/settings.ts';
import type { Action } from '../document.ts';
import { followDevice } from '../edit/follow-device.ts';
import { describeConfig, emptySettings, settingsOf } from '../settings.ts';
import type { ActionTexts } from './action.ts';

export const config: ActionTexts<Extract<Action, { do: 'config' }>> = {
	text: ({ set }) => `configure ${describeConfig(set)}`,
	onBridge: 'a bridge has no configuration of its own',
	check: (lab, node, { set }, at, report) => checkSettings(lab, node!, set, [...at, 'set'], report),
	renamed: (action, from, to) => ({
		...action,
		set: settingsOf(followDevice({ ...emptySettings, ...action.set }, from, to), action.set)
	})
};
