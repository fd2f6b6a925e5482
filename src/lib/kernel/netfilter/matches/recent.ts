/** `-m recent`: addresses that were seen lately, by lists that rules share (net/netfilter/xt_recent.c). */
import { formatIpv4 } from '../../../net/text.ts';
import { ipv4Destination, ipv4Source, ipv4Ttl } from '../../../wire/ipv4.ts';
import { L3 } from '../../packet.ts';
import type { ActionParam } from '../action-param.ts';
import { RuleError, type Match, type Option } from '../extension.ts';
import { addressOf, no, numberOf } from '../language/values.ts';
import { findSeen, forgetSeen, listOf, noteSeen, reap, remember } from '../recent-list.ts';
import type { ExtensionData } from '../rule.ts';

type Command = 'set' | 'rcheck' | 'update' | 'remove';

interface Recent extends ExtensionData {
	command: Command | '';
	not: boolean;
	/** 0: however long ago. */
	seconds: number;
	reap: boolean;
	/** 0: once is enough. */
	hits: number;
	sameTtl: boolean;
	list: string;
	mask: number;
	side: 'rsource' | 'rdest';
}

const S = 1_000_000_000;
const LONGEST_NAME = 199;
/** XT_RECENT_MAX_NSTAMPS - 1 */
const MOST_HITS = 65_535;

function command(name: Command): Option<Recent> {
	return {
		words: 0,
		invertible: true,
		read: (data, _words, not) => {
			if (data.command !== '') throw new RuleError('-m recent takes one of --set, --rcheck, --update and --remove');
			data.command = name;
			data.not = not;
		}
	};
}

export const recent: Match<Recent> = {
	name: 'recent',
	create: () => ({
		command: '',
		not: false,
		seconds: 0,
		reap: false,
		hits: 0,
		sameTtl: false,
		list: 'DEFAULT',
		mask: 0xffffffff,
		side: 'rsource'
	}),
	options: {
		set: command('set'),
		rcheck: command('rcheck'),
		update: command('update'),
		remove: command('remove'),
		seconds: { words: 1, read: (data, [word]) => void (data.seconds = numberOf(word, 0xffffffff, 1)) },
		reap: { words: 0, read: (data) => void (data.reap = true) },
		hitcount: { words: 1, read: (data, [word]) => void (data.hits = numberOf(word, MOST_HITS)) },
		rttl: { words: 0, read: (data) => void (data.sameTtl = true) },
		name: {
			words: 1,
			read: (data, [word]) => {
				if (word.length > LONGEST_NAME || word.includes('/')) throw new RuleError(`"${word}" can't be a list's name`);
				data.list = word;
			}
		},
		mask: { words: 1, read: (data, [word]) => void (data.mask = addressOf(word)) },
		rsource: { words: 0, read: (data) => void (data.side = 'rsource') },
		rdest: { words: 0, read: (data) => void (data.side = 'rdest') }
	},
	check: (data) => {
		if (data.command === '') throw new RuleError('-m recent needs one of --set, --rcheck, --update and --remove');
		const timed = data.command === 'rcheck' || data.command === 'update';
		if (!timed && (data.seconds > 0 || data.hits > 0 || data.reap))
			throw new RuleError(`--${data.command} takes neither --seconds nor --hitcount`, 'use --rcheck or --update');
		if (data.reap && data.seconds === 0) throw new RuleError('--reap needs --seconds');
	},
	print: (data) =>
		[
			`${no(data.not)}--${data.command}`,
			...(data.seconds > 0 ? [`--seconds ${data.seconds}`] : []),
			...(data.reap ? ['--reap'] : []),
			...(data.hits > 0 ? [`--hitcount ${data.hits}`] : []),
			...(data.sameTtl ? ['--rttl'] : []),
			`--name ${data.list}`,
			`--mask ${formatIpv4(data.mask)}`,
			`--${data.side}`
		].join(' '),
	test: (data, at) => {
		const { bytes } = at.packet;
		const address = data.side === 'rdest' ? ipv4Destination(bytes, L3) : ipv4Source(bytes, L3);
		return seen(data, at, (address & data.mask) >>> 0) !== data.not;
	}
};

/** The TTL as it was before this machine took one off. */
function arrivedTtl(at: ActionParam): number {
	const forwarded = at.output !== null && at.packet.input !== 0;
	return ipv4Ttl(at.packet.bytes, L3) + (forwarded ? 1 : 0);
}

function seen(data: Recent, at: ActionParam, address: number): boolean {
	const { now } = at.k;
	const list = listOf(at.ns.netfilter, data.list);
	list.size = Math.max(list.size, sizeFor(data.hits));
	const ttl = arrivedTtl(at);
	const entry = findSeen(list, address, data.sameTtl ? ttl : 0);
	if (entry === null) {
		if (data.command === 'set') remember(list, address, ttl, now);
		return data.command === 'set';
	}
	if (data.command === 'set') {
		noteSeen(list, entry, ttl, now);
		return true;
	}
	if (data.command === 'remove') {
		forgetSeen(list, entry);
		return true;
	}
	const since = now - data.seconds * S;
	let hits = 0;
	const isSeen = entry.stamps.some(
		(stamp) => (data.seconds === 0 || stamp >= since) && (data.hits === 0 || ++hits >= data.hits)
	);
	if (data.reap) reap(list, since);
	// What --update returns decides, "!" included.
	if (data.command === 'update' && isSeen !== data.not) noteSeen(list, entry, ttl, now);
	return isSeen;
}

/** Stamps that are kept of an address: a power of two that holds as many as are asked for. */
function sizeFor(hits: number): number {
	return hits === 0 ? 1 : 2 ** Math.ceil(Math.log2(hits));
}
