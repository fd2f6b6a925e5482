/** `-m conntrack`: what connection tracking knows of the packet (net/netfilter/xt_conntrack.c, conntrack_mt). */
import type { ActionParam } from '../action-param.ts';
import type { Conn } from '../conntrack/conn.ts';
import { RuleError, type Match, type Option } from '../extension.ts';
import {
	type AddressMask,
	hostMaskOf,
	hostOrNetworkText,
	no,
	numberOf,
	oneOf,
	portRangeOf,
	protocolOf,
	type Range,
	rangeText,
	within
} from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';
import { ctStateOf, ctStates, type CtState } from './ct-state.ts';

const addressNames = ['ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'] as const;
const portNames = ['ctorigsrcport', 'ctorigdstport', 'ctreplsrcport', 'ctrepldstport'] as const;
const statuses = ['EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED', 'NONE'] as const;
type Status = (typeof statuses)[number];

interface Conntrack extends ExtensionData {
	states: CtState[];
	notStates: boolean;
	/** -1: any. */
	protocol: number;
	notProtocol: boolean;
	addresses: ({ name: (typeof addressNames)[number]; not: boolean } & AddressMask)[];
	ports: ({ name: (typeof portNames)[number]; not: boolean } & Range)[];
	statuses: Status[];
	notStatuses: boolean;
	/** Seconds left. */
	expires: Range | null;
	notExpires: boolean;
	direction: 'ORIGINAL' | 'REPLY' | '';
}

function addressOption(name: (typeof addressNames)[number]): Option<Conntrack> {
	return {
		words: 1,
		invertible: true,
		read: (data, [word], not) => void data.addresses.push({ name, not, ...hostMaskOf(word) })
	};
}

function portOption(name: (typeof portNames)[number]): Option<Conntrack> {
	return {
		words: 1,
		invertible: true,
		read: (data, [word], not) => void data.ports.push({ name, not, ...portRangeOf(word) })
	};
}

function addressIn(conn: Conn, name: (typeof addressNames)[number]): number {
	const tuple = name.startsWith('ctorig') ? conn.original : conn.reply;
	return name.endsWith('src') ? tuple.source : tuple.destination;
}

function portIn(conn: Conn, name: (typeof portNames)[number]): number {
	const tuple = name.startsWith('ctorig') ? conn.original : conn.reply;
	return name.endsWith('srcport') ? tuple.sourcePort : tuple.destinationPort;
}

function hasStatus(conn: Conn, wanted: readonly Status[]): boolean {
	// NONE is an empty set of bits: it adds nothing to the others.
	return wanted.some(
		(one) =>
			(one === 'SEEN_REPLY' && conn.seenReply) ||
			(one === 'ASSURED' && conn.assured) ||
			(one === 'CONFIRMED' && conn.confirmed)
	);
}

function hasState(at: ActionParam, states: readonly CtState[]): boolean {
	if (states.includes(ctStateOf(at.packet))) return true;
	const { conn } = at.packet;
	if (conn === null) return false;
	return (conn.sourceNat && states.includes('SNAT')) || (conn.destinationNat && states.includes('DNAT'));
}

export const conntrack: Match<Conntrack> = {
	name: 'conntrack',
	needsConntrack: true,
	create: () => ({
		states: [],
		notStates: false,
		protocol: -1,
		notProtocol: false,
		addresses: [],
		ports: [],
		statuses: [],
		notStatuses: false,
		expires: null,
		notExpires: false,
		direction: ''
	}),
	options: {
		ctstate: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const wanted = word.split(',').map((one) => oneOf(one, ctStates));
				data.states = ctStates.filter((one) => wanted.includes(one));
				data.notStates = not;
			}
		},
		ctproto: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				data.protocol = protocolOf(word);
				data.notProtocol = not;
				if (data.protocol === 0) throw new RuleError('--ctproto needs a protocol', 'such as tcp');
			}
		},
		ctorigsrc: addressOption('ctorigsrc'),
		ctorigdst: addressOption('ctorigdst'),
		ctreplsrc: addressOption('ctreplsrc'),
		ctrepldst: addressOption('ctrepldst'),
		ctorigsrcport: portOption('ctorigsrcport'),
		ctorigdstport: portOption('ctorigdstport'),
		ctreplsrcport: portOption('ctreplsrcport'),
		ctrepldstport: portOption('ctrepldstport'),
		ctstatus: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const wanted = word.split(',').map((one) => oneOf(one, statuses));
				data.statuses = statuses.filter((one) => wanted.includes(one));
				if (data.statuses.length > 1) data.statuses = data.statuses.filter((one) => one !== 'NONE');
				data.notStatuses = not;
			}
		},
		ctexpire: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const [first, last = first] = word.split(':');
				data.expires = {
					from: first === '' ? 0 : numberOf(first),
					to: last === '' ? 0xffffffff : numberOf(last)
				};
				data.notExpires = not;
			}
		},
		ctdir: { words: 1, read: (data, [word]) => void (data.direction = oneOf(word, ['ORIGINAL', 'REPLY'])) }
	},
	check: (data) => {
		if (conntrack.print(data) === '') throw new RuleError('-m conntrack needs an option', 'such as --ctstate NEW');
	},
	print: (data) => {
		const words: string[] = [];
		if (data.states.length > 0) words.push(`${no(data.notStates)}--ctstate ${data.states.join(',')}`);
		if (data.protocol >= 0) words.push(`${no(data.notProtocol)}--ctproto ${data.protocol}`);
		for (const name of addressNames)
			for (const one of data.addresses)
				if (one.name === name) words.push(`${no(one.not)}--${name} ${hostOrNetworkText(one)}`);
		for (const name of portNames)
			for (const one of data.ports) if (one.name === name) words.push(`${no(one.not)}--${name} ${rangeText(one)}`);
		if (data.statuses.length > 0) words.push(`${no(data.notStatuses)}--ctstatus ${data.statuses.join(',')}`);
		if (data.expires !== null) words.push(`${no(data.notExpires)}--ctexpire ${rangeText(data.expires)}`);
		if (data.direction !== '') words.push(`--ctdir ${data.direction}`);
		return words.join(' ');
	},
	test: (data, at) => {
		const { conn, reply } = at.packet;
		if (data.states.length > 0 && hasState(at, data.states) === data.notStates) return false;
		// Of a packet without a connection nothing but the state is looked at.
		if (conn === null) return data.states.length > 0;
		if (data.direction !== '' && (data.direction === 'REPLY') !== reply) return false;
		for (const one of data.addresses)
			if ((((addressIn(conn, one.name) ^ one.address) & one.mask) === 0) === one.not) return false;
		if (data.protocol >= 0 && (conn.original.protocol === data.protocol) === data.notProtocol) return false;
		for (const one of data.ports) if (within(one, portIn(conn, one.name)) === one.not) return false;
		if (data.statuses.length > 0 && hasStatus(conn, data.statuses) === data.notStatuses) return false;
		if (data.expires === null) return true;
		// A connection that is not in the table yet has no time of its end.
		const left = conn.confirmed ? Math.max(0, Math.floor((conn.expires - at.k.now) / 1_000_000_000)) : 0;
		return within(data.expires, left) !== data.notExpires;
	}
};
