/** Interfaces and sets that the lines of iptables name. */

/** An option and the interface after it: "-i eth0", "--physdev-in veth1". */
const NAMED = /(^|\s)(-i|-o|--in-interface|--out-interface|--physdev-in|--physdev-out)(\s+)(\S+)/g;

/** Names without "+" at their end. */
export function interfacesIn(line: string): string[] {
	if (line.trimStart().startsWith('#')) return [];
	return [...line.matchAll(NAMED)].map((match) => match[4]).filter((name) => !name.endsWith('+'));
}

/** Names of ipsets. */
export function setNamesIn(line: string): string[] {
	if (line.trimStart().startsWith('#')) return [];
	return [...line.matchAll(/--match-set\s+(\S+)/g)].map((match) => match[1]);
}

export function renameInRules(lines: readonly string[], from: string, to: string): string[] {
	return lines.map((line) =>
		line.replace(NAMED, (all: string, before: string, option: string, space: string, name: string) =>
			name === from ? `${before}${option}${space}${to}` : all
		)
	);
}
