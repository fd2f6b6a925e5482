import { exportBash } from '../../lib/lab/export/bash.ts';
import type { Lab } from '../../lib/lab/document.ts';
import { type Command, onlyName, textOption, UsageError } from '../command.ts';
import { readLab } from '../documents.ts';

const formats: Record<string, (lab: Lab) => string> = {
	bash: (lab) => exportBash(lab)
};

export const exportLab: Command = {
	name: 'export',
	usage: 'LAB.json --to bash',
	summary: 'Writes a lab in another form to the standard output.',
	details:
		'bash: a script of `ip netns` commands that builds the same network on a Linux machine (SCRIPT up, SCRIPT down).',
	options: { to: { type: 'string', value: 'FORMAT', help: Object.keys(formats).join(', ') } },
	run(call) {
		const file = onlyName(call, 'LAB.json');
		const known = Object.keys(formats).join(', ');
		const to = textOption(call, 'to');
		if (to === undefined) throw new UsageError(`--to is missing: one of ${known}`);
		if (!Object.hasOwn(formats, to)) throw new UsageError(`--to: there is no format ${to}; there is ${known}`);
		call.output.out(formats[to](readLab(file).lab));
		return 0;
	}
};
