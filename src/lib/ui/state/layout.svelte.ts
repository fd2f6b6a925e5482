/** What of the page is open, and how it looks. Remembered in this browser. */
export type ThemeChoice = 'system' | 'light' | 'dark';
export type SideTab = 'step' | 'stages' | 'inspector';
/** dock/views.ts has what each is. */
export type DockTab =
	'steps' | 'packets' | 'flows' | 'path' | 'timeline' | 'tables' | 'problems' | 'reach' | 'branches' | 'breakpoints';
/** What lies over the page. */
export type Overlay = 'export' | 'gallery' | 'help' | 'palette' | 'send' | 'share' | null;

const KEY = 'hopwise:layout';

interface Remembered {
	theme: ThemeChoice;
	palette: boolean;
	side: boolean;
	dock: boolean;
}

function remembered(): Partial<Remembered> {
	try {
		return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Remembered>;
	} catch {
		return {};
	}
}

export class Layout {
	theme = $state<ThemeChoice>('system');
	palette = $state(true);
	side = $state(true);
	dock = $state(true);
	sideTab = $state<SideTab>('step');
	dockTab = $state<DockTab>('steps');
	presentation = $state(false);
	overlay = $state<Overlay>(null);
	/** What has been typed to find a command; keys that come before the palette has opened are kept here too. */
	search = $state('');
	/** Narrow screens: which sheet is up. */
	sheet = $state<'none' | 'palette' | 'side' | 'dock'>('none');
	/** CSS pixels. */
	width = $state(1440);
	#systemDark = $state(false);

	readonly dark = $derived(this.theme === 'dark' || (this.theme === 'system' && this.#systemDark));
	/** Panels become sheets. */
	readonly narrow = $derived(this.width < 900);

	constructor() {
		const before = remembered();
		this.theme = before.theme ?? 'system';
		this.palette = before.palette ?? true;
		this.side = before.side ?? true;
		this.dock = before.dock ?? true;
		const query = matchMedia('(prefers-color-scheme: dark)');
		this.#systemDark = query.matches;
		query.addEventListener('change', () => (this.#systemDark = query.matches));
		this.width = innerWidth;
		addEventListener('resize', () => (this.width = innerWidth));
	}

	/** Call in an effect: puts the theme on the page and remembers the choices. */
	keep(): void {
		const { theme, palette, side, dock } = this;
		if (theme === 'system') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		try {
			localStorage.setItem(KEY, JSON.stringify({ theme, palette, side, dock } satisfies Remembered));
		} catch {
			// A browser that keeps nothing still shows everything.
		}
	}

	/** Brings a tab into view, on narrow screens as a sheet. */
	showSide(tab: SideTab): void {
		this.sideTab = tab;
		this.side = true;
		if (this.narrow) this.sheet = 'side';
	}

	showDock(tab: DockTab): void {
		this.dockTab = tab;
		this.dock = true;
		if (this.narrow) this.sheet = 'dock';
	}
}
