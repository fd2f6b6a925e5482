/** The session of this tab, to be saved, shared and opened again. Nothing of it leaves the machine by itself. */
import type { SessionDocument } from '../../engine/session-document.ts';
import { carriesSession } from '../share/fragment.ts';
import type { App } from './app.svelte.ts';
import { placedAs } from './running-part.ts';

export class Sharing {
	#app: App;

	constructor(app: App) {
		this.#app = app;
	}

	/** What the engine has, drawn as it is drawn here. */
	async session(): Promise<SessionDocument> {
		const session = await this.#app.engine.client.save();
		const shown = this.#app.lab.lab;
		return {
			...session,
			breakpoints: this.#app.breakpoints.saved,
			lab: placedAs(session.lab, shown),
			branches: session.branches.map((branch) => ({
				...branch,
				journal: branch.journal.map((entry) =>
					entry.kind === 'edit' ? { ...entry, lab: placedAs(entry.lab, shown) } : entry
				)
			}))
		};
	}

	/** The text of a file. */
	async text(): Promise<string> {
		const { portable } = await import('../share/portable.ts');
		return `${JSON.stringify(portable(await this.session()), null, '\t')}\n`;
	}

	/** The session that the address carries, if it does; what is wrong with it is told. */
	async carried(): Promise<SessionDocument | undefined> {
		if (!carriesSession(location.hash)) return undefined;
		const { sessionOf } = await import('../share/link.ts');
		const parsed = sessionOf(location.hash);
		// The work goes on from here in this tab; the next time it is loaded it shall be found as it was left.
		history.replaceState(history.state, '', location.pathname + location.search);
		if (parsed.ok) return parsed.session;
		this.#app.toasts.error('The shared session was not opened', new Error(parsed.message));
		return undefined;
	}
}
