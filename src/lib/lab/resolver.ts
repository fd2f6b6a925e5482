/** How names are looked up, beside who is asked: resolv.conf(5) and nsswitch.conf(5). What is left out is glibc's default. */
import * as v from 'valibot';
import { hostName } from './fields.ts';

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

export const resolverSchema = v.strictObject({
	/** Domains that are tried behind a name. */
	search: v.optional(v.pipe(v.array(hostName), v.maxLength(6, 'at most 6 domains'))),
	/** A name with so many dots is tried as it stands first. */
	ndots: v.optional(whole(15)),
	/** Seconds that a nameserver is waited for. */
	timeout: v.optional(v.pipe(whole(30), v.minValue(1))),
	/** Rounds through all nameservers. */
	attempts: v.optional(v.pipe(whole(5), v.minValue(1))),
	/** Any nameserver may be the first. */
	rotate: v.optional(v.boolean()),
	/** nsswitch.conf, "hosts:". */
	order: v.optional(v.picklist(['files dns', 'dns files', 'files', 'dns']))
});

/** Linux's, where the lab says nothing. */
export function orderOf(resolver: ResolverSettings | undefined): NonNullable<ResolverSettings['order']> {
	return resolver?.order ?? 'files dns';
}

export type ResolverSettings = v.InferOutput<typeof resolverSchema>;

/** Lines of /etc/resolv.conf beside those of nameservers. */
export function resolverLines({ search = [], ndots, timeout, attempts, rotate }: ResolverSettings = {}): string[] {
	const options = [
		ndots === undefined ? '' : `ndots:${ndots}`,
		timeout === undefined ? '' : `timeout:${timeout}`,
		attempts === undefined ? '' : `attempts:${attempts}`,
		rotate === true ? 'rotate' : ''
	].filter((option) => option !== '');
	return [
		...(search.length === 0 ? [] : [`search ${search.join(' ')}`]),
		...(options.length === 0 ? [] : [`options ${options.join(' ')}`])
	];
}
