/** Labs as files: opened, dropped onto the page, saved; and what is exported. */
import { formatProblem } from '../../lab/problem.ts';
import { serializeLab } from '../../lab/serialize.ts';
import type { App } from './app.svelte.ts';

/** Problems told in a message; the others are counted. */
const TOLD = 3;
/** Bytes. A lab of 1,000 nodes has about one million. */
const LARGEST = 20_000_000;

export class Files {
	#app: App;

	constructor(app: App) {
		this.#app = app;
	}

	/** Asks for a file. */
	choose(): void {
		const input = document.createElement('input');
		input.type = 'file';
		input.accept = '.json,application/json';
		input.addEventListener('change', () => {
			const file = input.files?.[0];
			if (file) void this.open(file);
		});
		input.click();
	}

	async open(file: File): Promise<void> {
		const { toasts } = this.#app;
		try {
			if (file.size > LARGEST) throw new Error(`it has ${Math.round(file.size / 1e6)} MB, more than a lab can have`);
			const text = await file.text();
			if (/"format"\s*:\s*"hopwise-session"/.test(text.slice(0, 400))) {
				await this.#openSession(text);
				toasts.note(`Opened ${file.name}`);
				return;
			}
			const { parseLabText } = await import('../../lab/parse-text.ts');
			const parsed = parseLabText(text);
			if (!parsed.ok) {
				const more = parsed.problems.length - TOLD;
				const told = parsed.problems.slice(0, TOLD).map(formatProblem).join('\n');
				throw new Error(more > 0 ? `${told}\nand ${more} more` : told);
			}
			await this.#app.open(parsed.lab);
			toasts.note(`Opened ${file.name}`);
		} catch (error) {
			toasts.error(`${file.name} was not opened`, error);
		}
	}

	save(): void {
		const { lab } = this.#app.lab;
		this.#download(`${fileName(lab.title)}.json`, 'application/json', serializeLab(lab));
	}

	async #openSession(text: string): Promise<void> {
		const { parseJson } = await import('../../lab/json.ts');
		const { parseSession } = await import('../../engine/session-document.ts');
		const json = parseJson(text);
		if (!json.ok) throw new Error(formatProblem(json.problem));
		const parsed = parseSession(json.value);
		if (!parsed.ok) throw new Error(parsed.message);
		await this.#app.openSession(parsed.session);
	}

	/** The lab with all that was done, in every branch. */
	async saveSession(): Promise<void> {
		const { lab, sharing, toasts } = this.#app;
		try {
			this.#download(`${fileName(lab.lab.title)}.session.json`, 'application/json', await sharing.text());
		} catch (error) {
			toasts.error('The session was not saved', error);
		}
	}

	async exportBash(): Promise<void> {
		const { lab } = this.#app.lab;
		try {
			const { exportBash } = await import('../../lab/export/bash.ts');
			this.#download(`${fileName(lab.title)}.sh`, 'text/x-shellscript', exportBash(lab));
		} catch (error) {
			this.#app.toasts.error('The script was not made', error);
		}
	}

	async exportPcap(): Promise<void> {
		const { engine, lab, toasts } = this.#app;
		try {
			const bytes = await engine.client.pcap();
			this.#download(`${fileName(lab.lab.title)}.pcapng`, 'application/octet-stream', bytes);
		} catch (error) {
			toasts.error('The capture was not made', error);
		}
	}

	#download(name: string, type: string, content: string | Uint8Array): void {
		const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
		const link = document.createElement('a');
		link.href = url;
		link.download = name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(url), 10_000);
	}
}

/** "Two hosts on a wire" -> "two-hosts-on-a-wire" */
export function fileName(title: string): string {
	const name = title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '');
	return name.slice(0, 60) || 'lab';
}
