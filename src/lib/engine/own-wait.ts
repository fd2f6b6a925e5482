/** Of a packet that is dropped because nobody answered ARP: the step at which that very packet began to wait, not the first of those that waited. */
import type { Effects } from './effects.ts';
import type { TraceReader } from './trace-reader.ts';

/** Records looked through: what waits for ARP came within some seconds. */
const BACK = 20_000;

/** -1: it is no such drop. Linux keeps what waits in order (neigh->arp_queue), so the last to be dropped was the last to be queued. */
export function ownWait({ trace }: TraceReader, effects: Effects, drop: number): number {
	const facts = trace.factsOf(drop);
	const failed = trace.causeOf(drop);
	const state = failed < 0 ? undefined : trace.factsOf(failed);
	if (facts?.kind !== 'drop' || facts.reason !== 'neigh-failed' || state?.kind !== 'neigh-state') return -1;
	let after = 0;
	for (let one = effects.nextOf(drop); one >= 0; one = effects.nextOf(one)) {
		const other = trace.factsOf(one);
		if (other?.kind === 'drop' && other.reason === 'neigh-failed') after++;
	}
	const netns = trace.netnsOf(drop);
	for (let id = failed; id >= Math.max(0, failed - BACK); id--) {
		const queued = trace.factsOf(id);
		if (queued?.kind !== 'neigh-queue' || queued.address !== state.address || queued.dev !== state.dev) continue;
		if (trace.netnsOf(id) === netns && after-- === 0) return id;
	}
	return -1;
}
