/**
 * Network work that a busy processor puts off is done later by a ksoftirqd thread. Frames are then handled in another order than
 * on an idle machine, and a capture says something of the machine's load and not of Linux's ways.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of the ksoftirqd threads; none in a container, which doesn't see them. */
function threads(): string[] {
	return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && read(`/proc/${pid}/comm`).startsWith('ksoftirqd/'));
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		// The process ended meanwhile.
		return '';
	}
}

let known: string[] | null = null;

/** How often work was put off since the machine was started: a number that goes up. */
export function softirqDeferrals(): number {
	known ??= threads();
	let sum = 0;
	for (const pid of known) {
		const switches = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(read(`/proc/${pid}/status`));
		sum += Number(switches?.[1] ?? 0);
	}
	return sum;
}
