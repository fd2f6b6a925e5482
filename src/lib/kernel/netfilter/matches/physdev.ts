/** `-m physdev`: ports of a bridge that passes its frames through iptables (net/netfilter/xt_physdev.c). */
import { RuleError, type Match, type Option } from '../extension.ts';
import { no } from '../language/values.ts';
import { deviceAt } from '../../netns.ts';
import type { ExtensionData } from '../rule.ts';

const names = ['in', 'out', 'is-in', 'is-out', 'is-bridged'] as const;
type Name = (typeof names)[number];

interface PhysDev extends ExtensionData {
	/** Options by name: a device's name, or "" for those that ask for none. */
	asked: Partial<Record<Name, { dev: string; not: boolean }>>;
}

function option(name: Name): Option<PhysDev> {
	return {
		words: name.startsWith('is-') ? 0 : 1,
		invertible: true,
		read: (data, [dev = ''], not) => {
			if (dev.length > 15) throw new RuleError(`"${dev}" is longer than an interface's name can be`);
			data.asked[name] = { dev, not };
		}
	};
}

function isNamed(name: string, pattern: string): boolean {
	return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** In the order in which iptables prints them. */
const printed: readonly Name[] = ['is-in', 'in', 'is-out', 'out', 'is-bridged'];

export const physdev: Match<PhysDev> = {
	name: 'physdev',
	create: () => ({ asked: {} }),
	options: Object.fromEntries(names.map((name) => [`physdev-${name}`, option(name)])),
	check: ({ asked }) => {
		if (Object.keys(asked).length === 0)
			throw new RuleError('-m physdev needs an option', 'such as --physdev-in veth1');
	},
	print: ({ asked }) =>
		printed
			.flatMap((name) => {
				const one = asked[name];
				return one === undefined ? [] : [`${no(one.not)}--physdev-${name}${one.dev === '' ? '' : ` ${one.dev}`}`];
			})
			.join(' '),
	test: ({ asked }, at) => {
		const input = deviceAt(at.ns, at.packet.physIn)?.name ?? '';
		const output = deviceAt(at.ns, at.packet.physOut)?.name ?? '';
		// A packet that no bridge passes: only what is asked for with "!" holds.
		if (input === '' && output === '') return Object.values(asked).every(({ not }) => not);
		if (asked['is-bridged'] && (output !== '') === asked['is-bridged'].not) return false;
		if (asked['is-in'] && (input !== '') === asked['is-in'].not) return false;
		if (asked['is-out'] && (output !== '') === asked['is-out'].not) return false;
		if (asked.in && input !== '' && isNamed(input, asked.in.dev) === asked.in.not) return false;
		if (!asked.out) return true;
		return output !== '' && isNamed(output, asked.out.dev) !== asked.out.not;
	}
};
