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

/** One property of all nodes at once. */
function* sweeps({ lab, inputs }: Document): Generator<Document> {
	const nodes = (lab as { nodes: Record<string, Json>[] }).nodes;
	for (const key of new Set(nodes.flatMap((node) => Object.keys(node)))) {
		if (KEPT.has(key)) continue;
		const copy = structuredClone(lab) as { nodes: Record<string, Json>[] };
		for (const node of copy.nodes) delete node[key];
		yield { lab: copy as unknown as Json, inputs };
	}
}

function* removals(document: Document): Generator<Document> {
	const root = document as unknown as Json;
	// Inputs first: fewer of them make every further run shorter.
	const lists: [string, Path][] = [
		['inputs', ['inputs']],
		['nodes', ['lab', 'nodes']],
		['links', ['lab', 'links']]
	];
	for (const [, path] of lists) {
		const { length } = (at(root, path) ?? []) as Json[];
		if (length > 3) {
			for (const from of [0, Math.ceil(length / 2)]) {
				const list = at(root, path) as Json[];
				const half = list.filter((_, i) => i < from || i >= from + Math.ceil(length / 2));
				yield withValue(document, path, half);
			}
		}
		for (let i = length - 1; i >= 0; i--) yield without(document, [...path, i]);
	}
	for (const { path } of places(root)) {
		const last = path[path.length - 1];
		if (path.length <= 2 || (path.length === 3 && path[0] === 'lab' && typeof last === 'number')) continue;
		if (typeof last === 'string' && KEPT.has(last)) continue;
		yield without(document, path);
	}
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

	/** True: it got smaller. */
	const goThrough = async (pass: (document: Document) => Iterable<Document>): Promise<boolean> => {
		let smaller = false;
		let documents = [...pass(documentOf(best))];
		for (let next = 0; next < documents.length && runs < most;) {
			const batch: { place: number; candidate: Case }[] = [];
			for (; next < documents.length && batch.length < WIDTH; next++) {
				const mended = repair(documents[next]);
				if (mended === null) continue;
				const candidate = ending(best, mended.parsed);
				if (isNew(candidate)) batch.push({ place: next, candidate });
			}
			runs += batch.length;
			const results = await Promise.all(batch.map(({ candidate }) => differs(candidate)));
			const first = results.indexOf(true);
			if (first < 0) continue;
			smaller = true;
			best = batch[first].candidate;
			// What came after the part that is gone stands in its place now.
			next = batch[first].place;
			documents = [...pass(documentOf(best))];
		}
		return smaller;
	};

	await settle();
	for (const pass of [sweeps, removals, simplifications, removals]) {
		for (let round = 0; round < ROUNDS && (await goThrough(pass)); round++);
		await settle();
	}
	return { smallest: best, runs, done: runs < most };
}
