/**
 * When everything happens. Real time must not decide which of two things is first: they are begun in slots, and what
 * a slot causes by a timer falls between the beginnings of the others.
 *
 * 140 ms: a TCP retry after 200 ms comes 60 ms after a slot's beginning, a delayed ACK after 40 ms, a SYN's retry after 1 s
 * 20 to 52 ms. Three ARP requests at 8 ms are over within 36 ms, even if each comes a tick of 4 ms late. A program that has to
 * be started (ping) begins some 10 ms late.
 */
import type { ActionSource, Draft, InputSource } from './draft.ts';

/** ms */
export const SLOT = 140;
/** Two slots, and what is due soon after the beginning of one. Some 90 ms are left to read the tables before anything else is. */
export const TAIL = 345;
/** ARP requests of Linux's default come at 1 s, 2 s, and are given up at 3 s, each a bit late. */
const SLOW_TAIL = 3500;
/** Most slots that are used: all end before a SYN is repeated a second time, and before the time that errors are rationed for is over. */
const SLOTS = 7;
const QUICK_ARP = 8;
/** Three requests to nobody, and three more for whom to tell of it, last up to 72 ms. */
const LATE = SLOT - 82;

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
	const placed = happenings.map((happening, i) => ({ slot: taken[i], happening }));
	placed.sort((a, b) => a.slot - b.slot);
	let later = 0;
	for (const one of placed) {
		one.slot += later;
		if (asksLate(one.happening.action)) later++;
	}
	const kept = placed.filter(({ slot }) => slot < SLOTS);
	const inputs = kept.map(({ slot, happening }) => ({ at: `${slot * SLOT}ms`, ...happening }));
	const last = Math.max(0, ...kept.map(({ slot }) => slot)) * SLOT;
	if (!draft.slow) {
		for (const node of draft.hosts) {
			node.sysctls = { 'net.ipv4.neigh.default.retrans_time_ms': QUICK_ARP, ...node.sysctls };
		}
	}
	for (const { node, action } of inputs) {
		// What makes a lab comparable is not taken back: ARP is quick, and the hash's seed is known.
		if (action.do !== 'config' || action.set.sysctls === undefined) continue;
		action.set.sysctls = { ...draft.nodes.find(({ id }) => id === node)!.sysctls, ...action.set.sysctls };
	}
	return { inputs, until: `${last + (draft.slow ? SLOW_TAIL : TAIL)}ms` };
}

/** Something is sent late in the slot, so that a question that nobody answers, and one about whom to tell of it, take the next slot too. */
function asksLate(action: ActionSource): boolean {
	if (action.do !== 'ping' && action.do !== 'udp') return false;
	return ((action.count ?? 1) - 1) * parseInt(action.interval ?? '0') > LATE;
}
