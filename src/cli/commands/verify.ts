import { type Command, Failure, onlyName } from '../command.ts';
import { readInputs, readLab, untilOption } from '../documents.ts';
import { whyNoKernel } from '../verify/able.ts';
import { incomparable } from '../verify/comparable.ts';
import { describeDifferences } from '../verify/describe.ts';
import { KernelFailed } from '../verify/kernel-run.ts';
import { describeTables } from '../verify/tables.ts';
import { verify } from '../verify/verify.ts';

export const verifyLab: Command = {
	name: 'verify',
	usage: 'LAB.json [--input FILE] [--until TIME]',
	summary:
		"Runs a lab on this machine's kernel too and shows the first frame and the table rows that differ. Needs root.",
	details:
		'The lab is built in network namespaces of its own, which are removed in the end; nothing leaves them. Links have no delay in\n' +
		'either run. What may differ (times, ephemeral ports, TCP sequence numbers and the like) is listed in docs/fidelity.md.',
	options: {
		input: {
			type: 'string',
			value: 'FILE',
			help: 'timed actions as JSON (docs/input-format.md); else what the lab suggests'
		},
		until: { type: 'string', value: 'TIME', help: 'when both runs end, such as 4s; else when Linux is quiet' }
	},
	async run(call) {
		const file = onlyName(call, 'LAB.json');
		const { lab } = readLab(file);
		const inputs = readInputs(call, lab, file);
		const until = untilOption(call);
		const refusal = incomparable(lab);
		if (refusal !== '') throw new Failure(`${file}: ${refusal}`);
		const reason = whyNoKernel();
		if (reason !== '') throw new Failure(`verify can't run here: ${reason}`);
		try {
			const { differences, tableDifferences, frames, linux } = await verify(lab, inputs, { until, tables: true });
			if (differences.length + tableDifferences.length === 0) {
				call.output.out(`${file}: equal: ${frames} frames on ${linux.captures.length} interfaces\n`);
				return 0;
			}
			call.output.out(`${file}: Linux and Hopwise differ\n`);
			if (differences.length > 0) call.output.out(`${describeDifferences(differences)}\n`);
			if (tableDifferences.length > 0) call.output.out(`tables at the end:\n${describeTables(tableDifferences)}\n`);
			return 1;
		} catch (error) {
			if (error instanceof KernelFailed) throw new Failure(`${file}: Linux: ${error.message}`);
			throw error;
		}
	}
};
