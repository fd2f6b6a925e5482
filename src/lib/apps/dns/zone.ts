/** What a DNS server says of the names that it has records of (RFC 1034, 4.3.2; RFC 4592 for "*"; as dnsmasq, src/rfc1035.c answer_request). */
import { readRecord } from '../../lab/services/dns-records.ts';
import type { Service } from '../../lab/services/registry.ts';
import { type DnsQuestion, type DnsRecord, type DnsResponseCode, reverseName } from '../../wire/dns.ts';

type DnsService = Extract<Service, { kind: 'dns' }>;

export interface ZoneAnswer {
	code: DnsResponseCode;
	authoritative: boolean;
	answers: DnsRecord[];
	authorities: DnsRecord[];
	additionals: DnsRecord[];
}

/** Names are compared without regard to case. */
type Zone = Map<string, DnsRecord[]>;

/** CNAMEs that are followed: a chain may be a ring. */
const LONGEST_CHAIN = 10;

const zones = new WeakMap<DnsService, Zone>();

function zoneOf(service: DnsService): Zone {
	let zone = zones.get(service);
	if (zone !== undefined) return zone;
	zone = new Map();
	for (const [name, texts] of Object.entries(service.records)) {
		const records = texts.flatMap((text) => {
			const data = readRecord(text);
			return data === null ? [] : [{ ...data, name, ttl: service.ttl } as DnsRecord];
		});
		zone.set(name.toLowerCase(), records);
	}
	for (const records of [...zone.values()]) {
		for (const record of records) {
			if (record.type !== 'A' || record.name.startsWith('*')) continue;
			const reverse = reverseName(record.address);
			if (!zone.has(reverse))
				zone.set(reverse, [{ type: 'PTR', name: reverse, ttl: service.ttl, target: record.name }]);
		}
	}
	zones.set(service, zone);
	return zone;
}

/** The records of a name, or those of the "*" nearest above it; undefined: there is no such name. */
function recordsOf(zone: Zone, name: string): DnsRecord[] | undefined {
	const wanted = name.toLowerCase();
	const own = zone.get(wanted);
	if (own !== undefined) return own;
	if (existsAbove(zone, wanted)) return [];
	for (let rest = wanted; rest.includes('.');) {
		rest = rest.slice(rest.indexOf('.') + 1);
		const wild = zone.get(`*.${rest}`);
		if (wild !== undefined) return wild;
		if (zone.has(rest) || existsAbove(zone, rest)) return undefined;
	}
	return undefined;
}

/** A name below it has records, so it exists and has none. */
function existsAbove(zone: Zone, name: string): boolean {
	for (const known of zone.keys()) if (known.endsWith(`.${name}`)) return true;
	return false;
}

function soaOf({ zone }: DnsService): DnsRecord[] {
	if (zone === undefined) return [];
	const { name, server, mailbox, negative } = zone;
	return [
		{
			type: 'SOA',
			name,
			ttl: negative,
			target: server,
			mailbox,
			serial: 1,
			refresh: 1200,
			retry: 180,
			expire: 1_209_600,
			minimum: negative
		}
	];
}

function within(name: string, zone: string): boolean {
	const [a, b] = [name.toLowerCase(), zone.toLowerCase()];
	return a === b || a.endsWith(`.${b}`);
}

/** null: it knows nothing of that name. */
export function answerFromZone(service: DnsService, { name, type }: DnsQuestion): ZoneAnswer | null {
	const zone = zoneOf(service);
	const ours = service.zone !== undefined && within(name, service.zone.name);
	const answers: DnsRecord[] = [];
	let at = name;
	let found = recordsOf(zone, at);
	if (found === undefined && !ours) return null;
	if (type === 'SOA' && ours && name.toLowerCase() === service.zone!.name.toLowerCase())
		answers.push(...soaOf(service));
	for (let link = 0; found !== undefined && link < LONGEST_CHAIN; link++) {
		const named = found.map((record) => ({ ...record, name: at }));
		const wanted = named.filter((record) => type === 'ANY' || record.type === type);
		answers.push(...wanted);
		const alias = named.find((record) => record.type === 'CNAME');
		if (wanted.length > 0 || alias?.type !== 'CNAME') break;
		answers.push(alias);
		at = alias.target;
		found = recordsOf(zone, at);
	}
	const additionals = answers.flatMap((record) =>
		record.type === 'SRV' || record.type === 'MX'
			? (recordsOf(zone, record.target) ?? [])
					.filter((other) => other.type === 'A')
					.map((other) => ({ ...other, name: record.target }))
			: []
	);
	const nothing = answers.length === 0;
	const missing = found === undefined && nothing;
	return {
		code: missing ? 'NXDOMAIN' : 'NOERROR',
		authoritative: !nothing || ours,
		answers,
		authorities: nothing && ours ? soaOf(service) : [],
		additionals
	};
}
