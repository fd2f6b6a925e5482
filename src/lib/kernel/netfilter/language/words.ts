/** A line's words, and words that need quoting (iptables/xshared.c, add_param_to_argv; libxtables, xtables_save_string). */
import { RuleError } from '../extension.ts';

/** Splits at white space; double quotes hold a word together, and a backslash in them takes the next character as it is. */
export function wordsOf(line: string): string[] {
	const words: string[] = [];
	let word: string | null = null;
	let inQuotes = false;
	for (let i = 0; i < line.length; i++) {
		const c = line[i];
		if (inQuotes) {
			if (c === '\\' && i + 1 < line.length) word += line[++i];
			else if (c === '"') inQuotes = false;
			else word += c;
		} else if (c === '"') {
			word ??= '';
			inQuotes = true;
		} else if (c === ' ' || c === '\t') {
			if (word !== null) words.push(word);
			word = null;
		} else word = (word ?? '') + c;
	}
	if (inQuotes) throw new RuleError('a quotation mark is not closed', 'add a " at its end');
	if (word !== null) words.push(word);
	return words;
}

/** In quotes where it has anything but letters, digits and a few signs. */
export function quoted(text: string): string {
	if (/^[A-Za-z0-9_-]+$/.test(text)) return text;
	return `"${text.replace(/["\\']/g, (c) => `\\${c}`)}"`;
}
