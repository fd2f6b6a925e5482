/** What the form of a kind of sending is made of. */
export interface SendField {
	/** Property of the action, or what `action` makes one of. */
	key: string;
	label: string;
	/** `text` where it is left out. */
	type?: 'text' | 'number' | 'choice' | 'switch' | 'area' | 'interface';
	/** What stands for an empty field. */
	placeholder?: string;
	options?: readonly { value: string; text: string }[];
	/** What it begins with. */
	initial?: string;
	/** Value of an empty field, where the action has no default of its own. */
	fallback?: number;
	/** Only for those who look for it. */
	more?: boolean;
	wide?: boolean;
	when?(values: Record<string, string>): boolean;
}

export interface SendKind {
	/** Of the action. */
	id: string;
	title: string;
	/** Whom it goes to; absent: nobody. `key`: the property, "to" where it is left out. */
	to?: { label: string; placeholder: string; wanted: string; key?: string };
	/** What is asked for the one click of a kind that goes to nobody; "": it needs the form. */
	prompt?: string;
	fields: readonly SendField[];
	/** What the fields come to, where they are not the action's own. */
	action?(values: Record<string, unknown>): Record<string, unknown>;
}
