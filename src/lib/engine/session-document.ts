/**
 * A session as a document: the lab as it was at time 0 (with its seed), and the journal of every branch. Nothing that can be computed
 * again is in it, so it is small, and whoever opens it gets the same bytes.
 */
import * as v from 'valibot';
import { inputSchema, type Lab } from '../lab/document.ts';
import { parseLab } from '../lab/parse.ts';
import { formatProblem } from '../lab/problem.ts';
import type { Branch, Branches } from './branches.ts';
import { conditionSchema, type Condition } from './condition.ts';
import type { JournalEntry } from './journal.ts';

export const SESSION_FORMAT = 'hopwise-session';
export const SESSION_VERSION = 1;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** When an entry was made: after how many events, and at which ns. */
const moment = { events: whole, time: whole };

const entrySchema = v.variant('kind', [
	v.strictObject({ ...moment, kind: v.literal('input'), input: inputSchema }),
	v.strictObject({ ...moment, kind: v.literal('cancel'), flow: whole }),
	v.strictObject({ ...moment, kind: v.literal('edit'), lab: v.unknown(), text: v.string() }),
	v.strictObject({ ...moment, kind: v.literal('halt') }),
	v.strictObject({ ...moment, kind: v.literal('continue') })
]);

const branchSchema = v.strictObject({
	id: whole,
	/** Branch that it left, or -1: the first one. A parent stands before its children. */
	parent: v.pipe(v.number(), v.integer(), v.minValue(-1)),
	/** Entries that it shares with its parent: they are not repeated. */
	shared: whole,
	parted: v.strictObject({ events: whole, at: whole, time: whole }),
	at: whole,
	seen: whole,
	journal: v.array(entrySchema)
});

const sessionSchema = v.strictObject({
	format: v.literal(SESSION_FORMAT),
	version: v.literal(SESSION_VERSION),
	lab: v.unknown(),
	/** The branch that is shown. */
	branch: whole,
	branches: v.pipe(v.array(branchSchema), v.minLength(1, 'there is no branch')),
	breakpoints: v.optional(v.array(v.strictObject({ condition: conditionSchema, enabled: v.boolean() })), [])
});

/** Where Play stops on the page. The engine leaves it alone. */
export interface SavedBreakpoint {
	condition: Condition;
	enabled: boolean;
}

export interface SessionDocument {
	format: typeof SESSION_FORMAT;
	version: typeof SESSION_VERSION;
	lab: Lab;
	branch: number;
	/** Their journals without what is shared with the parent. */
	branches: Branch[];
	breakpoints?: SavedBreakpoint[];
}

export function documentOf(lab: Lab, branches: Branches): SessionDocument {
	return {
		format: SESSION_FORMAT,
		version: SESSION_VERSION,
		lab,
		branch: branches.current.id,
		branches: branches.all.map((branch) => ({ ...branch, journal: branch.journal.slice(branch.shared) }))
	};
}

/** The branches with their whole journals; what is shared is the same object in each. */
export function branchesOf({ branches }: SessionDocument): Branch[] {
	const whole = new Map<number, Branch>();
	for (const branch of branches) {
		const shared = whole.get(branch.parent)?.journal.slice(0, branch.shared) ?? [];
		whole.set(branch.id, { ...branch, journal: [...shared, ...branch.journal] });
	}
	return [...whole.values()];
}

export type ParsedSession = { ok: true; session: SessionDocument } | { ok: false; message: string };

/** From what somebody hands in. */
export function parseSession(value: unknown): ParsedSession {
	const header = v.safeParse(v.looseObject({ format: v.string(), version: v.number() }), value);
	if (!header.success || header.output.format !== SESSION_FORMAT)
		return { ok: false, message: `this is not a Hopwise session: a session has "format": "${SESSION_FORMAT}"` };
	const { version } = header.output;
	if (version > SESSION_VERSION)
		return {
			ok: false,
			message: `it was made by a newer Hopwise: version ${version}, and this one reads up to ${SESSION_VERSION}`
		};
	const parsed = v.safeParse(sessionSchema, value);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		return { ok: false, message: `${v.getDotPath(issue) ?? 'session'}: ${issue.message}` };
	}
	return complete(parsed.output);
}

function complete(document: v.InferOutput<typeof sessionSchema>): ParsedSession {
	const lab = parseLab(document.lab);
	if (!lab.ok) return { ok: false, message: `lab: ${lab.problems.map(formatProblem).join('\n')}` };
	const known = new Map<number, number>();
	const branches: Branch[] = [];
	for (const branch of document.branches) {
		const place = `branch ${branch.id}`;
		const before = branch.parent < 0 ? 0 : known.get(branch.parent);
		if (before === undefined || known.has(branch.id))
			return { ok: false, message: `${place}: there is no branch ${branch.parent} before it` };
		if (branch.shared > before) return { ok: false, message: `${place}: it shares more than there is` };
		const journal: JournalEntry[] = [];
		for (const entry of branch.journal) {
			if (entry.kind !== 'edit') {
				journal.push(entry);
				continue;
			}
			const edited = parseLab(entry.lab);
			if (!edited.ok)
				return { ok: false, message: `${place}, ${entry.text}: ${edited.problems.map(formatProblem).join('\n')}` };
			journal.push({ ...entry, lab: edited.lab });
		}
		known.set(branch.id, branch.shared + journal.length);
		branches.push({ ...branch, journal });
	}
	if (!known.has(document.branch)) return { ok: false, message: `branch: there is no branch ${document.branch}` };
	const { format, version, branch, breakpoints } = document;
	return { ok: true, session: { format, version, lab: lab.lab, branch, branches, breakpoints } };
}
