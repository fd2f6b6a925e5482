import { withAdvice } from '../../lib/lab/advice/advice.ts';
import { adviseOn } from '../../lib/lab/advice/index.ts';
import { type Command, onlyName } from '../command.ts';
import { inFile, readLab } from '../documents.ts';

export const check: Command = {
	name: 'check',
	usage: 'LAB.json',
	summary: 'Says whether a lab can be run, and what in it has no effect or breaks the network.',
	details: 'Errors make it fail; warnings do not: networks are broken here on purpose.',
	options: {},
	run(call) {
		const file = onlyName(call, 'LAB.json');
		const { lab, warnings: checked } = readLab(file);
		const advice = adviseOn(lab).map((one) => ({ ...one, mend: one.mend ?? one.mends[0]?.text }));
		const warnings = withAdvice(checked, advice);
		for (const warning of warnings) call.output.out(`warning: ${inFile(file, warning)}\n`);
		const counts = `${count(lab.nodes.length, 'node')}, ${count(lab.links.length, 'link')}`;
		const found = warnings.length === 0 ? 'nothing to complain of' : count(warnings.length, 'warning');
		call.output.out(`${file}: ${counts}: ${found}\n`);
		return 0;
	}
};

function count(n: number, what: string): string {
	return `${n} ${what}${n === 1 ? '' : 's'}`;
}
