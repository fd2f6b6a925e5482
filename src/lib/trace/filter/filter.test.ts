import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as captured from '../../wire/captured-frames.ts';
import { namedFields } from '../../wire/dissect/catalogue.ts';
import { complete } from './complete.ts';
import { FilterFrame, filterOf } from './filter.ts';
import { format } from './format.ts';
import { parse } from './parser.ts';
import { comparisons, type Literal, type Operand, type Test } from './syntax.ts';

const frame = (bytes: Uint8Array) =>
	new FilterFrame(bytes, { number: 3, time: 2e9, first: 1e9, before: 15e8, interface: 'r1 eth0' });

function passes(text: string, bytes: Uint8Array): boolean {
	const filter = filterOf(text);
	if (!filter.ok) throw new Error(filter.problem.message);
	return filter.passes(frame(bytes));
}

function problem(text: string): { message: string; at: string } {
	const filter = filterOf(text);
	if (filter.ok) throw new Error(`${text} is a filter`);
	const { message, from, to } = filter.problem;
	return { message, at: from === text.length ? 'end' : text.slice(from, to) };
}

describe('a display filter', () => {
	it.each([
		['', 'syn', true],
		['tcp', 'syn', true],
		['udp', 'syn', false],
		['ip.addr == 10.0.0.2', 'syn', true],
		['ip.addr != 10.0.0.2', 'syn', false],
		['ip.addr !== 10.0.0.2', 'syn', true],
		['ip.src in {10.0.0.0/30}', 'syn', true],
		['tcp.port == 80 and not tcp.flags.ack == 1', 'syn', true],
		['tcp.flags.syn == true', 'synAck', true],
		['tcp.len > 0 xor tcp.flags.push == 0', 'httpRequest', true],
		['http.host contains "web"', 'httpRequest', true],
		['http.host matches r"^WEB\\.[a-z]+$"', 'httpRequest', true],
		['eth.src[0:3] == 02:00:00 && eth.dst[-1] == 02', 'syn', true],
		['icmp.type == 3 && udp.dstport == 5000', 'portUnreachable', true],
		['ip.src#2 == 10.0.0.1 and ip.src#1 == 10.0.0.2', 'portUnreachable', true],
		['count(ip.src) == 2', 'portUnreachable', true],
		['frame.number == 3 and frame.time_relative == 1 and frame.time_delta == 0.5', 'syn', true],
		['frame.interface_name == "r1 eth0"', 'syn', true],
		['arp.src.proto_ipv4 < 10.0.0.2', 'arpRequest', true],
		['udp.srcport == 1 or udp.srcport > udp.dstport', 'datagram', true]
	] as const)('%s of %s: %s', (text, name, expected) => {
		expect(passes(text, captured[name])).toBe(expected);
	});

	it.each([
		['ip.adr == 10.0.0.1', 'ip.adr is neither a field nor a protocol; ip.addr is one', 'ip.adr'],
		['ip.addr == 10.0.0.300', '10.0.0.300 is not an IPv4 address, such as 10.0.0.1 or 10.0.0.0/8', '10.0.0.300'],
		['ip.addr = 10.0.0.1', '"=" is not part of the language', '='],
		['ip.addr ==', 'The filter ends here: a field, a protocol or a value is expected', 'end'],
		['(arp', 'The filter ends here: ) is expected', 'end'],
		['arp icmp', '"icmp" can\'t stand here: and, or, or a comparison is expected', 'icmp'],
		['tcp contains "GET', 'The text that begins here has no end', '"GET'],
		['ip.src contains "x"', "An IPv4 address can't be searched: contains is for texts and bytes", 'ip.src'],
		['ip.ttl[0] == 1', 'A number has no parts: a slice is for texts and bytes', 'ip.ttl'],
		['http.host == web', 'web is not a text: put it in quotes, "web"', 'web'],
		['ip.src == eth.src', "An IPv4 address and A MAC address can't be compared", 'ip.src == eth.src'],
		['size(tcp) == 1', 'size is no function; there are len, count, lower and upper', 'size(tcp)'],
		['7', '7 alone says nothing: what shall be equal to it?', '7']
	])('%s: %s', (text, message, at) => {
		expect(problem(text)).toEqual({ message, at });
	});

	it('takes no longer for a pattern that makes other engines go back and forth', () => {
		const long = captured.httpRequest.slice();
		long.fill(0x61, 70);
		expect(passes('frame matches "(a+)+$b"', long)).toBe(false);
	});
});

describe('a filter written in one way', () => {
	const place = { from: 0, to: 0 };
	const literal: fc.Arbitrary<Literal> = fc.oneof(
		fc.nat(70000).map((n): Literal => ({ type: 'literal', kind: 'number', text: String(n), ...place })),
		fc
			.constantFrom('10.0.0.1', '10.0.0.0/8')
			.map((text): Literal => ({ type: 'literal', kind: 'address', text, ...place })),
		fc.constantFrom('02:00:5e', 'ff:').map((text): Literal => ({ type: 'literal', kind: 'bytes', text, ...place })),
		fc.constantFrom('"GET"', 'r"a.b"').map((text): Literal => ({ type: 'literal', kind: 'string', text, ...place }))
	);
	const field: fc.Arbitrary<Operand> = fc
		.tuple(fc.constantFrom(...namedFields.keys()), fc.constantFrom(0, 0, 1, 2))
		.map(([name, layer]) => ({ type: 'field', name, layer, ...place }));
	const part = fc.record({
		start: fc.integer({ min: -9, max: 20 }),
		length: fc.option(fc.integer({ min: 1, max: 9 }))
	});
	const operand: fc.Arbitrary<Operand> = fc.oneof(
		{ weight: 4, arbitrary: field },
		fc
			.tuple(field, fc.array(part, { minLength: 1, maxLength: 3 }))
			.map(([inner, parts]): Operand => ({ type: 'slice', operand: inner, parts, ...place })),
		fc
			.tuple(fc.constantFrom('len', 'lower'), field)
			.map(([name, argument]): Operand => ({ type: 'call', name, argument, ...place })),
		fc
			.tuple(fc.constantFrom('+', '*', '&') as fc.Arbitrary<'+' | '*' | '&'>, field, literal)
			.map(([operator, left, right]): Operand => ({ type: 'arithmetic', operator, left, right, ...place }))
	);
	const range = fc.record({ first: literal, last: fc.option(literal) });
	const quantifier = fc.constantFrom('' as const, 'any' as const, 'all' as const);
	const { test } = fc.letrec<{ test: Test }>((tie) => ({
		test: fc.oneof(
			{ depthSize: 'small' },
			operand.map((one): Test => ({ type: 'present', operand: one, ...place })),
			fc
				.tuple(quantifier, fc.constantFrom(...comparisons), operand, fc.oneof(literal, operand))
				.map(([many, operator, left, right]): Test => ({
					type: 'compare',
					quantifier: many,
					operator,
					left,
					right,
					...place
				})),
			fc
				.tuple(quantifier, operand, fc.boolean(), fc.array(range, { minLength: 1, maxLength: 3 }))
				.map(([many, one, not, set]): Test => ({ type: 'in', quantifier: many, operand: one, not, set, ...place })),
			tie('test').map((inner): Test => ({ type: 'not', test: inner, ...place })),
			fc
				.tuple(fc.constantFrom('and' as const, 'or' as const, 'xor' as const), tie('test'), tie('test'))
				.map(([type, left, right]): Test => ({ type, left, right, ...place }))
		)
	}));
	/** Without places. */
	const bare = (tree: unknown): unknown =>
		JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value)));

	it('reads as what it was', () => {
		fc.assert(
			fc.property(test, (tree) => {
				expect(bare(parse(format(tree)))).toEqual(bare(tree));
			}),
			{ numRuns: 500 }
		);
	});

	it('is written the same again', () => {
		for (const text of [
			'!(arp || icmp) && ip',
			'!!arp',
			'a1 && (arp || ip) xor tcp',
			'tcp.port not in {80, 1000 .. 2000}'
		])
			expect(format(parse(text))).toBe(text);
	});
});

describe('the completion of a filter', () => {
	const texts = (text: string, at = text.length) => complete(text, at).items.map((item) => item.text);

	it('names fields that begin so, with their meaning', () => {
		expect(texts('ip.t')).toEqual(['ip.ttl']);
		expect(complete('ip.tt', 5).items[0].meaning).toBe('Time to live: Routers that may still handle it');
		expect(texts('tcp')[0]).toBe('tcp.srcport');
		expect(texts('arp && icm')).toContain('icmp');
	});

	it('goes on with a comparison behind a field, and with its values behind that', () => {
		expect(texts('tcp.port ')).toContain('in');
		expect(texts('tcp.port c')).toEqual(['contains']);
		expect(texts('arp.opcode == ')).toEqual(['1', '2']);
		expect(texts('tcp.flags.syn == ')).toEqual(['1', '0']);
		expect(texts('ip.src == 10.0.0.1 ')).toEqual(['&&', '||']);
	});

	it('takes the place of the whole word', () => {
		expect(complete('arp or ip.sr == 1', 9)).toMatchObject({ from: 7, to: 12 });
	});
});
