import { describe, expect, it } from 'vitest';
import { moveRule, removeRule, replaceRule, runCommand, setPolicy } from './firewall.ts';

/** Runs commands one after another; what each is called is left out. */
function after(commands: string[], lines: string[] = []): string[] {
	return commands.reduce((now, command) => {
		const result = runCommand(now, command);
		if (!result.ok) throw new Error(`${command}: ${result.wrong}`);
		return result.lines;
	}, lines);
}
const rules = (lines: readonly string[]) => lines.filter((line) => !/^[*:]|^COMMIT/.test(line));
const wrong = (command: string, lines: string[] = []) => {
	const result = runCommand(lines, command);
	return result.ok ? 'nothing' : result.wrong;
};

describe('an iptables command', () => {
	it('adds a rule, to filter unless it says otherwise, and comes back as iptables-save prints it', () => {
		expect(
			after(['iptables -A INPUT -p tcp --dport 22 -j DROP', '-t nat -A POSTROUTING -o eth0 -j MASQUERADE'])
		).toEqual([
			'*nat',
			':PREROUTING ACCEPT [0:0]',
			':INPUT ACCEPT [0:0]',
			':OUTPUT ACCEPT [0:0]',
			':POSTROUTING ACCEPT [0:0]',
			'-A POSTROUTING -o eth0 -j MASQUERADE',
			'COMMIT',
			'*filter',
			':INPUT ACCEPT [0:0]',
			':FORWARD ACCEPT [0:0]',
			':OUTPUT ACCEPT [0:0]',
			'-A INPUT -p tcp -m tcp --dport 22 -j DROP',
			'COMMIT'
		]);
	});

	it.each([
		[
			['-A INPUT -j DROP', '-I INPUT -i lo -j ACCEPT'],
			['-A INPUT -i lo -j ACCEPT', '-A INPUT -j DROP']
		],
		[['-A INPUT -j DROP', '-A INPUT -j LOG', '-I INPUT 2 -i lo -j ACCEPT'], ['-A INPUT -j DROP', '-A INPUT -i lo -j ACCEPT', '-A INPUT -j LOG']], // prettier-ignore
		[['-A INPUT -j DROP', '-R INPUT 1 -j ACCEPT'], ['-A INPUT -j ACCEPT']],
		[['-A INPUT -j DROP', '-A INPUT -j ACCEPT', '-D INPUT 1'], ['-A INPUT -j ACCEPT']],
		[['-A INPUT -s 10.0.0.0/8 -j DROP', '-D INPUT -s 10.0.0.0/8 -j DROP'], []],
		[
			['-N mine', '-A INPUT -j mine', '-A mine -j DROP'],
			['-A INPUT -j mine', '-A mine -j DROP']
		],
		[['-A INPUT -j DROP', '-F INPUT'], []],
		[['-N mine', '-A mine -j DROP', '-F', '-X mine'], []],
		[['-A INPUT -s 10.0.0.1,10.0.0.2 -j DROP'], ['-A INPUT -s 10.0.0.1/32 -j DROP', '-A INPUT -s 10.0.0.2/32 -j DROP']],
		[['-A INPUT -m comment --comment "two words" -j DROP'], ['-A INPUT -m comment --comment "two words" -j DROP']]
	])('%j makes %j', (commands, expected) => {
		expect(rules(after(commands))).toEqual(expected);
	});

	it('sets a policy, and takes back what says nothing any more', () => {
		const dropped = after(['-P FORWARD DROP']);
		expect(dropped).toContain(':FORWARD DROP [0:0]');
		expect(after(['-P FORWARD ACCEPT'], dropped)).toEqual([]);
	});

	it.each([
		['-A INPTU -j DROP', 'filter has no chain INPTU: it has INPUT, FORWARD, OUTPUT'],
		['-t nta -A INPUT -j DROP', 'there is no table "nta": it is one of raw, mangle, nat, filter'],
		['-A INPUT -j DORP', expect.stringContaining('DROP')],
		['-L', expect.stringContaining('"-L" is no command here')],
		['', expect.stringContaining('it begins with')],
		['-D INPUT 1', 'INPUT has no rule 1: it has 0'],
		['-D INPUT -j DROP', 'INPUT has no such rule'],
		['-P INPUT MAYBE', 'a policy is ACCEPT or DROP, not MAYBE'],
		['-t nat -P POSTROUTING DROP', expect.stringContaining('does not drop')],
		['-X INPUT', 'INPUT is built in: it stays'],
		['-A INPUT -m comment --comment "open', expect.stringContaining('not closed')]
	])('%s is refused with what would be right', (command, text) => {
		expect(wrong(command)).toEqual(text);
	});

	it('does not remove a chain that a rule leads to', () => {
		expect(wrong('-X mine', after(['-N mine', '-A INPUT -j mine']))).toBe(
			'a rule of INPUT leads to mine: remove it first'
		);
	});
});

describe('rules in their order', () => {
	const lines = after(['-A INPUT -s 10.0.0.1/32 -j DROP', '-A INPUT -s 10.0.0.2/32 -j DROP', '-A INPUT -j ACCEPT']);
	const place = (index: number) => ({ table: 'filter' as const, chain: 'INPUT', index });

	it('move', () => {
		expect(rules(moveRule(lines, place(2), -1))).toEqual([
			'-A INPUT -s 10.0.0.1/32 -j DROP',
			'-A INPUT -j ACCEPT',
			'-A INPUT -s 10.0.0.2/32 -j DROP'
		]);
		expect(rules(moveRule(lines, place(0), 1))[1]).toBe('-A INPUT -s 10.0.0.1/32 -j DROP');
	});

	it('go, and are written anew', () => {
		expect(rules(removeRule(lines, place(1)))).toHaveLength(2);
		const replaced = replaceRule(lines, place(0), '-p icmp -j REJECT');
		expect(replaced.ok && rules(replaced.lines)[0]).toBe(
			'-A INPUT -p icmp -j REJECT --reject-with icmp-port-unreachable'
		);
	});

	it('keep the policy of their chain apart', () => {
		expect(setPolicy(lines, 'filter', 'INPUT', 'DROP')).toContain(':INPUT DROP [0:0]');
	});
});
