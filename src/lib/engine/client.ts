/**
 * The page's end of the worker: typed calls, each answered once. The worker is started by the first of them: what a person
 * sees first needs none.
 */
import type { EngineClient, Progress } from './protocol.ts';
import type { Method, Request, Response } from './worker.ts';

export function createEngine(): EngineClient {
	let started: Worker | null = null;
	const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
	const listeners = new Set<(progress: Progress) => void>();
	let next = 0;

	function take({ data }: MessageEvent<Response>): void {
		if ('progress' in data) {
			for (const listener of listeners) listener(data.progress);
			return;
		}
		const call = waiting.get(data.id);
		waiting.delete(data.id);
		if (data.error !== undefined) call?.reject(new Error(data.error));
		else call?.resolve(data.result);
	}

	function rejectAll(message: string): void {
		for (const call of waiting.values()) call.reject(new Error(message));
		waiting.clear();
	}

	function send(request: Request): void {
		if (started === null) {
			started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'hopwise-engine' });
			started.onmessage = take;
			started.onerror = ({ message }) =>
				rejectAll(`The engine stopped: ${message || 'its worker could not be started'}`);
		}
		started.postMessage(request);
	}

	const call =
		<M extends Method>(method: M) =>
		(...args: Parameters<EngineClient[M]>) =>
			new Promise((resolve, reject) => {
				const id = next++;
				waiting.set(id, { resolve, reject });
				send({ id, method, args });
			}) as ReturnType<EngineClient[M]>;

	return {
		load: call('load'),
		restore: call('restore'),
		save: call('save'),
		edit: call('edit'),
		input: call('input'),
		cancel: call('cancel'),
		storm: call('storm'),
		toBranch: call('toBranch'),
		removeBranch: call('removeBranch'),
		compare: call('compare'),
		labAt: call('labAt'),
		timeline: call('timeline'),
		find: call('find'),
		records: call('records'),
		moment: call('moment'),
		nextHop: call('nextHop'),
		momentAt: call('momentAt'),
		explain: call('explain'),
		relations: call('relations'),
		ladder: call('ladder'),
		way: call('way'),
		visit: call('visit'),
		translations: call('translations'),
		tables: call('tables'),
		world: call('world'),
		verdict: call('verdict'),
		frame: call('frame'),
		packets: call('packets'),
		packetRows: call('packetRows'),
		packetRowOf: call('packetRowOf'),
		followStream: call('followStream'),
		filterProblem: call('filterProblem'),
		completeFilter: call('completeFilter'),
		pcap: call('pcap'),
		report: call('report'),
		playhead: (at) => send({ id: -1, method: 'playhead', args: [at] }),
		onProgress(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			started?.terminate();
			rejectAll('The engine was closed.');
		}
	};
}
