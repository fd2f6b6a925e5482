/** Labs as files: opened, dropped onto the page, saved; and what is exported. */
import type { CapturePlace } from '../../engine/pcap.ts';
import { formatProblem } from '../../lab/problem.ts';
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

	async save(): Promise<void> {
		const { serializeLab } = await import('../../lab/serialize.ts');
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

	/** All interfaces, or one. */
	async exportPcap(only: CapturePlace | null): Promise<void> {
		await this.#make('The capture was not made', async () => {
			const bytes = await this.#app.engine.client.pcap(only);
			this.give(only === null ? 'pcapng' : `${only.node}-${only.interface}.pcapng`, 'application/octet-stream', bytes);
		});
	}

	async exportTrace(as: 'json' | 'text'): Promise<void> {
		await this.#make('The trace was not made', async () => {
			const text = await this.#app.engine.client.report(as);
			if (as === 'json') this.give('trace.json', 'application/json', text);
			else this.give('trace.txt', 'text/plain', text);
		});
	}

	async exportSvg(): Promise<void> {
		await this.#make('The drawing was not made', async () => {
			const { canvas, lab } = this.#app;
			if (canvas) this.give('svg', 'image/svg+xml', await canvas.svg(lab.lab.title));
		});
	}

	async exportPng(): Promise<void> {
		await this.#make('The picture was not made', async () => {
			const picture = this.#app.canvas?.picture();
			const blob = await new Promise<Blob | null>((done) => (picture ? picture.toBlob(done) : done(null)));
			if (blob === null) throw new Error('the browser made no picture of the canvas');
			this.give('png', 'image/png', blob);
		});
	}

	/** Named by the lab. */
	give(ending: string, type: string, content: string | Uint8Array | Blob): void {
		this.#download(`${fileName(this.#app.lab.lab.title)}.${ending}`, type, content);
	}

	async #make(wrong: string, make: () => Promise<void>): Promise<void> {
		try {
			await make();
		} catch (error) {
			this.#app.toasts.error(wrong, error);
		}
	}

	#download(name: string, type: string, content: string | Uint8Array | Blob): void {
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
