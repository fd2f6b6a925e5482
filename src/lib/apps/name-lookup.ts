/** Looks a name up and says what it found, as `getent ahostsv4` does. */
import { dns as action } from '../lab/actions/dns.ts';
import type { Action } from '../lab/document.ts';
import { formatIpv4 } from '../net/text.ts';
import { finish, say } from './program.ts';
import { targeting } from './targeting.ts';

export const dns = targeting<Extract<Action, { do: 'dns' }>>({
	command: action.text,
	target: (args) => args.name,
	ready(sim, ns, process, args, addresses) {
		for (const address of addresses) say(sim, ns, process, `${formatIpv4(address)} ${args.name}`);
		finish(sim, ns, process, true, addresses.map(formatIpv4).join(', '));
	},
	socket() {},
	wake() {}
});
