/** Templates with named places, so that a sentence is data and can be translated: "{node} asks for {address}". */

export type Values = Record<string, string | number>;

/** Throws when the template names a value that isn't given: a mistake in the template, not in the data. */
export function fill(template: string, values: Values): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`the template "${template}" needs a value for {${name}}`);
		return String(value);
	});
}

/** "a", "a and b", "a, b and c"; "nothing" for none. */
export function listed(items: readonly string[]): string {
	if (items.length === 0) return 'nothing';
	if (items.length === 1) return items[0];
	return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** With a full stop at the end, whatever text was put in. The first letter stays as it is: "r1" is a name. */
export function sentenceOf(text: string): string {
	const trimmed = text.trim();
	return /[.!?…]"?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
