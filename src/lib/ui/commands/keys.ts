/**
 * Keys as they are written in the registry: "Mod+Shift+Z", "Space", "?", "ArrowRight". Mod is Command on a Mac and
 * Control elsewhere. A letter is meant whatever its case; a sign ("?", "+") whatever keys make it.
 */
const mac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

export interface KeyPress {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
	shiftKey: boolean;
}

/** Whether this press is that key. */
export function matches(press: KeyPress, keys: string): boolean {
	const parts = keys === '+' ? ['+'] : keys.replace(/\+\+$/, '+Plus').split('+');
	const name = parts.pop()!.replace('Plus', '+');
	const wanted = (modifier: string) => parts.includes(modifier);
	const mod = mac ? press.metaKey : press.ctrlKey;
	const other = mac ? press.ctrlKey : press.metaKey;
	if (mod !== wanted('Mod') || other || press.altKey !== wanted('Alt')) return false;
	const key = press.key === ' ' ? 'Space' : press.key;
	const letter = /^[a-z]$/i.test(name);
	if (letter || key.length > 1) {
		if (press.shiftKey !== wanted('Shift')) return false;
		return key.toLowerCase() === name.toLowerCase();
	}
	return key === name;
}

const NAMES: Record<string, string> = {
	Mod: mac ? '⌘' : 'Ctrl',
	Alt: mac ? '⌥' : 'Alt',
	Shift: mac ? '⇧' : 'Shift',
	ArrowLeft: '←',
	ArrowRight: '→',
	ArrowUp: '↑',
	ArrowDown: '↓',
	Escape: 'Esc',
	Delete: 'Del',
	Space: 'Space'
};

/** The keys as caps to show, such as ["Ctrl", "Z"]. */
export function caps(keys: string): string[] {
	const parts = keys === '+' ? ['+'] : keys.replace(/\+\+$/, '+Plus').split('+');
	return parts
		.map((part) => part.replace('Plus', '+'))
		.map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** As aria-keyshortcuts wants it. */
export function ariaKeys(keys: string): string {
	return keys.replace('Mod', mac ? 'Meta' : 'Control');
}
