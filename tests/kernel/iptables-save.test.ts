/** The language of rules, held against the real iptables-restore and iptables-save: what one reads and prints, the other does too. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNoKernel } from '../../src/cli/verify/able.ts';
import { parseSets, printSets } from '../../src/lib/kernel/netfilter/language/ipset-text.ts';
import { parseRuleset, printTable } from '../../src/lib/kernel/netfilter/language/ruleset-text.ts';

const reason = whyNoKernel();

const sets = [
	'create s1 hash:ip family inet hashsize 1024 maxelem 65536 timeout 100 comment',
	'create s2 hash:ip,port family inet hashsize 1024 maxelem 65536',
	'create s3 hash:net family inet hashsize 1024 maxelem 65536',
	'add s1 10.0.0.1 timeout 0 comment "a b"',
	'add s2 10.0.0.1,tcp:80',
	'add s2 10.0.0.1,icmp:echo-request',
	'add s3 10.0.0.0/8',
	'add s3 10.1.0.0/16 nomatch'
];

/** What Linux makes of lines, in a network namespace that is gone afterwards. */
function linux(lines: readonly string[]): string[] {
	const script = `ipset restore <<-'END'\n${sets.join('\n')}\nEND\niptables-restore && iptables-save`;
	const done = spawnSync('unshare', ['--net', 'bash', '-ec', script], {
		input: lines.join('\n') + '\n',
		encoding: 'utf8'
	});
	if (done.status !== 0) throw new Error(done.stderr);
	return done.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function ours(lines: readonly string[]): string[] {
	const { ruleset, problems } = parseRuleset(lines);
	if (problems.length > 0) throw new Error(JSON.stringify(problems));
	return ruleset.flatMap((table) => printTable(table));
}

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const network = fc.tuple(address, fc.integer({ min: 1, max: 32 })).map(([a, length]) => `${a}/${length}`);
const port = fc.integer({ min: 1, max: 65_535 });
const ports = fc.tuple(port, port).map(([a, b]) => (a === b ? `${a}` : `${Math.min(a, b)}:${Math.max(a, b)}`));
const no = fc.constantFrom('', '! ');
const maybe = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), part);
const mark = fc
	.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 0xffff }))
	.map(([a, b]) => `${a & b}/${b}`);
const word = fc.stringMatching(/^[a-z"' \\/-]{1,12}$/).map((text) => `"${text.replace(/["\\]/g, (c) => `\\${c}`)}"`);
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.filter(Boolean).join(' '));
const with_ = (name: string, value: fc.Arbitrary<string>) =>
	fc.tuple(no, value).map(([not, text]) => `${not}${name} ${text}`);

const match = fc.oneof(
	join(fc.constant('-p tcp'), maybe(with_('--sport', ports)), with_('--dport', ports)),
	join(fc.constant('-p udp'), with_('--dport', ports)),
	join(fc.constant('-p icmp'), with_('--icmp-type', fc.constantFrom('8', '3/4', 'any', 'echo-reply'))),
	join(fc.constant('-p tcp'), with_('--tcp-flags', fc.constantFrom('SYN,ACK SYN', 'ALL NONE', 'FIN,RST FIN'))),
	join(
		fc.constant('-p udp -m multiport'),
		with_(
			'--dports',
			fc.uniqueArray(port, { minLength: 1, maxLength: 7 }).map((list) => list.join(','))
		)
	),
	join(
		fc.constant('-m conntrack'),
		with_('--ctstate', fc.constantFrom('NEW', 'RELATED,ESTABLISHED', 'DNAT', 'UNTRACKED,INVALID')),
		maybe(with_('--ctorigdst', network))
	),
	join(fc.constant('-m mark'), with_('--mark', mark)),
	join(fc.constant('-m connmark'), with_('--mark', mark)),
	join(fc.constant('-m comment --comment'), word),
	join(
		fc.constant('-m limit --limit'),
		fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('sec', 'min', 'hour', 'day')).map((p) => p.join('/')),
		maybe(fc.integer({ min: 1, max: 99 }).map((n) => `--limit-burst ${n}`))
	),
	join(fc.constant('-m length'), with_('--length', ports)),
	join(fc.constant('-m ttl'), fc.constantFrom('--ttl-lt 9', '--ttl-gt 9', '! --ttl-eq 9')),
	join(
		fc.constant('-m statistic --mode nth --every'),
		fc.integer({ min: 2, max: 50 }).map(String),
		fc.constantFrom('--packet 0', '--packet 1')
	),
	join(
		fc.constant('-m statistic --mode random --probability'),
		fc.integer({ min: 0, max: 1000 }).map((n) => String(n / 1000))
	),
	join(
		fc.constant('-m set'),
		with_(
			'--match-set',
			fc.constantFrom(
				's1 src',
				's2 dst,dst',
				's3 src --return-nomatch',
				's1 src ! --update-counters --packets-gt 3',
				's1 dst ! --bytes-eq 0'
			)
		)
	),
	join(
		fc.constant('-m recent'),
		fc.constantFrom(
			'--set',
			'--rcheck --seconds 9 --hitcount 3',
			'! --update',
			'--remove --rdest',
			'--rcheck --name x --rttl'
		)
	),
	join(fc.constant('-m iprange'), with_('--src-range', fc.constant('10.0.0.1-10.0.0.9'))),
	join(fc.constant('-m addrtype'), with_('--dst-type', fc.constantFrom('LOCAL', 'UNICAST,BROADCAST'))),
	join(fc.constant('-m mac'), with_('--mac-source', fc.constant('02:00:00:00:00:0A'))),
	join(
		fc.constant('-m physdev'),
		with_('--physdev-in', fc.constantFrom('eth0', 'veth+')),
		maybe(fc.constant('--physdev-is-bridged'))
	)
);
const target = fc.constantFrom(
	'',
	'-j ACCEPT',
	'-j DROP',
	'-j RETURN',
	'-j mine',
	'-g mine',
	'-j LOG --log-prefix "a b: " --log-level 6',
	'-j MARK --set-mark 5',
	'-j MARK --and-mark 0xf',
	'-j REJECT',
	'-j REJECT --reject-with host-prohib',
	'-j CONNMARK --save-mark --mask 0xff'
);
const rule = join(
	maybe(with_('-s', network)),
	maybe(with_('-d', address)),
	maybe(with_('-i', fc.constantFrom('eth0', 'eth+'))),
	maybe(match),
	target
);

describe.skipIf(reason !== '')('rules as iptables reads and prints them', () => {
	it('are read and printed the same, whatever they are', () => {
		const table = fc.array(rule, { minLength: 1, maxLength: 40 });
		fc.assert(
			fc.property(table, (rules) => {
				const lines = ['*filter', ':mine -', ...rules.map((text) => `-A INPUT ${text}`), 'COMMIT'];
				const theirs = linux(lines);
				expect(ours(lines)).toEqual(theirs);
				// What Linux prints goes in and comes out the same, there and here.
				expect(ours(theirs)).toEqual(theirs);
			}),
			{ numRuns: 25, seed: 13 }
		);
	});

	it.each([
		['nat', '-A PREROUTING -p tcp --dport 80 -j DNAT --to 10.0.0.5-10.0.0.9:80-90 --random'],
		['nat', '-A PREROUTING -p tcp --dport 2000:2010 -j DNAT --to-destination 10.0.0.5:3000-3010/2000'],
		['nat', '-A POSTROUTING -p udp -j SNAT --to-source :1024-2000 --persistent'],
		['nat', '-A POSTROUTING -p udp -j MASQUERADE --to-ports 1000-2000 --random'],
		['nat', '-A POSTROUTING -j MASQUERADE --random-fully'],
		['nat', '-A PREROUTING -p tcp -j REDIRECT --to-port 8080'],
		['nat', '-A PREROUTING -d 10.1.0.0/16 -j NETMAP --to 10.2.0.0/16'],
		['raw', '-A PREROUTING -j CT --notrack'],
		['raw', '-A PREROUTING -j CT --zone-reply 9'],
		['raw', '-A OUTPUT -j NOTRACK'],
		['mangle', '-A POSTROUTING -j TTL --ttl-set 5'],
		['mangle', '-A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu'],
		['mangle', '-A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1200']
	])('%s: %s', (table, line) => {
		const lines = [`*${table}`, line, 'COMMIT'];
		const theirs = linux(lines);
		expect(ours(lines)).toEqual(theirs);
		expect(ours(theirs)).toEqual(theirs);
	});

	it('sets too, but for what the kernel draws by chance and the time that has passed', () => {
		const done = spawnSync('unshare', ['--net', 'bash', '-ec', 'ipset restore && ipset save'], {
			input: sets.join('\n') + '\n',
			encoding: 'utf8'
		});
		const plain = done.stdout
			.trim()
			.split('\n')
			.map((line) => line.replace(/ bucketsize \d+ initval 0x[0-9a-f]+/, ''));
		expect(printSets(parseSets(sets).sets).sort()).toEqual(plain.sort());
	});
});
