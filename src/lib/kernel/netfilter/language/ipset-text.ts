/** What `ipset save` prints, to data and back (ipset's own ipset(8)). */
import { closest } from '../../../net/closest.ts';
import { RuleError } from '../extension.ts';
import { setTypes } from '../ipset/registry.ts';
import type { IpSet, SetEntry } from '../ipset/set.ts';
import { WordError } from './parse-rule.ts';
import type { LineProblem } from './ruleset-text.ts';
import { numberOf } from './values.ts';
import { quoted, wordsOf } from './words.ts';

const LONGEST_NAME = 31;
const LONGEST_TIMEOUT = 2_147_483;

function createSet(sets: Map<string, IpSet>, words: readonly string[]): void {
	const [name, typeName, ...options] = words;
	if (name === undefined || typeName === undefined)
		throw new RuleError('create needs a name and a type', 'such as create blocked hash:ip');
	if (name.length > LONGEST_NAME) throw new WordError(name, `a set's name has at most ${LONGEST_NAME} characters`);
	if (sets.has(name)) throw new WordError(name, `the set ${name} is there already`);
	const type = setTypes.findIndex((one) => one.name === typeName);
	const names = setTypes.map((one) => one.name);
	if (type < 0) {
		const near = closest(typeName, names);
		throw new WordError(typeName, `there is no type of set "${typeName}" here`,
			near === undefined ? `one of ${names.join(', ')}` : `did you mean ${near}?`); // prettier-ignore
	}
	const set: IpSet = {
		name,
		type,
		hashSize: 1024,
		maxElements: 65_536,
		netmask: 32,
		timeout: -1,
		counters: false,
		comments: false,
		entries: new Map(),
		lengths: []
	};
	readOptions(set, options);
	sets.set(name, set);
}

/** Those that name nothing that a packet could notice are taken and forgotten. */
const ignored = new Set(['bucketsize', 'initval']);

function readOptions(set: IpSet, words: readonly string[]): void {
	for (let i = 0; i < words.length; i++) {
		const option = words[i];
		const value = () => {
			const word = words[++i];
			if (word === undefined) throw new WordError(option, `${option} needs a value`);
			return word;
		};
		if (option === 'family') {
			const family = value();
			if (family !== 'inet') throw new WordError(family, 'only sets of IPv4 are known here', 'family inet');
		} else if (option === 'hashsize') set.hashSize = numberOf(value(), 0x8000_0000, 1);
		else if (option === 'maxelem') set.maxElements = numberOf(value(), 0xffffffff, 1);
		else if (option === 'timeout') set.timeout = numberOf(value(), LONGEST_TIMEOUT);
		else if (option === 'netmask' && setTypes[set.type].name === 'hash:ip') set.netmask = numberOf(value(), 32, 1);
		else if (option === 'counters') set.counters = true;
		else if (option === 'comment') set.comments = true;
		else if (ignored.has(option)) value();
		else throw new WordError(option, `a set of type ${setTypes[set.type].name} has no option "${option}"`);
	}
}

function addEntry(sets: Map<string, IpSet>, words: readonly string[]): void {
	const [name, word, ...options] = words;
	const set = sets.get(name ?? '');
	if (set === undefined) {
		const near = closest(name ?? '', [...sets.keys()]);
		throw new WordError(name ?? '', `there is no set "${name ?? ''}"`,
			near === undefined ? `create it before: create ${name ?? 'NAME'} hash:ip` : `did you mean ${near}?`); // prettier-ignore
	}
	if (word === undefined) throw new RuleError('add needs an entry');
	const given = { nomatch: false, timeout: Math.max(0, set.timeout), comment: '' };
	const counted = { packets: 0, bytes: 0 };
	for (let i = 0; i < options.length; i++) {
		const option = options[i];
		if (option === 'nomatch' && setTypes[set.type].hasNomatch) given.nomatch = true;
		else if (option === 'timeout' && set.timeout >= 0) given.timeout = numberOf(options[++i] ?? '', LONGEST_TIMEOUT);
		else if (option === 'comment' && set.comments) given.comment = options[++i] ?? '';
		else if ((option === 'packets' || option === 'bytes') && set.counters)
			counted[option] = numberOf(options[++i] ?? '', Number.MAX_SAFE_INTEGER);
		else throw new WordError(option, `an entry of ${set.name} has no option "${option}"`, createdWith(option)); // prettier-ignore
	}
	const type = setTypes[set.type];
	for (const { key, text, length } of type.read(set, word)) {
		const entry: SetEntry = { ...given, ...counted, given: counted, text, expires: given.timeout === 0 ? 0 : -1 };
		if (set.entries.size >= set.maxElements && !set.entries.has(key))
			throw new WordError(word, `the set ${set.name} is full`, `raise its maxelem above ${set.maxElements}`);
		set.entries.set(key, entry);
		if (!set.lengths.includes(length)) set.lengths = [...set.lengths, length].sort((a, b) => b - a);
	}
}

/** What a set must have been created with for its entries to have `option`. */
function createdWith(option: string): string | undefined {
	if (option === 'timeout') return 'create the set with timeout 0 (or more)';
	return option === 'packets' || option === 'bytes' ? 'create the set with counters' : undefined;
}

export interface ParsedSets {
	sets: Map<string, IpSet>;
	problems: LineProblem[];
}

export function parseSets(lines: readonly string[]): ParsedSets {
	const sets = new Map<string, IpSet>();
	const problems: LineProblem[] = [];
	for (const [line, text] of lines.entries()) {
		try {
			if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
			const [command, ...words] = wordsOf(text);
			if (command === 'create') createSet(sets, words);
			else if (command === 'add') addEntry(sets, words);
			else throw new WordError(command, `"${command}" can't begin a line`, 'create or add');
		} catch (error) {
			if (!(error instanceof RuleError)) throw error;
			const word = error instanceof WordError ? error.word : '';
			const { message, mend } = error;
			problems.push({ line, word, message, ...(mend === undefined ? {} : { mend }) });
		}
	}
	return { sets, problems };
}

/** Without the numbers that the kernel draws by chance (bucketsize, initval). */
export function printSets(sets: ReadonlyMap<string, IpSet>): string[] {
	return [...sets.values()].flatMap((set) => [
		[
			`create ${set.name} ${setTypes[set.type].name} family inet hashsize ${set.hashSize} maxelem ${set.maxElements}`,
			...(set.netmask === 32 ? [] : [`netmask ${set.netmask}`]),
			...(set.timeout < 0 ? [] : [`timeout ${set.timeout}`]),
			...(set.counters ? ['counters'] : []),
			...(set.comments ? ['comment'] : [])
		].join(' '),
		...[...set.entries.values()].map((entry) =>
			[
				`add ${set.name} ${entry.text}`,
				...(set.timeout < 0 ? [] : [`timeout ${entry.timeout}`]),
				...(set.counters && entry.given.packets + entry.given.bytes > 0
					? [`packets ${entry.given.packets} bytes ${entry.given.bytes}`]
					: []),
				...(entry.comment === '' ? [] : [`comment ${quoted(entry.comment)}`]),
				...(entry.nomatch ? ['nomatch'] : [])
			].join(' ')
		)
	]);
}
