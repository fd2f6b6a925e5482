/** `-j DNAT`: the connection gets another destination (net/netfilter/xt_nat.c, xt_dnat_target_v2). */
import { RuleError, type Target } from '../extension.ts';
import { setupNat } from '../nat/setup.ts';
import { checkPorts, flagsText, type NatData, noRange, persistent, random, toOption, toText } from './nat-options.ts';

export const dnat: Target<NatData> = {
	name: 'DNAT',
	tables: ['nat'],
	hooks: ['PREROUTING', 'OUTPUT'],
	needsConntrack: true,
	create: () => ({ range: noRange(), given: false, fully: false }),
	options: { 'to-destination': toOption, random, persistent },
	check: (data, header) => {
		if (!data.given) throw new RuleError('-j DNAT needs --to-destination', 'such as --to-destination 10.0.0.2:80');
		checkPorts(data, header);
	},
	print: (data) => [`--to-destination ${toText(data)}`, ...flagsText(data)].join(' '),
	apply: (data, at) => {
		setupNat(at, at.packet.conn!, data.range, 'destination', 'DNAT');
		return 'ACCEPT';
	}
};
