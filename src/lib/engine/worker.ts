/** The worker that holds the session: runs it in slices, so that every question is answered soon. */
import type { PacketList } from './packets/list.ts';
import { collectPcap } from './pcap.ts';
import { reportLines, reportOf } from './report.ts';
import type { EngineClient, Progress } from './protocol.ts';
import { Session } from './session.ts';

/** Calls of EngineClient that are answered. */
export type Method = Exclude<keyof EngineClient, 'onProgress' | 'close' | 'playhead'>;

export type Request = { id: number; method: Method; args: unknown[] } | { id: -1; method: 'playhead'; args: [number] };
export type Response = { id: number; result?: unknown; error?: string } | { id: -1; progress: Progress };

/** ms of running between two looks at the mailbox. */
const BUSY = 8;
/** ms of making the packet list: with each answer the page draws. */
const LISTING = 50;

let session: Session | null = null;
let running = false;

/** A message to oneself comes back after the messages that wait: quicker than a timer, and fair. */
const channel = new MessageChannel();
channel.port1.onmessage = slice;

function slice(): void {
	running = false;
	if (session === null) return;
	const end = performance.now() + BUSY;
	let more = true;
	while (more && performance.now() < end) more = session.advance();
	tell();
	if (more) run();
}

function run(): void {
	if (running || session === null || session.idle) return;
	running = true;
	channel.port2.postMessage(null);
}

function tell(): void {
	if (session !== null) postMessage({ id: -1, progress: session.progress } satisfies Response);
}

function need(): Session {
	if (session === null) throw new Error('no lab is loaded');
	return session;
}

type Answer<M extends Method> = Awaited<ReturnType<EngineClient[M]>>;
type Calls = { [M in Method]: (...args: Parameters<EngineClient[M]>) => Answer<M> | Promise<Answer<M>> };

/** Of the session that it was asked of. */
let packets: { of: Session; list: PacketList } | null = null;

/** The filter's language is loaded when somebody opens the packet list. */
async function packetList(): Promise<PacketList> {
	const { PacketList } = await import('./packets/list.ts');
	const of = need();
	if (packets?.of !== of) packets = { of, list: new PacketList(of.reader) };
	return packets.list;
}

/** Runs the first stretch at once, so that the answer already knows it; a longer one goes on in slices. */
function start(): Progress {
	const end = performance.now() + BUSY;
	while (need().advance() && performance.now() < end);
	return need().progress;
}

const calls: Calls = {
	load(lab) {
		session = new Session(lab);
		return session.progress;
	},
	restore(document) {
		session = Session.restore(document);
		const { at } = document.branches.find(({ id }) => id === document.branch)!;
		return { progress: start(), at };
	},
	save: () => need().save(),
	edit(lab, at, text) {
		need().edit(lab, at, text);
		return start();
	},
	input(inputs, at) {
		need().input(inputs, at);
		return start();
	},
	cancel(flow, at) {
		need().cancel(flow, at);
		return start();
	},
	toBranch(id) {
		const { from, at } = need().toBranch(id);
		return { progress: start(), from, at };
	},
	removeBranch(id) {
		need().removeBranch(id);
		return need().progress;
	},
	compare: (other) => need().compare(other),
	labAt: (at) => need().labAt(at),
	timeline: (range) => need().timeline(range),
	async find(conditions, from, dir) {
		if (need().sieve === null && conditions.some(({ on }) => on === 'filter')) {
			const { Sieve } = await import('./packets/sieve.ts');
			need().sieve ??= new Sieve(need().reader);
		}
		const end = performance.now() + BUSY;
		return need().find(conditions, from, dir, () => performance.now() < end);
	},
	storm(action) {
		need().storm(action);
		return start();
	},
	records: (from, count) => need().records(from, count),
	moment: (at) => need().moment(at),
	nextHop: (at, dir) => need().nextHop(at, dir),
	momentAt: (time) => need().momentAt(time),
	async explain(id) {
		const list = await packetList();
		const end = performance.now() + BUSY;
		const of = need();
		return of.explain(
			id,
			list.contextOf(id, of.progress.time, () => performance.now() < end)
		);
	},
	relations: (id) => need().relations(id),
	ladder: (flow, from, count, at) => need().ladder(flow, from, count, at),
	way: (id) => need().way(id),
	visit: (id) => need().visit(id),
	translations: (flow) => need().translations(flow),
	tables: (node, at) => need().tables(node, at),
	// The message copies it.
	world: (at) => need().world(at),
	verdict: (flow) => need().verdict(flow),
	frame: (hop) => need().frame(hop),
	pcap: (only) => collectPcap(need().reader, only),
	report(as) {
		const report = reportOf(need(), need().lab, Infinity);
		return as === 'json' ? `${JSON.stringify(report, null, '\t')}\n` : `${reportLines(report).join('\n')}\n`;
	},
	async packets(query) {
		const list = await packetList();
		const end = performance.now() + LISTING;
		return list.advance(query, need().progress.time, () => performance.now() < end);
	},
	packetRows: async (from, count) => (await packetList()).rows(from, count),
	packetRowOf: async (hop) => (await packetList()).rowOf(hop),
	followStream: async (row) => (await packetList()).follow(row),
	async filterProblem(text) {
		const filter = (await import('../trace/filter/filter.ts')).filterOf(text);
		return filter.ok ? null : filter.problem;
	},
	completeFilter: async (text, at) => (await import('../trace/filter/complete.ts')).complete(text, at)
};

function refuse(id: number, error: unknown): void {
	postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Response);
}

/** Most answers are there at once: they are sent in the order of the questions. */
function answer({ id, method, args }: Request): void {
	try {
		const call = calls[method as Method] as (...args: unknown[]) => unknown;
		const result = call(...args);
		if (!(result instanceof Promise)) postMessage({ id, result } satisfies Response);
		else
			void result.then(
				(later: unknown) => postMessage({ id, result: later } satisfies Response),
				(error: unknown) => refuse(id, error)
			);
	} catch (error) {
		refuse(id, error);
	}
}

onmessage = ({ data }: MessageEvent<Request>) => {
	if (data.method === 'playhead') {
		if (session !== null) session.playhead = data.args[0];
	} else {
		answer(data);
	}
	run();
};
