/** What iptables-save prints goes in and comes out the same. */
import { describe, expect, it } from 'vitest';
import { parseRuleset, printTable } from './ruleset-text.ts';

const round = (lines: readonly string[]) => parseRuleset(lines).ruleset.flatMap((table) => printTable(table));
const chainsOf: Record<string, string[]> = {
	raw: ['PREROUTING', 'OUTPUT'],
	mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
	nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
	filter: ['INPUT', 'FORWARD', 'OUTPUT']
};
function saved(table: string, rules: readonly string[]): string[] {
	return [
		`*${table}`,
		...chainsOf[table].map((chain) => `:${chain} ACCEPT [0:0]`),
		':mine - [0:0]',
		...rules,
		'COMMIT'
	];
}

/** As iptables-save 1.8.9 prints them. */
const rules: Record<string, string[]> = {
	raw: [
		'-A PREROUTING -p udp -m udp --dport 9 -j CT --notrack',
		'-A PREROUTING -p udp -m udp --dport 10 -j NOTRACK',
		'-A PREROUTING -p udp -m udp --dport 11 -j CT --zone 5',
		'-A PREROUTING -p udp -m udp --dport 11 -j CT --zone-orig 5'
	],
	mangle: [
		'-A PREROUTING -j MARK --set-xmark 0x1/0xffffffff',
		'-A PREROUTING -j MARK --set-xmark 0x0/0xfffffffb',
		'-A PREROUTING -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff',
		'-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff',
		'-A PREROUTING -j CONNMARK --set-xmark 0x7/0xffffffff',
		'-A PREROUTING -j TTL --ttl-set 5',
		'-A PREROUTING -j TTL --ttl-dec 1',
		'-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
		'-A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 1200'
	],
	nat: [
		'-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.5-10.0.0.9:80-90',
		'-A PREROUTING -p tcp -m tcp --dport 81 -j DNAT --to-destination 10.0.0.5 --random --persistent',
		'-A PREROUTING -p tcp -m tcp --dport 82 -j REDIRECT --to-ports 8080',
		'-A PREROUTING -d 10.1.0.0/16 -j NETMAP --to 10.2.0.0/16',
		'-A POSTROUTING -o eth+ -p udp -j MASQUERADE --to-ports 1000-2000 --random',
		'-A POSTROUTING -o eth1 -j SNAT --to-source 1.2.3.4-1.2.3.5 --persistent',
		'-A POSTROUTING -o eth1 -p udp -j SNAT --to-source :1024-2000 --random',
		'-A POSTROUTING -o eth2 -j MASQUERADE --random-fully'
	],
	filter: [
		'-A INPUT -i lo -j ACCEPT',
		'-A INPUT ! -s 10.0.0.0/8 ! -i lo -p tcp -g mine',
		'-A INPUT -m conntrack ! --ctstate INVALID,DNAT -j ACCEPT',
		'-A INPUT -m state --state NEW -j ACCEPT',
		'-A INPUT -m conntrack --ctproto 6 --ctorigsrc 1.2.3.4 --ctorigdst 10.0.0.0/8 --ctreplsrc 1.1.1.1 --ctrepldst 2.2.2.2 --ctorigsrcport 1 --ctorigdstport 80:90 --ctreplsrcport 5 --ctrepldstport 6 --ctstatus SEEN_REPLY,ASSURED --ctexpire 1:100 --ctdir ORIGINAL',
		'-A INPUT -p tcp -m tcp --sport 1:1024 ! --dport 80 --tcp-option 8 --tcp-flags FIN,SYN,RST,PSH,ACK,URG SYN,ACK -j RETURN',
		'-A INPUT -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j DROP',
		'-A INPUT -p icmp -m icmp --icmp-type 8 -m limit --limit 5/sec --limit-burst 3 -j ACCEPT',
		'-A INPUT -p icmp -m icmp --icmp-type 3/4 -j ACCEPT',
		'-A INPUT -p icmp -m icmp ! --icmp-type any -j ACCEPT',
		'-A INPUT -p tcp -m multiport --dports 80,443,8000:8100 -j ACCEPT',
		'-A INPUT -p tcp -m multiport ! --sports 80,443 -j ACCEPT',
		'-A INPUT -m mark ! --mark 0x1/0xff -j mine',
		'-A INPUT -m connmark --mark 0x5 -m comment --comment "hello \\"w\\" x" -j mine',
		'-A INPUT -m addrtype ! --src-type UNICAST --dst-type LOCAL,BROADCAST --limit-iface-in -j mine',
		'-A INPUT -m mac --mac-source 02:00:00:00:00:0a -j mine',
		'-A INPUT -m recent --set --name ssh --mask 255.255.255.255 --rsource -j mine',
		'-A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --mask 255.255.255.255 --rdest -j DROP',
		'-A INPUT -m recent --rcheck --seconds 60 --reap --name DEFAULT --mask 255.255.255.0 --rsource -j DROP',
		'-A INPUT -m recent ! --remove --name DEFAULT --mask 255.255.255.255 --rsource -j DROP',
		'-A INPUT -m set ! --match-set s2 dst,dst -j ACCEPT',
		'-A INPUT -m set --match-set s3 src --return-nomatch -j ACCEPT',
		'-A INPUT -m set --match-set s3 src ! --update-counters ! --update-subcounters --packets-eq 1 --bytes-gt 9 -j ACCEPT',
		'-A INPUT -m set --match-set s3 src ! --packets-eq 18446744073709551615 --bytes-lt 5 -j ACCEPT',
		'-A INPUT -m statistic --mode random --probability 0.29999999981 -j DROP',
		'-A INPUT -m statistic --mode nth --every 3 --packet 1 -j DROP',
		'-A INPUT -m physdev --physdev-in eth0 --physdev-is-bridged -j DROP',
		'-A INPUT -m iprange --src-range 10.0.0.1-10.0.0.9 ! --dst-range 1.1.1.1-1.1.1.3 -j DROP',
		'-A INPUT -m length --length 100:200 -j DROP',
		'-A INPUT -m length ! --length 100 -j DROP',
		'-A INPUT -m ttl --ttl-lt 10 -j DROP',
		'-A INPUT -m ttl ! --ttl-eq 10 -j DROP',
		'-A INPUT -f -j REJECT --reject-with icmp-port-unreachable',
		'-A INPUT -p tcp ! -f -j REJECT --reject-with tcp-reset',
		'-A INPUT -p sctp -j LOG --log-prefix "in: " --log-level 7 --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid --log-macdecode',
		'-A INPUT -p gre -j LOG',
		'-A INPUT -d 10.0.0.1/255.255.0.255',
		'-A FORWARD',
		'-A mine -j RETURN'
	]
};

describe('what iptables-save prints', () => {
	for (const [table, lines] of Object.entries(rules)) {
		it.each(lines)(`${table}: %s`, (line) => {
			const source = saved(table, [line]);
			expect(parseRuleset(source).problems).toEqual([]);
			expect(round(source)).toEqual(source);
		});
	}

	it('keeps policies and counters', () => {
		const counted = ['*filter', ':INPUT DROP [3:252]', ':FORWARD ACCEPT [0:0]', ':OUTPUT ACCEPT [9:1]', '[2:168] -A INPUT -p icmp', 'COMMIT']; // prettier-ignore
		expect(parseRuleset(counted).ruleset.flatMap((table) => printTable(table, true))).toEqual(counted);
	});
});

describe('what a person writes', () => {
	const first = (line: string, table = 'filter') => parseRuleset(['*' + table, ':mine -', line, 'COMMIT']).ruleset[0].chains.flatMap(({ rules }) => rules.map(({ text }) => text)); // prettier-ignore
	it.each([
		['-A INPUT -p tcp --dport http -j ACCEPT', '-p tcp -m tcp --dport 80 -j ACCEPT'],
		['-A INPUT --protocol udp --source-port :53', '-p udp -m udp --sport 0:53'],
		['-A INPUT -p tcp --syn', '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN'],
		['-A INPUT -s 10.0.0.7/24 -d 0/0', ''],
		['-A INPUT -s 10.0.0.7/255.255.255.0', '-s 10.0.0.0/24'],
		['-A INPUT -p icmp --icmp-type echo-request', '-p icmp -m icmp --icmp-type 8'],
		['-A INPUT -m limit --limit 60/minute', '-m limit --limit 1/sec'],
		['-A INPUT -m limit --limit 100/hour', '-m limit --limit 100/hour'],
		['-A INPUT -m recent --set', '-m recent --set --name DEFAULT --mask 255.255.255.255 --rsource'],
		['-A INPUT -j REJECT', '-j REJECT --reject-with icmp-port-unreachable']
	])('%s', (line, text) => {
		if (line.includes('0/0')) expect(parseRuleset(['*filter', line, 'COMMIT']).problems[0].word).toBe('0/0');
		else expect(first(line)).toEqual([text]);
	});

	it('makes a rule of each address that is listed', () => {
		expect(first('-A INPUT -s 10.0.0.1,10.0.0.2 -d 10.0.1.0/24 -j DROP')).toEqual([
			'-s 10.0.0.1/32 -d 10.0.1.0/24 -j DROP',
			'-s 10.0.0.2/32 -d 10.0.1.0/24 -j DROP'
		]);
	});
});

describe('a line that iptables would refuse', () => {
	const problem = (line: string, table = 'filter') => {
		const found = parseRuleset([`*${table}`, ':mine -', ':loop -', line, 'COMMIT']).problems[0];
		return found === undefined ? '' : `${found.line} ${found.word}: ${found.message} (${found.mend ?? ''})`;
	};
	it.each([
		['-A INPUT -p tcp --dprot 80', '3 --dprot: there is no option --dprot here (did you mean --dport?)'],
		['-A INPUT --dport 80', '3 --dport: --dport is an option of -m tcp (write -m tcp before it)'],
		['-A INPUT -m contrack --ctstate NEW', '3 contrack: there is no match "contrack" (did you mean conntrack?)'],
		['-A INPUT -j ACCPET', '3 ACCPET: there is neither a target nor a chain "ACCPET" (did you mean ACCEPT?)'],
		['-A INPUT -j accept', '3 accept: there is neither a target nor a chain "accept" (did you mean ACCEPT?)'],
		['-A INPTU -j ACCEPT', '3 INPTU: filter has no chain INPTU (did you mean INPUT?)'],
		[
			'-A INPUT -m conntrack --ctstate NEW,ESTABLISED',
			'3 NEW,ESTABLISED: "ESTABLISED" is not one of INVALID, NEW, RELATED, ESTABLISHED, UNTRACKED, SNAT, DNAT ()'
		],
		['-A INPUT -o eth0', '3 -o: where a packet in INPUT will leave is not known yet (use -i)'],
		['-A INPUT -s 10.0.0.300', '3 10.0.0.300: "10.0.0.300" is not an IPv4 address (such as 10.0.0.1)'],
		['-A INPUT -p tcp --dport ! 80', '3 !: "!" stands before --dport, not after it (write ! --dport)'],
		['-A INPUT -p tcp --dport 90:80', '3 90:80: the range of ports 90:80 runs backwards ()'],
		[
			'-A INPUT -j REJECT --reject-with tcp-reset',
			'3 REJECT: --reject-with tcp-reset needs -p tcp (write -p tcp in the rule)'
		],
		['-A INPUT -m comment --comment "x', '3 : a quotation mark is not closed (add a " at its end)'],
		['-A loop -j loop', ''],
		[
			'-I INPUT -j DROP',
			'3 -I: "-I" can\'t begin a line (rules stand in their order, each with -A; chains as :NAME -)'
		],
		['-A INPUT -j SNAT --to-source 1.2.3.4', '3 SNAT: SNAT is not for the table filter (it is for nat)'],
		['-A INPUT -j FORWARD', '3 FORWARD: FORWARD is built in: no rule leads to it ()']
	])('%s', (line, expected) => {
		expect(problem(line)).toBe(expected);
	});

	it.each([
		['nat', '-A PREROUTING -j DROP', '3 DROP: DROP is not for the table nat (it is for raw, mangle, filter)'],
		[
			'nat',
			'-A PREROUTING -j MASQUERADE',
			"3 MASQUERADE: MASQUERADE can't stand in a chain that PREROUTING leads to (it is for POSTROUTING)"
		],
		[
			'mangle',
			'-A FORWARD -p tcp -j TCPMSS --set-mss 1200',
			'3 TCPMSS: -j TCPMSS is for SYN segments only (write -p tcp --syn)'
		],
		[
			'nat',
			'-A PREROUTING -j DNAT --to-destination 10.0.0.1:80',
			'3 DNAT: a port needs a protocol that has ports (write -p tcp or -p udp in the rule)'
		]
	])('%s: %s', (table, line, expected) => {
		expect(problem(line, table)).toBe(expected);
	});

	it('names what is wrong with a table', () => {
		const first = (...lines: string[]) => parseRuleset(lines).problems.map(({ line, message }) => `${line} ${message}`);
		expect(first('*fliter', 'COMMIT')[0]).toBe('0 there is no table "fliter"');
		expect(first('*filter')).toEqual(['0 the table filter does not end']);
		expect(first('-A INPUT -j DROP')).toEqual(['0 no table has begun']);
		expect(first('*filter', ':INPTU DROP', 'COMMIT')).toEqual([
			'1 filter has no built-in chain INPTU, and no other has a policy'
		]);
		expect(first('*filter', ':a -', ':b -', '-A INPUT -j a', '-A a -j b', '-A b -j a', 'COMMIT')).toEqual([
			'5 the rule leads back to the chain that it comes from: packets would go round'
		]);
	});
});
