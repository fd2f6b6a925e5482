/** Inputs that change a node's configuration, as commands for Linux. */
import type { Input, Lab } from '../../lib/lab/document.ts';
import { type ChangeCommands, changeCommands } from '../../lib/lab/export/change-commands.ts';
import type { Settings } from '../../lib/lab/settings.ts';
import { devicesOf, nodeById } from '../../lib/lab/topology.ts';
import { parseTime } from '../../lib/net/text.ts';

/** Each starts from what the one before it has left, in the order of their times. */
export function changesOf(lab: Lab, inputs: readonly Input[]): Map<Input, ChangeCommands> {
	const settings = new Map<string, Settings>();
	const changes = new Map<Input, ChangeCommands>();
	const due = [...inputs].sort((a, b) => parseTime(a.at) - parseTime(b.at));
	for (const input of due) {
		const { action, node } = input;
		if (action.do !== 'config' || node === undefined) continue;
		const before = settings.get(node) ?? nodeById(lab, node)!;
		settings.set(node, { ...before, ...action.set });
		changes.set(input, changeCommands(before, action.set, devicesOf(lab, node)));
	}
	return changes;
}
