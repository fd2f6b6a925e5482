/**
 * Keeps the work in this browser. Every tab has a place of its own, held by a lock for as long as the tab lives, so two
 * tabs never write over each other; a closed tab's place is taken up again by the next one that opens.
 */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import type { SessionDocument } from '../../engine/session-document.ts';
import type { Input, Lab } from '../../lab/document.ts';

export interface SavedWork {
	lab: Lab;
	/** Absent in what was saved before sessions were. */
	session?: SessionDocument;
	/** What was saved before sessions were: inputs, with times from the start. */
	inputs?: Input[];
	/** ms since 1970 */
	saved: number;
}

export interface Recent {
	place: string;
	title: string;
	nodes: number;
	saved: number;
}

/** Places kept of tabs that are closed. */
const KEPT = 12;
/** ms after the last change; a burst of changes is one write. */
const WAIT = 250;
const TAB = 'hopwise:place';

export class Autosave {
	state = $state<'untouched' | 'saving' | 'saved' | 'failed'>('untouched');
	/** Another tab was open when this one started: it keeps its own work. */
	otherTab = $state(false);

	#store: UseStore | null = null;
	#place = '';
	#pending: SavedWork | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#writing: Promise<void> = Promise.resolve();

	constructor() {
		addEventListener('pagehide', () => void this.flush());
		document.addEventListener('visibilitychange', () => document.hidden && void this.flush());
	}

	/** Takes a place and answers what was saved there; undefined on a first visit. */
	async restore(): Promise<SavedWork | undefined> {
		try {
			this.#store = createStore('hopwise', 'work');
			const all = (await entries<string, SavedWork>(this.#store)).sort((a, b) => b[1].saved - a[1].saved);
			const mine = sessionStorage.getItem(TAB);
			const wanted = mine ?? all[0]?.[0];
			if (wanted && (await this.#hold(wanted))) this.#place = wanted;
			else {
				this.otherTab = wanted !== undefined;
				this.#place = crypto.randomUUID();
				await this.#hold(this.#place);
			}
			sessionStorage.setItem(TAB, this.#place);
			// A duplicated tab goes on with a copy of its own.
			const saved = await get<SavedWork>(mine && this.otherTab ? mine : this.#place, this.#store);
			if (saved) this.state = 'saved';
			return saved;
		} catch {
			this.state = 'failed';
			return undefined;
		}
	}

	/** Called after every transaction. */
	keep(lab: Lab, session?: SessionDocument): void {
		if (!this.#store) return;
		this.#pending = { lab, session, saved: Date.now() };
		this.state = 'saving';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), WAIT);
	}

	/** Before another lab takes this tab: the one that was here stays in its place, and this tab gets a new one. */
	async turnOver(): Promise<void> {
		await this.flush();
		if (!this.#store) return;
		this.#place = crypto.randomUUID();
		await this.#hold(this.#place);
		try {
			sessionStorage.setItem(TAB, this.#place);
		} catch {
			// The next tab finds it by its age.
		}
	}

	flush(): Promise<void> {
		clearTimeout(this.#timer);
		const work = this.#pending;
		if (!work || !this.#store) return this.#writing;
		this.#pending = null;
		const store = this.#store;
		const place = this.#place;
		this.#writing = this.#writing.then(async () => {
			try {
				await set(place, work, store);
				if (!this.#pending) this.state = 'saved';
				await this.#prune(store);
			} catch {
				this.state = 'failed';
			}
		});
		return this.#writing;
	}

	/** What other places hold, newest first. */
	async recent(): Promise<Recent[]> {
		if (!this.#store) return [];
		const all = await entries<string, SavedWork>(this.#store);
		return all
			.filter(([place]) => place !== this.#place)
			.map(([place, work]) => ({ place, title: work.lab.title, nodes: work.lab.nodes.length, saved: work.saved }))
			.sort((a, b) => b.saved - a.saved);
	}

	async read(place: string): Promise<SavedWork | undefined> {
		return this.#store ? get<SavedWork>(place, this.#store) : undefined;
	}

	async forget(place: string): Promise<void> {
		if (this.#store) await del(place, this.#store);
	}

	/** Locks a place until the tab is closed; false when another tab has it. Without locks every place is free. */
	#hold(place: string): Promise<boolean> {
		if (!navigator.locks) return Promise.resolve(true);
		return new Promise((done) => {
			void navigator.locks
				.request(`hopwise:${place}`, { ifAvailable: true }, (lock) => {
					done(lock !== null);
					return lock ? new Promise<void>(() => {}) : undefined;
				})
				.catch(() => done(true));
		});
	}

	async #prune(store: UseStore): Promise<void> {
		const all = (await entries<string, SavedWork>(store)).sort((a, b) => b[1].saved - a[1].saved);
		for (const [place] of all.slice(KEPT)) if (place !== this.#place) await del(place, store);
	}
}
