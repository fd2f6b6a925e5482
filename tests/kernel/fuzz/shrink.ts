/**
 * From a lab that differs to the smallest one that still does. Candidates are the document with something less: a list's
 * element, a property that has a default, a shorter text, a smaller number. A candidate that is no valid lab any more, since something
 * else named what is gone, loses that too; so every feature of the document is shrunk without being known here.
 */
import { serializeLab } from '../../../src/lib/lab/serialize.ts';
import { parseTime } from '../../../src/lib/net/text.ts';
import { type Case, parseCase } from './case.ts';
import { SLOT, TAIL } from './schedule.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Document {
	lab: Json;
	inputs: Json;
}
type Path = (string | number)[];

function documentOf({ lab, inputs }: Case): Document {
	return { lab: JSON.parse(serializeLab(lab)) as Json, inputs: JSON.parse(JSON.stringify(inputs)) as Json };
}

function at(root: Json, path: Path): Json | undefined {
	return path.reduce<Json | undefined>(
		(value, key) => (value as Record<string | number, Json> | undefined)?.[key],
		root
	);
}

function without<T extends Json | Document>(root: T, path: Path): T {
	const copy = structuredClone(root);
	const last = path[path.length - 1];
	const holder = at(copy as Json, path.slice(0, -1));
	if (Array.isArray(holder)) holder.splice(last as number, 1);
	else if (holder !== undefined) delete (holder as Record<string, Json>)[last];
	return copy;
}

function withValue(root: Document, path: Path, value: Json): Document {
	const copy = structuredClone(root);
	(at(copy as unknown as Json, path.slice(0, -1)) as Record<string | number, Json>)[path[path.length - 1]] = value;
	return copy;
}

/** "nodes[3].routes[1].dev" */
function pathOf(text: string): Path {
	return [...text.matchAll(/[^.[\]]+/g)].map(([word]) => (/^\d+$/.test(word) ? Number(word) : word));
}

/** The same document without the list elements that its errors are in. Null: it can't be mended so. */
function repair(document: Document): { parsed: Pick<Case, 'lab' | 'inputs'> } | null {
	for (let tries = 0; tries < 60; tries++) {
		const parsed = parseCase(document.lab, document.inputs);
		if (parsed.ok) return { parsed };
		const problem = parsed.problems[0];
		const path = pathOf(problem.path);
		// An end of a link is no element that could go: the whole link does.
		const ends = path.indexOf('ends');
		if (ends >= 0) path.length = ends;
		let length = path.length;
		while (length > 0 && typeof path[length - 1] !== 'number') length--;
		if (length === 0) return null;
		document = without(document, [parsed.in, ...path.slice(0, length)]);
	}
	return null;
}

/** Every place in a value, those near the top first. */
function* places(value: Json, path: Path = []): Generator<{ path: Path; value: Json }> {
	if (typeof value !== 'object' || value === null) return;
	const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	for (const [key, inner] of entries) yield { path: [...path, key], value: inner };
	for (const [key, inner] of entries) yield* places(inner, [...path, key]);
}

const KEPT = new Set([
	'format',
	'version',
	'id',
	'kind',
	'name',
	'position',
	'x',
	'y',
	'title',
	'node',
	'interface',
	'do',
	'mac',
	'bridge'
]);

const isKept = (path: Path) => KEPT.has(String(path[path.length - 1]));

/** What may go, roughest first. Each is a flat list of places, of which many may go at once. */
const LEVELS: ((document: Document) => Path[])[] = [
	// Fewer inputs make every further run shorter.
	({ inputs }) => (inputs as Json[]).map((_, i) => ['inputs', i]),
	(document) => elements(document, 'nodes'),
	(document) => elements(document, 'links'),
	// What a node, a link or an input's action is told, whole.
	(document) => deeper(document, (depth) => depth === 4),
	// Its parts: a route, a rule, a word of either.
	(document) => deeper(document, (depth) => depth > 4)
];

function elements({ lab }: Document, list: string): Path[] {
	const all = ((lab as Record<string, Json>)[list] ?? []) as Json[];
	return all.map((_, i) => ['lab', list, i]);
}

function deeper(document: Document, at: (depth: number) => boolean): Path[] {
	const all = [...places(document as unknown as Json)].map(({ path }) => path);
	return all.filter((path) => at(path[0] === 'inputs' ? path.length + 1 : path.length) && !isKept(path));
}

/** @param paths None of them after one that it is within, as `places` gives them. */
function withoutAll(document: Document, paths: readonly Path[]): Document {
	return [...paths].reverse().reduce((rest, path) => without(rest, path), document);
}

function* simplifications(document: Document): Generator<Document> {
	for (const { path, value } of places(document as unknown as Json)) {
		const last = path[path.length - 1];
		if (last === 'x' || last === 'y' || last === 'version') continue;
		if (typeof value === 'number') {
			for (const smaller of [1, 2, Math.floor(value / 2)]) {
				if (smaller < value) yield withValue(document, path, smaller);
			}
		}
		if (typeof value === 'string' && (last === 'send' || last === 'body') && value.length > 1) {
			yield withValue(document, path, value.slice(0, Math.floor(value.length / 2)));
		}
		if (value === 'switch') {
			const joined = withoutSwitch(document, path);
			if (joined !== null) yield joined;
		}
	}
}

interface LinkEnds {
	ends: { node: string; interface: string }[];
}

/** A switch that joins two is a cable. */
function withoutSwitch(document: Document, kind: Path): Document | null {
	const lab = document.lab as unknown as { nodes: { id: string }[]; links: LinkEnds[] };
	const { id } = lab.nodes[kind[2] as number];
	const joined = lab.links.filter(({ ends }) => ends.some(({ node }) => node === id));
	if (joined.length !== 2) return null;
	const ends = joined.map((link) => link.ends.find(({ node }) => node !== id));
	if (ends.includes(undefined)) return null;
	const copy = structuredClone(document);
	const into = copy.lab as unknown as typeof lab;
	into.nodes = into.nodes.filter((node) => node.id !== id);
	into.links = into.links.filter((link) => !link.ends.some(({ node }) => node === id));
	into.links.push({ ...structuredClone(joined[0]), ends: structuredClone(ends) as LinkEnds['ends'] });
	return copy;
}

/** Inputs one slot after the other, and the end soon after them. */
function compact({ lab, inputs }: Pick<Case, 'lab' | 'inputs'>): Case {
	const times = [...new Set(inputs.map((input) => parseTime(input.at)))].sort((a, b) => a - b);
	const moved = inputs.map((input) => ({ ...input, at: `${times.indexOf(parseTime(input.at)) * SLOT}ms` }));
	return { lab, inputs: moved, until: parseTime(`${Math.max(0, times.length - 1) * SLOT + TAIL}ms`) };
}

/** Candidates that are run side by side: most of the time is Linux's timers. */
const WIDTH = 4;
/** Times that all candidates of a kind are gone through, at the most. */
const ROUNDS = 3;

/** What is over earlier ends earlier. */
function ending(before: Case, parsed: Pick<Case, 'lab' | 'inputs'>): Case {
	const last = ({ inputs }: Pick<Case, 'inputs'>) => Math.max(0, ...inputs.map((input) => parseTime(input.at)));
	return { ...parsed, until: before.until - (last(before) - last(parsed)) };
}

export interface Shrunk {
	smallest: Case;
	/** Candidates that were run. */
	runs: number;
	/** Nothing that could still be taken away was left untried. */
	done: boolean;
}

/** @param differs Whether a candidate still shows the difference. @param most Candidates to run; then the smallest so far is it. */
export async function shrink(
	start: Case,
	differs: (candidate: Case) => Promise<boolean>,
	most: number
): Promise<Shrunk> {
	let best = start;
	let runs = 0;
	const tried = new Set<string>();
	const isNew = (candidate: Case): boolean => {
		const key = JSON.stringify([documentOf(candidate), candidate.until]);
		if (tried.has(key)) return false;
		tried.add(key);
		return true;
	};
	const settle = async () => {
		const candidate = compact(best);
		if (!isNew(candidate) || runs >= most) return;
		runs++;
		if (await differs(candidate)) best = candidate;
	};

	/** Runs candidates until one differs, which is the best then. Answers its place, or -1. */
	const firstOf = async (documents: readonly (() => Document)[]): Promise<number> => {
		for (let next = 0; next < documents.length && runs < most;) {
			const batch: { place: number; candidate: Case }[] = [];
			for (; next < documents.length && batch.length < WIDTH; next++) {
				const mended = repair(documents[next]());
				if (mended === null) continue;
				const candidate = ending(best, mended.parsed);
				if (isNew(candidate)) batch.push({ place: next, candidate });
			}
			runs += batch.length;
			const results = await Promise.all(batch.map(({ candidate }) => differs(candidate)));
			const first = results.indexOf(true);
			if (first < 0) continue;
			best = batch[first].candidate;
			return batch[first].place;
		}
		return -1;
	};

	/** Takes halves away, then quarters, down to single places (Zeller's ddmin). True: it got smaller. */
	const thin = async (list: (document: Document) => Path[]): Promise<boolean> => {
		let smaller = false;
		let size = Math.ceil(list(documentOf(best)).length / 2);
		while (size > 0) {
			let from = 0;
			for (;;) {
				const document = documentOf(best);
				const paths = list(document).slice(from);
				const chunks = Array.from({ length: Math.ceil(paths.length / size) }, (_, i) => {
					return () => withoutAll(document, paths.slice(i * size, (i + 1) * size));
				});
				const place = await firstOf(chunks);
				if (place < 0) break;
				smaller = true;
				// What came after the part that is gone stands in its place now.
				from += place * size;
			}
			size = size === 1 ? 0 : Math.ceil(Math.min(size, list(documentOf(best)).length) / 2);
		}
		return smaller;
	};

	const simplify = async (): Promise<boolean> => {
		let smaller = false;
		for (let from = 0; ;) {
			const document = documentOf(best);
			const candidates = [...simplifications(document)].slice(from).map((candidate) => () => candidate);
			const place = await firstOf(candidates);
			if (place < 0) return smaller;
			smaller = true;
			from += place;
		}
	};

	isNew(best);
	await settle();
	let again = true;
	for (let round = 0; again && round < ROUNDS; round++) {
		again = false;
		for (const level of LEVELS) {
			again = (await thin(level)) || again;
			await settle();
		}
		again = (await simplify()) || again;
	}
	return { smallest: best, runs, done: runs < most && !again };
}
