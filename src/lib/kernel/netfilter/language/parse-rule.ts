/** From the words of a rule to the rule (iptables/xshared.c, do_parse; getopt's ways with long options). */
import { closest } from '../../../net/closest.ts';
import { RuleError, type Option, type Syntax } from '../extension.ts';
import { matches, matchNamed, matchNames } from '../matches/registry.ts';
import { emptyHeader, type ExtensionData, type Rule } from '../rule.ts';
import { targetNamed, targetNames, targets } from '../targets/registry.ts';
import { ruleText } from './rule-text.ts';
import { type AddressMask, addressMaskOf, protocolOf, protocolText } from './values.ts';

/** A problem with one word of a rule. */
export class WordError extends RuleError {
	readonly word: string;
	constructor(word: string, message: string, mend?: string) {
		super(message, mend);
		this.word = word;
	}
}

interface Loaded {
	syntax: Syntax<ExtensionData>;
	data: ExtensionData;
}

interface Draft {
	rule: Rule;
	/** More than one makes a rule of each. */
	sources: AddressMask[];
	destinations: AddressMask[];
	loaded: Loaded[];
	targetName: string;
}

interface HeaderOption {
	words: 0 | 1;
	invertible: boolean;
	read(draft: Draft, word: string, not: boolean): void;
}

function device(word: string): { name: string; isPrefix: boolean } {
	if (word.length > 15) throw new RuleError(`"${word}" is longer than the 15 characters that an interface's name has`);
	return word.endsWith('+') ? { name: word.slice(0, -1), isPrefix: true } : { name: word, isPrefix: false };
}

function addresses(word: string, not: boolean): AddressMask[] {
	const all = word.split(',').map(addressMaskOf);
	if (all.length > 1 && not) throw new RuleError('"!" takes one address', 'write one rule for each');
	return all;
}

const headerOptions: Record<string, HeaderOption> = {
	'--source': {
		words: 1,
		invertible: true,
		read: (draft, word, not) => {
			draft.sources = addresses(word, not);
			draft.rule.notSource = not;
		}
	},
	'--destination': {
		words: 1,
		invertible: true,
		read: (draft, word, not) => {
			draft.destinations = addresses(word, not);
			draft.rule.notDestination = not;
		}
	},
	'--in-interface': {
		words: 1,
		invertible: true,
		read: ({ rule }, word, not) => {
			const { name, isPrefix } = device(word);
			Object.assign(rule, { input: name, inputIsPrefix: isPrefix, notInput: not });
		}
	},
	'--out-interface': {
		words: 1,
		invertible: true,
		read: ({ rule }, word, not) => {
			const { name, isPrefix } = device(word);
			Object.assign(rule, { output: name, outputIsPrefix: isPrefix, notOutput: not });
		}
	},
	'--protocol': {
		words: 1,
		invertible: true,
		read: ({ rule }, word, not) => {
			rule.protocol = protocolOf(word);
			rule.notProtocol = not;
			if (rule.protocol === 0 && not) throw new RuleError('no packet has no protocol', 'leave "!" out');
		}
	},
	'--fragment': {
		words: 0,
		invertible: true,
		read: ({ rule }, _word, not) => void (rule.fragment = not ? 'not-further' : 'further')
	},
	'--match': { words: 1, invertible: false, read: (draft, word) => void load(draft, word) },
	'--jump': { words: 1, invertible: false, read: (draft, word) => jump(draft, word) },
	'--goto': {
		words: 1,
		invertible: false,
		read: (draft, word) => {
			draft.rule.goto = true;
			jump(draft, word);
		}
	}
};
const shortOptions: Record<string, string> = {
	'-s': '--source',
	'-d': '--destination',
	'-i': '--in-interface',
	'-o': '--out-interface',
	'-p': '--protocol',
	'-f': '--fragment',
	'-m': '--match',
	'-j': '--jump',
	'-g': '--goto',
	'--src': '--source',
	'--dst': '--destination',
	'--proto': '--protocol'
};

function load(draft: Draft, name: string): Loaded {
	const op = matchNamed(name);
	if (op < 0) throw new WordError(name, `there is no match "${name}"`, meant(name, matchNames));
	const syntax = matches[op] as Syntax<ExtensionData>;
	const data = { op, ...syntax.create() };
	draft.rule.matches.push(data);
	const one = { syntax, data };
	draft.loaded.push(one);
	return one;
}

function jump(draft: Draft, name: string): void {
	if (draft.targetName !== '') throw new RuleError('a rule has one target', `${draft.targetName} stands there already`);
	draft.targetName = name;
	const op = targetNamed(name);
	if (op < 0 || draft.rule.goto) {
		draft.rule.chain = name;
		return;
	}
	const syntax = targets[op] as Syntax<ExtensionData>;
	const data = { op, ...syntax.create() };
	draft.rule.target = data;
	draft.loaded.push({ syntax, data });
}

function meant(word: string, words: readonly string[]): string | undefined {
	const one = closest(word, words) ?? words.find((other) => other.toLowerCase() === word.toLowerCase());
	return one === undefined ? undefined : `did you mean ${one}?`;
}

/** By its whole name, else by the beginning of one name only, as getopt_long takes it. The latest loaded comes first. */
function extensionOption(draft: Draft, name: string): { one: Loaded; option: Option<ExtensionData> } | null {
	const loaded = [...draft.loaded].reverse();
	for (const one of loaded) {
		const option = Object.hasOwn(one.syntax.options, name) ? one.syntax.options[name] : undefined;
		if (option !== undefined) return { one, option };
	}
	const found = loaded.flatMap((one) =>
		Object.keys(one.syntax.options)
			.filter((full) => full.startsWith(name))
			.map((full) => ({ one, option: one.syntax.options[full] }))
	);
	return new Set(found.map(({ option }) => option)).size === 1 ? found[0] : null;
}

/** An option of a protocol's own match loads it: `-p tcp --dport 80` needs no `-m tcp`. */
function loadByProtocol(draft: Draft): boolean {
	const name = protocolText(draft.rule.protocol);
	const known = draft.loaded.some(({ syntax }) => syntax.name === name);
	if (draft.rule.protocol === 0 || known || matchNamed(name) < 0) return false;
	load(draft, name);
	return true;
}

function unknown(draft: Draft, word: string): WordError {
	const names = [
		...Object.keys(headerOptions),
		...draft.loaded.flatMap(({ syntax }) => Object.keys(syntax.options).map((name) => `--${name}`))
	];
	const near = meant(word, names);
	if (near !== undefined) return new WordError(word, `there is no option ${word} here`, near);
	const name = word.slice(2);
	const owner = matches.find(({ options }) => Object.hasOwn(options, name));
	if (owner !== undefined)
		return new WordError(word, `${word} is an option of -m ${owner.name}`, `write -m ${owner.name} before it`);
	const target = targets.find(({ options }) => Object.hasOwn(options, name));
	if (target !== undefined)
		return new WordError(word, `${word} is an option of -j ${target.name}`, `write -j ${target.name} before it`);
	const all = [...matches, ...targets].flatMap(({ options }) => Object.keys(options).map((one) => `--${one}`));
	return new WordError(word, `there is no option ${word} here`, meant(word, all));
}

/** Calls `read`; what it throws is about `word`. */
function about(word: string, read: () => void): void {
	try {
		read();
	} catch (error) {
		if (error instanceof RuleError && !(error instanceof WordError))
			throw new WordError(word, error.message, error.mend);
		throw error;
	}
}

function emptyRule(): Rule {
	return {
		...emptyHeader(),
		matches: [],
		target: null,
		chain: '',
		goto: false,
		to: -1,
		text: '',
		packets: 0,
		bytes: 0
	};
}

function readWords(draft: Draft, words: readonly string[]): void {
	for (let i = 0; i < words.length; i++) {
		const not = words[i] === '!';
		if (not) i++;
		const word = words[i];
		if (word === undefined) throw new WordError('!', 'nothing stands after "!"');
		if (!word.startsWith('-') || word === '-')
			throw new WordError(word, `"${word}" is not an option`, 'options begin with "-"; quote words with spaces');
		const header = headerOptions[shortOptions[word] ?? word];
		let found = header === undefined && word.startsWith('--') ? extensionOption(draft, word.slice(2)) : null;
		if (header === undefined && found === null && loadByProtocol(draft)) found = extensionOption(draft, word.slice(2));
		if (header === undefined && found === null) throw unknown(draft, word);
		const count = header?.words ?? found!.option.words;
		const invertible = header?.invertible ?? found!.option.invertible === true;
		if (not && !invertible) throw new WordError(word, `${word} can't be turned round with "!"`);
		const values = words.slice(i + 1, i + 1 + count);
		if (values[0] === '!') throw new WordError('!', `"!" stands before ${word}, not after it`, `write ! ${word}`);
		if (values.length < count)
			throw new WordError(word, `${word} needs ${count === 1 ? 'a word' : `${count} words`} after it`);
		about(values[0] ?? word, () => {
			if (header !== undefined) header.read(draft, values[0] ?? '', not);
			else found!.option.read(found!.one.data, values, not);
		});
		i += count;
	}
}

/** One rule, or one for each pair of the addresses that it lists. Chains that it leads to are not looked up yet. */
export function parseRule(words: readonly string[]): Rule[] {
	const all = { address: 0, mask: 0 };
	const draft: Draft = { rule: emptyRule(), sources: [all], destinations: [all], loaded: [], targetName: '' };
	readWords(draft, words);
	return draft.sources.flatMap((source) =>
		draft.destinations.map((destination) => {
			const rule: Rule = {
				...draft.rule,
				matches: structuredClone(draft.rule.matches),
				target: structuredClone(draft.rule.target),
				source: source.address,
				sourceMask: source.mask,
				destination: destination.address,
				destinationMask: destination.mask
			};
			return { ...rule, text: ruleText(rule) };
		})
	);
}

/** What a name after -j may be, for whoever has misspelt it. */
export function targetMeant(name: string, chains: readonly string[]): string | undefined {
	return meant(name, [...targetNames, ...chains]);
}
