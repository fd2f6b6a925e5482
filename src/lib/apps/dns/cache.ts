/** What other servers have said, as long as they said that it holds. */
import type { DnsQuestion, DnsRecord } from '../../wire/dns.ts';

export interface Cached {
	records: DnsRecord[];
	/** ns, by record. */
	until: number[];
}

export type Cache = Map<string, Cached>;

/** ns */
const S = 1_000_000_000;
/** Types that are kept (dnsmasq 2.90, src/rfc1035.c extract_addresses). */
const kept = new Set(['A', 'AAAA', 'CNAME', 'PTR', 'SRV']);

function keyOf({ name, type }: DnsQuestion): string {
	return `${name.toLowerCase()} ${type}`;
}

/** Keeps an answer; nothing, where one of its records is of a type that is not kept. */
export function remember(cache: Cache, question: DnsQuestion, records: DnsRecord[], now: number): void {
	if (records.length === 0 || !records.every(({ type }) => kept.has(type))) return;
	cache.set(keyOf(question), { records, until: records.map(({ ttl }) => now + ttl * S) });
}

/** With what is left of each TTL; null: not known, or no longer. */
export function recall(cache: Cache, question: DnsQuestion, now: number): DnsRecord[] | null {
	const cached = cache.get(keyOf(question));
	if (cached === undefined) return null;
	if (cached.until.some((until) => until <= now)) {
		cache.delete(keyOf(question));
		return null;
	}
	return cached.records.map((record, i) => ({ ...record, ttl: Math.ceil((cached.until[i] - now) / S) }));
}
