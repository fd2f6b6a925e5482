/**
 * When everything happens. Real time must not decide which of two things is first: they are begun in slots, and what
 * a slot causes by a timer falls between the beginnings of the others.
 *
 * 140 ms: a TCP retry after 200 ms comes 60 ms after a slot's beginning, a delayed ACK after 40 ms, a SYN's retry after 1 s
 * 20 to 52 ms. Three ARP requests at 8 ms are over within 36 ms, even if each comes a tick of 4 ms late. A program that has to
 * be started (ping) begins some 10 ms late.
 */
import type { Draft, InputSource } from './draft.ts';

/** ms */
export const SLOT = 140;
/** Two slots, and what is due soon after the beginning of one. Some 90 ms are left to read the tables before anything else is. */
export const TAIL = 345;
/** ARP requests of Linux's default come at 1 s, 2 s, and are given up at 3 s, each a bit late. */
const SLOW_TAIL = 3500;
/** Most slots that are used: all end before a SYN is repeated a second time, and before the time that errors are rationed for is over. */
const SLOTS = 7;
const QUICK_ARP = 8;

export interface Schedule {
	inputs: InputSource[];
	/** Time at which both sides end, such as "1.5s". */
	until: string;
}

export function drawSchedule(draft: Draft): Schedule {
	const { chance } = draft;
	const happenings = chance.some(draft.happenings, SLOTS);
	const slots = [...Array(SLOTS).keys()];
	const taken = chance.in100(70) ? slots.slice(0, happenings.length) : chance.some(slots, happenings.length);
	const inputs = happenings.map((happening, i) => ({ at: `${taken[i] * SLOT}ms`, ...happening }));
	inputs.sort((a, b) => parseInt(a.at) - parseInt(b.at));
	const last = Math.max(0, ...taken) * SLOT;
	if (!draft.slow) {
		for (const node of draft.hosts) {
			node.sysctls = { 'net.ipv4.neigh.default.retrans_time_ms': QUICK_ARP, ...node.sysctls };
		}
	}
	return { inputs, until: `${last + (draft.slow ? SLOW_TAIL : TAIL)}ms` };
}
