/** A list of the lab as rows of text, for the editor of lists. */
export interface RowColumn {
	key: string;
	label: string;
	placeholder?: string;
	/** Choices instead of free text. */
	options?: readonly { value: string; text: string }[];
	/** Several lines: Enter makes a new one, Ctrl+Enter is through with it. */
	multiline?: boolean;
	/** CSS grid share. */
	grow?: number;
	/** Shown for rows of this kind only. */
	when?(row: Row): boolean;
}

export type Row = Record<string, string>;

/** The item of a row, or what is wrong, by column; "" is the row itself. */
export type RowResult<T> = { ok: true; value: T } | { ok: false; wrong: Record<string, string> };

/** Leaves out what is empty: the schema's default or "none" stands for it. */
export function filled(row: Row, numbers: readonly string[] = []): Record<string, unknown> {
	const out: Record<string, unknown> = {};
	for (const [key, text] of Object.entries(row)) {
		const trimmed = text.trim();
		if (trimmed === '') continue;
		out[key] = numbers.includes(key) ? (/^\d+$/.test(trimmed) ? Number(trimmed) : trimmed) : trimmed;
	}
	return out;
}
