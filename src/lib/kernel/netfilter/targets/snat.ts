/** `-j SNAT`: the connection gets another source (net/netfilter/xt_nat.c, xt_snat_target_v2). */
import { RuleError, type Target } from '../extension.ts';
import { setupNat } from '../nat/setup.ts';
import { checkPorts, flagsText, type NatData, noRange, persistent, random, randomFully, toOption, toText } from './nat-options.ts'; // prettier-ignore

export const snat: Target<NatData> = {
	name: 'SNAT',
	tables: ['nat'],
	hooks: ['POSTROUTING', 'INPUT'],
	needsConntrack: true,
	create: () => ({ range: noRange(), given: false, fully: false }),
	options: { 'to-source': toOption, random, 'random-fully': randomFully, persistent },
	check: (data, header) => {
		if (!data.given) throw new RuleError('-j SNAT needs --to-source', 'such as --to-source 203.0.113.2');
		checkPorts(data, header);
	},
	print: (data) => [`--to-source ${toText(data)}`, ...flagsText(data)].join(' '),
	apply: (data, at) => {
		setupNat(at, at.packet.conn!, data.range, 'source', 'SNAT');
		return 'ACCEPT';
	}
};
