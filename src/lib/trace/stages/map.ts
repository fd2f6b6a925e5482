/** The map of Linux's packet flow: its stages, and which of them a packet came through. */
import type { HopRecord, StepRecord } from '../record.ts';
import type { Stage, StepKind } from '../steps/types.ts';

export type StageId =
	| 'local'
	| 'input'
	| 'routing-out'
	| 'routing-in'
	| 'forward'
	| 'output'
	| 'prerouting'
	| 'postrouting'
	| 'neighbour'
	| 'bridge'
	| 'device-in'
	| 'device-out';

export interface StageBox {
	id: StageId;
	title: string;
	/** Tables of netfilter and conntrack, in the order of their priorities. */
	tables: readonly string[];
	/** What it is for. */
	about: string;
}

/** From the programs down to the wire. */
export const stageBoxes: readonly StageBox[] = [
	{
		id: 'local',
		title: 'Programs and sockets',
		tables: [],
		about:
			'Where packets are made and where they end: programs, their sockets, and the answers that the kernel gives itself.'
	},
	{
		id: 'input',
		title: 'INPUT',
		tables: ['mangle', 'filter', 'nat'],
		about: 'What is for this machine passes here before a socket gets it.'
	},
	{
		id: 'routing-out',
		title: 'Routing',
		tables: [],
		about: 'For packets that are made here: the route, and with it the interface and the next hop.'
	},
	{
		id: 'routing-in',
		title: 'Routing',
		tables: [],
		about: 'For packets that come in: is it for this machine, or for another? And by which way?'
	},
	{
		id: 'forward',
		title: 'FORWARD',
		tables: ['mangle', 'filter'],
		about: 'What comes in for another machine passes here; its time to live is lowered by one.'
	},
	{
		id: 'output',
		title: 'OUTPUT',
		tables: ['raw', 'conntrack', 'mangle', 'nat', 'filter'],
		about: 'What this machine sends itself passes here.'
	},
	{
		id: 'prerouting',
		title: 'PREROUTING',
		tables: ['raw', 'conntrack', 'mangle', 'nat'],
		about: 'Everything that comes in passes here before its route is looked up: destinations are changed here.'
	},
	{
		id: 'postrouting',
		title: 'POSTROUTING',
		tables: ['mangle', 'nat'],
		about: 'Everything that goes out passes here, after its route is known: sources are changed here.'
	},
	{
		id: 'neighbour',
		title: 'Neighbour',
		tables: [],
		about: "The next hop's MAC address: from the table, or by asking with ARP while the packet waits."
	},
	{
		id: 'bridge',
		title: 'Bridge',
		tables: [],
		about:
			"Frames of a bridge's ports: the bridge learns, looks up, and forwards or floods. They go up only if they are for the machine itself."
	},
	{ id: 'device-in', title: 'Receive', tables: [], about: 'An interface takes a frame from the wire.' },
	{ id: 'device-out', title: 'Transmit', tables: [], about: 'An interface puts a frame on the wire.' }
];

export interface StagePassed {
	/** It came here, said by a step or by what came after it. */
	passed: boolean;
	/** It ended here. */
	dropped: boolean;
	steps: StepRecord[];
	/** Tables of which a step tells. */
	tables: ReadonlySet<string>;
}

export type StageWay = Record<StageId, StagePassed>;

const hooks: Partial<Record<Stage, StageId>> = {
	bridge: 'bridge',
	prerouting: 'prerouting',
	'local-in': 'input',
	forward: 'forward',
	'local-out': 'output',
	postrouting: 'postrouting',
	neighbour: 'neighbour'
};
const leaving: ReadonlySet<StepKind> = new Set<StepKind>([
	'macvlan-send',
	'vxlan-send',
	'vxlan-bypass',
	'link-queue',
	'link-double',
	'link-overtake',
	'frame-send'
]);

function stageOf(step: StepRecord, cameIn: boolean, goesOut: boolean): StageId {
	const hook = hooks[step.stage];
	if (hook !== undefined) return hook;
	if (step.stage === 'routing') return cameIn ? 'routing-in' : 'routing-out';
	if (step.stage === 'device') return leaving.has(step.facts.kind) || goesOut ? 'device-out' : 'device-in';
	return 'local';
}

function tableOf({ facts }: StepRecord): string {
	if (facts.kind === 'chain') return facts.table;
	if (facts.kind === 'conntrack') return 'conntrack';
	return facts.kind === 'nat-setup' || facts.kind === 'nat-rewrite' ? 'nat' : '';
}

/** Stages that leave a step only if they have something to tell: passed, if what comes next to them on the way was. */
const implied: [stage: StageId, by: StageId[], needs: 'in' | 'made' | 'any'][] = [
	['prerouting', ['routing-in', 'input', 'forward'], 'in'],
	['input', [], 'in'],
	['output', ['neighbour', 'postrouting'], 'made'],
	['postrouting', ['neighbour'], 'any']
];

/** @param out Frames that left. */
export function stageWay(frame: HopRecord | null, steps: readonly StepRecord[], out: readonly HopRecord[]): StageWay {
	const way = Object.fromEntries(
		stageBoxes.map(({ id }) => [id, { passed: false, dropped: false, steps: [], tables: new Set<string>() }])
	) as unknown as Record<StageId, StagePassed & { tables: Set<string> }>;
	let goesOut = frame === null;
	let cameIn = frame !== null;
	for (const step of steps) {
		// What comes by the loopback comes in too.
		if (step.facts.kind === 'receive') [cameIn, goesOut] = [true, false];
		if (['local-out', 'postrouting', 'neighbour', 'forward'].includes(step.stage)) goesOut = true;
		const box = way[stageOf(step, cameIn, goesOut)];
		box.passed = true;
		box.steps.push(step);
		box.tables.add(tableOf(step));
		if (step.verdict === 'drop') box.dropped = true;
	}
	const isIp = steps.some(({ stage }) => stage === 'routing' || stage === 'local-in' || stage === 'forward');
	const came = frame !== null || way['device-in'].passed;
	if (frame !== null) way['device-in'].passed = true;
	for (const [stage, by, needs] of implied) {
		if (!isIp || (needs === 'in' && !came) || (needs === 'made' && came)) continue;
		if (by.some((id) => way[id].passed)) way[stage].passed = true;
	}
	// It has left: what lies before the wire was passed.
	if (out.length > 0) {
		way['device-out'].passed = true;
		if (isIp && !way.input.passed && (way.forward.passed || !came)) {
			way.postrouting.passed = true;
			if (!came) way.output.passed = true;
		}
	}
	return way;
}
