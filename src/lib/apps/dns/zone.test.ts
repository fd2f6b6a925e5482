import { describe, expect, it } from 'vitest';
import type { Service } from '../../lab/services/registry.ts';
import { recordData, type DnsType } from '../../wire/dns.ts';
import { answerFromZone } from './zone.ts';

const service: Extract<Service, { kind: 'dns' }> = {
	kind: 'dns',
	port: 53,
	ttl: 60,
	records: {
		'web.example': ['10.0.0.80', 'TXT the web'],
		'www.example': ['CNAME web.example'],
		'ring.example': ['CNAME ring.example'],
		'_http._tcp.example': ['SRV 10 5 80 web.example'],
		'*.wild.example': ['10.0.0.99'],
		'own.wild.example': ['TXT no address']
	}
};
const zoned = { ...service, zone: { name: 'example', server: 'ns.example', mailbox: 'root.example', negative: 300 } };

/** "NOERROR: A 10.0.0.80 | authority | additional", null: not known. */
function ask(of: typeof service, name: string, type: DnsType): string | null {
	const answer = answerFromZone(of, { name, type });
	if (answer === null) return null;
	const said = [answer.answers, answer.authorities, answer.additionals].map((records) =>
		records.map((record) => `${record.name} ${record.type} ${recordData(record)}`).join(', ')
	);
	return `${answer.code}${answer.authoritative ? '' : ' (not authoritative)'}: ${said.join(' | ')}`;
}

describe('a zone', () => {
	it.each<[string, DnsType, string | null]>([
		['web.example', 'A', 'NOERROR: web.example A 10.0.0.80 |  | '],
		['WEB.Example', 'TXT', 'NOERROR: WEB.Example TXT "the web" |  | '],
		['web.example', 'MX', 'NOERROR (not authoritative):  |  | '],
		['www.example', 'A', 'NOERROR: www.example CNAME web.example, web.example A 10.0.0.80 |  | '],
		['www.example', 'CNAME', 'NOERROR: www.example CNAME web.example |  | '],
		['_http._tcp.example', 'SRV', 'NOERROR: _http._tcp.example SRV 10 5 80 web.example |  | web.example A 10.0.0.80'],
		['80.0.0.10.in-addr.arpa', 'PTR', 'NOERROR: 80.0.0.10.in-addr.arpa PTR web.example |  | '],
		['any.wild.example', 'A', 'NOERROR: any.wild.example A 10.0.0.99 |  | '],
		['any.wild.example', 'TXT', 'NOERROR (not authoritative):  |  | '],
		['own.wild.example', 'A', 'NOERROR (not authoritative):  |  | '],
		['_tcp.example', 'A', 'NOERROR (not authoritative):  |  | '],
		['nobody.example', 'A', null]
	])('%s %s', (name, type, expected) => expect(ask(service, name, type)).toBe(expected));

	it('follows a ring of aliases no further than ten', () => {
		expect(answerFromZone(service, { name: 'ring.example', type: 'A' })!.answers).toHaveLength(10);
	});

	it('with an SOA says how long there is nothing (RFC 2308)', () => {
		const soa = 'example SOA ns.example root.example 1 1200 180 1209600 300';
		expect(ask(zoned, 'nobody.example', 'A')).toBe(`NXDOMAIN:  | ${soa} | `);
		expect(ask(zoned, 'web.example', 'MX')).toBe(`NOERROR:  | ${soa} | `);
		expect(ask(zoned, 'example', 'SOA')).toBe(`NOERROR: ${soa} |  | `);
		expect(ask(zoned, 'nobody.else', 'A')).toBe(null);
	});
});
