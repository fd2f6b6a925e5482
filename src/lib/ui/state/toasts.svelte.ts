/** Short messages at the edge of the page: what was done, what went wrong and what to do. */
export interface Toast {
	id: number;
	kind: 'note' | 'error';
	text: string;
	action?: { title: string; run(): void };
}

/** ms; an error stays until it is closed. */
const STAYS = 5000;

export class Toasts {
	list = $state.raw<Toast[]>([]);
	#next = 1;

	note(text: string, action?: Toast['action']): void {
		const id = this.#add('note', text, action);
		setTimeout(() => this.close(id), STAYS);
	}

	/** `error`: anything thrown; its message is for people. */
	error(what: string, error?: unknown): void {
		const why = error instanceof Error ? error.message : error ? String(error) : '';
		this.#add('error', why ? `${what}: ${why}` : what);
	}

	close(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}

	#add(kind: Toast['kind'], text: string, action?: Toast['action']): number {
		const id = this.#next++;
		this.list = [...this.list.filter((toast) => toast.text !== text), { id, kind, text, action }].slice(-4);
		return id;
	}
}
