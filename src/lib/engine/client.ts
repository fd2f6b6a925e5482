/** The page's end of the worker: typed calls, each answered once. */
import type { EngineClient, Progress } from './protocol.ts';
import type { Method, Response } from './worker.ts';

export function createEngine(): EngineClient {
	const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'hopwise-engine' });
	const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
	const listeners = new Set<(progress: Progress) => void>();
	let next = 0;

	worker.onmessage = ({ data }: MessageEvent<Response>) => {
		if ('progress' in data) {
			for (const listener of listeners) listener(data.progress);
			return;
		}
		const call = waiting.get(data.id);
		waiting.delete(data.id);
		if (data.error !== undefined) call?.reject(new Error(data.error));
		else call?.resolve(data.result);
	};
	worker.onerror = (event) => {
		const error = new Error(`The engine stopped: ${event.message || 'its worker could not be started'}`);
		for (const call of waiting.values()) call.reject(error);
		waiting.clear();
	};

	const call =
		<M extends Method>(method: M) =>
		(...args: Parameters<EngineClient[M]>) =>
			new Promise((resolve, reject) => {
				const id = next++;
				waiting.set(id, { resolve, reject });
				worker.postMessage({ id, method, args });
			}) as ReturnType<EngineClient[M]>;

	return {
		load: call('load'),
		edit: call('edit'),
		input: call('input'),
		storm: call('storm'),
		records: call('records'),
		moment: call('moment'),
		nextHop: call('nextHop'),
		momentAt: call('momentAt'),
		explain: call('explain'),
		tables: call('tables'),
		frame: call('frame'),
		pcap: call('pcap'),
		playhead: (at) => worker.postMessage({ id: -1, method: 'playhead', args: [at] }),
		onProgress(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			worker.terminate();
			for (const pending of waiting.values()) pending.reject(new Error('The engine was closed.'));
			waiting.clear();
		}
	};
}
