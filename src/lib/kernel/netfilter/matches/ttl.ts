/** `-m ttl`: the time to live (net/netfilter/xt_hl.c, ttl_mt). */
import { ipv4Ttl } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import { RuleError, type Match, type Option } from '../extension.ts';
import { no, numberOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

type Mode = 'eq' | 'lt' | 'gt';

interface Ttl extends ExtensionData {
	mode: Mode | '';
	value: number;
	/** With "eq" only. */
	not: boolean;
}

function option(mode: Mode): Option<Ttl> {
	return {
		words: 1,
		invertible: mode === 'eq',
		read: (data, [word], not) => {
			if (data.mode !== '') throw new RuleError('-m ttl takes one of --ttl-eq, --ttl-lt and --ttl-gt');
			Object.assign(data, { mode, value: numberOf(word, 255), not });
		}
	};
}

export const ttl: Match<Ttl> = {
	name: 'ttl',
	create: () => ({ mode: '', value: 0, not: false }),
	options: { 'ttl-eq': option('eq'), 'ttl-lt': option('lt'), 'ttl-gt': option('gt'), ttl: option('eq') },
	check: ({ mode }) => {
		if (mode === '') throw new RuleError('-m ttl needs --ttl-eq, --ttl-lt or --ttl-gt');
	},
	print: ({ mode, value, not }) => `${no(not)}--ttl-${mode} ${value}`,
	test: (data, at) => {
		const value = ipv4Ttl(at.packet.bytes, L3);
		if (data.mode === 'lt') return value < data.value;
		if (data.mode === 'gt') return value > data.value;
		return (value === data.value) !== data.not;
	}
};
