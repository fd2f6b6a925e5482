/** A rule in iptables' syntax, as iptables-save prints it (iptables/iptables.c, print_rule4; xshared.c). */
import { matches } from '../matches/registry.ts';
import { emptyHeader, type Rule, type RuleHeader } from '../rule.ts';
import { targets } from '../targets/registry.ts';
import { addressMaskText, no, protocolText } from './values.ts';

const any = emptyHeader();

/** The header's options one by one: those that `wanted` says yes to when nothing but that option stands in the rule. */
export function headerText(h: RuleHeader, wanted: (only: RuleHeader) => boolean = () => true): string[] {
	const parts: string[] = [];
	const { source, sourceMask, notSource, destination, destinationMask, notDestination } = h;
	const { input, inputIsPrefix, notInput, output, outputIsPrefix, notOutput, protocol, notProtocol, fragment } = h;
	if ((sourceMask !== 0 || notSource) && wanted({ ...any, source, sourceMask, notSource }))
		parts.push(`${no(notSource)}-s ${addressMaskText({ address: source, mask: sourceMask })}`);
	if ((destinationMask !== 0 || notDestination) && wanted({ ...any, destination, destinationMask, notDestination }))
		parts.push(`${no(notDestination)}-d ${addressMaskText({ address: destination, mask: destinationMask })}`);
	if (input !== '' && wanted({ ...any, input, inputIsPrefix, notInput }))
		parts.push(`${no(notInput)}-i ${input}${inputIsPrefix ? '+' : ''}`);
	if (output !== '' && wanted({ ...any, output, outputIsPrefix, notOutput }))
		parts.push(`${no(notOutput)}-o ${output}${outputIsPrefix ? '+' : ''}`);
	if (protocol !== 0 && wanted({ ...any, protocol, notProtocol }))
		parts.push(`${no(notProtocol)}-p ${protocolText(protocol)}`);
	if (fragment !== 'any' && wanted({ ...any, fragment })) parts.push(`${no(fragment === 'not-further')}-f`);
	return parts;
}

function targetText({ target, chain, goto }: Rule): string[] {
	if (chain !== '') return [`${goto ? '-g' : '-j'} ${chain}`];
	if (target === null) return [];
	const { name, print } = targets[target.op];
	return [`-j ${name}`, print(target)].filter((word) => word !== '');
}

/** Without "-A CHAIN"; "" for a rule that has neither match nor target. */
export function ruleText(rule: Rule): string {
	return [
		...headerText(rule),
		...rule.matches.flatMap((data) => {
			const { name, print } = matches[data.op];
			return [`-m ${name}`, print(data)].filter((word) => word !== '');
		}),
		...targetText(rule)
	].join(' ');
}
