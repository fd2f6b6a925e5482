import { describe, expect, it } from 'vitest';
import { labOf } from '../../lab/testing/lab-of.ts';
import { describeAction } from '../../lab/actions/registry.ts';
import { actionSchema } from '../../lab/document.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { inputOf } from './input.ts';
import { sendKinds } from './kinds.ts';

const lab = labOf(
	[
		{
			id: 'pc',
			kind: 'host',
			interfaces: [
				{ name: 'eth0', addresses: ['10.0.0.2/24'] },
				{ name: 'eth1', addresses: [] }
			]
		},
		{ id: 'web', kind: 'host', interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }] }
	],
	[['pc/eth0', 'web/eth0']]
);

function draftOf(kind: string, to: string, values: Record<string, string> = {}): Draft {
	const draft = emptyDraft();
	Object.assign(draft, { kind, to, node: 'pc' });
	Object.assign(draft.values[kind], values);
	return draft;
}

/** The command that a draft stands for, or what is wrong, by field. */
function made(kind: string, to = '', values: Record<string, string> = {}): unknown {
	const result = inputOf(draftOf(kind, to, values), lab);
	return result.ok ? describeAction(result.input.action) : result.wrong;
}

describe('the form', () => {
	it('has every action that is not an edit of the network', () => {
		const edits = ['link', 'interface', 'address', 'serve', 'config'];
		const actions = actionSchema.options.map((option) => option.entries.do.literal as string);
		expect(sendKinds.map(({ id }) => id).sort()).toEqual(actions.filter((name) => !edits.includes(name)).sort());
	});

	it.each<[string, string, Record<string, string>, string]>([
		['ping', '10.0.0.1', {}, 'ping -c 1 10.0.0.1'],
		['ping', 'web', { count: '3', size: '100', ttl: '2', pmtu: 'do' }, 'ping -c 3 -M do -s 100 -t 2 web'],
		['udp', '10.0.0.1', {}, 'udp 10.0.0.1:9000, 18 bytes'],
		['tcp', '10.0.0.1', {}, 'connect to 10.0.0.1:80 and send 5 characters'],
		['tcp', '10.0.0.1', { send: '' }, 'connect to 10.0.0.1:80'],
		['dns', 'web.example', { type: 'SRV' }, 'dig SRV web.example'],
		['http', 'web', {}, 'curl -L http://web/'],
		['http', 'web:81/old', {}, 'curl -L http://web:81/old'],
		[
			'http',
			'web',
			{ port: '8080', path: 'a', follow: '', then: '/b /c' },
			'curl http://web:8080/a http://web:8080/b http://web:8080/c'
		],
		['http', 'http://web/x?y', { method: 'POST', body: 'a=1', follow: '' }, "curl -d 'a=1' http://web/x?y"],
		['dhcp', '', {}, 'udhcpc -i eth1'],
		['dhcp', '', { interface: 'eth0', ask: 'renew' }, 'renew the lease of eth0'],
		['load', '10.0.0.1', { rate: '2mbit', count: '10' }, 'load 10.0.0.1:5001 with 10 datagrams at 2mbit'],
		['load', '10.0.0.1', { protocol: 'tcp', bytes: '5000' }, 'load 10.0.0.1:5001 with 5000 bytes by TCP'],
		[
			'frame',
			'',
			{ interface: 'eth0', bytes: 'ff:ff:ff:ff:ff:ff 020000000001 0806' },
			'send a frame of 14 bytes on eth0'
		]
	])('%s %s %j', (kind, to, values, command) => expect(made(kind, to, values)).toBe(command));

	it.each<[string, string, Record<string, string>, Record<string, string>]>([
		['ping', '', {}, { to: 'an address or a name, such as 10.0.0.2' }],
		['udp', 'a b', { port: '70000' }, { to: 'an address or a name has no spaces', port: 'a port is 1 to 65535' }],
		['ping', 'web', { interval: 'soon' }, { interval: 'soon is not a time with a unit, such as 100us, 1.5ms or 30s' }],
		['load', 'web', { rate: 'much' }, { rate: 'much is not a rate with a unit, such as 500kbit, 10mbit or 1gbit' }],
		['frame', '', { bytes: 'xyz' }, { bytes: 'a frame is written in hexadecimal digits, two for each byte' }],
		[
			'ping',
			'web',
			{ recordRoute: 'true', timestamps: 'tsonly' },
			{ timestamps: 'the options of record route and timestamps have no room beside each other: leave one of them out' }
		]
	])('%s %s %j is refused at the field', (kind, to, values, wrong) => expect(made(kind, to, values)).toEqual(wrong));
});
