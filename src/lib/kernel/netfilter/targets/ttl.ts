/** `-j TTL`: sets, raises or lowers the time to live (net/netfilter/xt_HL.c, ttl_tg). */
import { ipv4Ttl, setIpv4Ttl } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import { RuleError, type Option, type Target } from '../extension.ts';
import { numberOf } from '../language/values.ts';
import { noteChange } from '../note-change.ts';
import type { ExtensionData } from '../rule.ts';

type Mode = 'set' | 'dec' | 'inc';

interface Ttl extends ExtensionData {
	mode: Mode | '';
	value: number;
}

function option(mode: Mode): Option<Ttl> {
	return {
		words: 1,
		read: (data, [word]) => {
			if (data.mode !== '') throw new RuleError('-j TTL takes one of --ttl-set, --ttl-dec and --ttl-inc');
			data.mode = mode;
			data.value = numberOf(word, 255, mode === 'set' ? 0 : 1);
		}
	};
}

export const ttl: Target<Ttl> = {
	name: 'TTL',
	tables: ['mangle'],
	create: () => ({ mode: '', value: 0 }),
	options: { 'ttl-set': option('set'), 'ttl-dec': option('dec'), 'ttl-inc': option('inc') },
	check: ({ mode }) => {
		if (mode === '') throw new RuleError('-j TTL needs --ttl-set, --ttl-dec or --ttl-inc');
	},
	print: ({ mode, value }) => `--ttl-${mode} ${value}`,
	apply: ({ mode, value }, at) => {
		const { bytes } = at.packet;
		const before = ipv4Ttl(bytes, L3);
		const after = mode === 'set' ? value : mode === 'inc' ? Math.min(255, before + value) : Math.max(0, before - value);
		setIpv4Ttl(bytes, L3, after);
		noteChange(at, 'TTL', 'TTL', String(before), String(after));
		return 'CONTINUE';
	}
};
