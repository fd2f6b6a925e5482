/** Looks a name up and says what it found, as `getent ahostsv4` and `dig` do. */
import { dns as action } from '../lab/actions/dns.ts';
import type { Action } from '../lab/document.ts';
import { formatIpv4 } from '../net/text.ts';
import { recordData } from '../wire/dns.ts';
import { finish, say } from './program.ts';
import { startLookup, startQuery } from './resolver.ts';
import { targeting } from './targeting.ts';

export const dns = targeting<Extract<Action, { do: 'dns' }>>({
	command: action.text,
	target: (args) => args.name,
	lookUp: (sim, ns, process, { name, type = 'A' }) =>
		type === 'A' ? startLookup(sim, ns, process, name) : startQuery(sim, ns, process, name, type),
	ready(sim, ns, process, args, addresses, records) {
		const found = addresses.map(formatIpv4);
		for (const address of found) say(sim, ns, process, `${address} ${args.name}`);
		if ((args.type ?? 'A') === 'A') return finish(sim, ns, process, true, found.join(', '));
		const texts = records.map((record) => `${record.name} ${record.type} ${recordData(record)}`);
		for (const text of texts) say(sim, ns, process, text);
		finish(sim, ns, process, true, records.map(recordData).join(', '));
	},
	socket() {},
	wake() {}
});
