/** Puts the parts of the page together: which one tells which. No behaviour of its own beyond that. */
import { untrack } from 'svelte';
import type { LabCanvas, Point, Tool } from '../../canvas/api.ts';
import type { Condition } from '../../engine/condition.ts';
import type { EngineClient } from '../../engine/protocol.ts';
import type { SessionDocument } from '../../engine/session-document.ts';
import type { TriedMend, Verdict } from '../../engine/verdict/verdict.ts';
import type { Input, Lab } from '../../lab/document.ts';
import type { TableMark, Tables } from '../../trace/record.ts';
import type { Explanation } from '../../trace/explain.ts';
import { linkName } from '../../lab/topology.ts';
import { describeCondition } from '../breakpoints/words.ts';
import { allCommands } from '../commands/all.ts';
import { Commands } from '../commands/registry.ts';
import { isPlanned } from '../flows/planned.ts';
import { FIRST_HOP_MS } from '../player/pace.ts';
import { Player } from '../player/player.svelte.ts';
import { Autosave } from './autosave.svelte.ts';
import { Breakpoints } from './breakpoints.svelte.ts';
import type { Edits } from './edits.ts';
import { EngineSession } from './engine.svelte.ts';
import { Files } from './files.ts';
import { emptyLab, LabState } from './lab.svelte.ts';
import { Layout } from './layout.svelte.ts';
import { PacketsState } from './packets.svelte.ts';
import { Problems } from './problems.svelte.ts';
import { Question } from './question.svelte.ts';
import { Reasons } from './reasons.ts';
import { runsDifferently } from './running-part.ts';
import { Selection } from './selection.svelte.ts';
import { SendState } from './send.svelte.ts';
import { Sharing } from './sharing.ts';
import { Toasts } from './toasts.svelte.ts';
import { Travel } from './travel.svelte.ts';

/** What is on the page has been drawn; a tab in the background is not drawn and does not wait for it. */
function seen(): Promise<void> {
	return new Promise((done) => {
		requestAnimationFrame(() => setTimeout(done));
		setTimeout(done, 500);
	});
}

export class App {
	readonly toasts = new Toasts();
	readonly layout = new Layout();
	readonly selection = new Selection();
	readonly autosave = new Autosave();
	readonly breakpoints = new Breakpoints(() => this.#keep());
	readonly lab: LabState;
	readonly problems: Problems;
	readonly engine: EngineSession;
	readonly player: Player;
	readonly packets: PacketsState;
	readonly send: SendState;
	readonly files: Files;
	readonly sharing: Sharing;
	readonly travel: Travel;
	readonly commands: Commands;
	readonly explanation: Question<{ id: number; generation: number }, Explanation>;
	readonly verdict: Question<{ flow: number; generation: number }, Verdict | null>;
	readonly tables: Question<{ node: string; at: number; generation: number }, { tables: Tables; marks: TableMark[] }>;

	canvas = $state.raw<LabCanvas | null>(null);
	tool = $state.raw<Tool>({ kind: 'select' });
	/** 1 is 100 %. */
	zoom = $state(1);
	/** Where the next paste goes: set by the context menu. */
	pasteAt: Point | null = null;
	/** A first visit, until a packet was sent or another lab opened. */
	welcome = $state(false);
	ready = $state(false);
	/** Null until they are loaded, which they are when the canvas has been drawn. */
	edits = $state.raw<Edits | null>(null);

	#loadingEdits: Promise<Edits> | undefined;
	#reasons: Reasons;

	constructor(client: EngineClient) {
		this.engine = new EngineSession(client, {
			onload: (progress) => this.player.reset(progress),
			oncut: (at, progress) => this.player.cut(at, progress),
			onpassed: (at) => this.player.passTo(at),
			onprogress: (progress) => this.player.progress(progress),
			onbranch: (left) =>
				this.toasts.note('The network goes on from here. What had come after this moment is kept as a branch.', {
					title: 'Return to it',
					run: () => void this.toBranch(left)
				}),
			onerror: (what, error) => this.toasts.error(what, error)
		});
		this.player = new Player(client);
		this.packets = new PacketsState(client);
		this.lab = new LabState((lab, before, text) => {
			this.selection.keep(lab);
			if (runsDifferently(before, lab)) void this.engine.edit(lab, () => this.player.at, text).then(() => this.#keep());
			this.problems.look(lab);
			this.breakpoints.keep(lab);
			this.#keep();
		});
		this.problems = new Problems(() => this.lab.lab);
		this.send = new SendState(
			() => this.lab.lab,
			(inputs) => void this.run(inputs),
			(text) => this.toasts.note(text)
		);
		this.files = new Files(this);
		this.sharing = new Sharing(this);
		this.travel = new Travel(client, {
			player: this.player,
			progress: () => this.engine.progress,
			words: (condition) => this.describe(condition),
			say: (text) => this.toasts.note(text)
		});
		this.explanation = new Question(({ id }) => client.explain(id));
		this.verdict = new Question(({ flow }) => client.verdict(flow));
		this.tables = new Question(({ node, at }) => client.tables(node, at));
		this.#reasons = new Reasons(client, () => this.canvas?.drawPackets());
		this.commands = new Commands(allCommands(this));
	}

	/** The node whose tables are shown: the selected one, else the one that the shown step is about. */
	readonly tablesOf = $derived.by(() => {
		if (this.selection.node) return this.selection.node;
		const record = this.explanation.answer?.record;
		return record?.type === 'step' ? record.node : record?.to.node;
	});

	/** Edit of the lab that the shown moment comes after, or -1. */
	readonly editBefore = $derived.by(() => this.engine.progress.edits.findLastIndex(({ at }) => at <= this.player.at));

	/** What was there when the page was closed, or the first visit's lab. */
	async start(first: () => Promise<Lab>): Promise<void> {
		const saved = await this.autosave.restore();
		const shared = await this.sharing.carried();
		if (shared) {
			// What was here before stays among the recent ones.
			if (saved) await this.autosave.turnOver();
			await seen();
			void this.#loadEdits();
			await this.openSession(shared);
			this.toasts.note(`Opened the shared session “${shared.lab.title}”`);
			this.ready = true;
			return;
		}
		const lab = saved?.lab ?? (await first());
		this.lab.open(lab);
		this.breakpoints.restore(saved?.session?.breakpoints);
		this.problems.look(lab);
		this.welcome = !saved;
		await seen();
		void this.#loadEdits();
		if (saved?.session) await this.#arrive(await this.engine.restore(saved.session));
		else {
			await this.engine.load(lab);
			if (saved?.inputs?.length) await this.engine.input(saved.inputs, () => 0);
		}
		if (this.autosave.otherTab) this.toasts.note('Hopwise is open in another tab. This tab keeps its own work.');
		this.ready = true;
	}

	#loadEdits(): Promise<Edits> {
		return (this.#loadingEdits ??= import('./edits.ts').then(({ Edits }) => (this.edits = new Edits(this))));
	}

	/** Does an edit, now or as soon as that is possible. */
	edit(run: (edits: Edits) => void | Promise<void>): void {
		if (this.edits) void run(this.edits);
		else void this.#loadEdits().then(run);
	}

	/** Another lab takes this tab; what was here stays among the recent ones. */
	async open(lab: Lab, inputs: Input[] = []): Promise<void> {
		await this.#takeOver(lab);
		await this.engine.load(lab);
		if (inputs.length) await this.engine.input(inputs, () => 0);
		this.canvas?.fit();
		this.#keep();
	}

	/** A saved session takes this tab, and goes to where its playhead was. */
	async openSession(session: SessionDocument): Promise<void> {
		await this.#takeOver(session.lab);
		this.breakpoints.restore(session.breakpoints);
		await this.#arrive(await this.engine.restore(session));
		this.canvas?.fit();
		this.#keep();
	}

	async #takeOver(lab: Lab): Promise<void> {
		this.player.pause();
		if (this.autosave.state !== 'untouched') await this.autosave.turnOver();
		this.selection.clear();
		this.breakpoints.restore();
		this.setTool({ kind: 'select' });
		this.welcome = false;
		this.layout.overlay = null;
		this.layout.sideTab = 'step';
		this.lab.open(lab);
		this.problems.look(lab);
	}

	/** Another branch, at the moment where it was left. */
	async toBranch(id: number): Promise<void> {
		this.player.pause();
		const at = await this.engine.toBranch(id);
		if (at < 0) return;
		await this.#arrive(at);
		this.#keep();
	}

	async removeBranch(id: number): Promise<void> {
		await this.engine.removeBranch(id);
		this.#keep();
	}

	/** Takes a packet back that is planned for later than the shown moment. */
	async cancelPlanned(flow: number): Promise<void> {
		this.player.pause();
		await this.engine.cancel(flow, () => this.player.at);
		this.#keep();
	}

	/** The lab of the shown moment, where the network was edited before or after it. Called in an effect. */
	showLabOfMoment(): void {
		const { engine, lab, player } = this;
		void this.editBefore;
		void engine.generation;
		if (engine.busy || (engine.progress.edits.length === 0 && engine.progress.branches.length < 2)) return;
		untrack(() => {
			const shown = lab.lab;
			const { at } = player;
			void engine.client.labAt(at).then(
				(then) => {
					if (engine.busy || lab.lab !== shown || player.at !== at) return;
					lab.show(then);
					if (lab.lab === shown) return;
					this.selection.keep(lab.lab);
					this.problems.look(lab.lab);
				},
				() => {}
			);
		});
	}

	describe(condition: Condition): string {
		return describeCondition(condition, {
			node: this.lab.nameOf,
			link: (id) => {
				const link = this.lab.lab.links.find((one) => one.id === id);
				return link ? linkName(this.lab.lab, link) : id;
			}
		});
	}

	/** To a moment that the engine may have to compute first. */
	async #arrive(at: number): Promise<void> {
		const { engine, player } = this;
		const there = () => engine.progress.count >= at || engine.progress.quiet || engine.progress.storm !== null;
		if (!there()) {
			await new Promise<void>((done) => {
				const off = engine.client.onProgress(() => {
					if (!there()) return;
					off();
					done();
				});
				engine.client.playhead(at);
			});
		}
		await player.goTo(at);
	}

	/** Sends packets from the shown moment on, and plays. */
	async run(inputs: Input[], hopMs?: number): Promise<void> {
		this.player.pause();
		this.welcome = false;
		await this.engine.input(inputs, () => this.player.at);
		this.#keep();
		this.#tellOfPlanned(inputs.length);
		this.player.play(hopMs);
	}

	/** Sends a packet from the shown moment on and shows what becomes of it. */
	async follow(input: Input): Promise<void> {
		this.layout.showSide('step');
		await this.run([{ ...input, at: '0s' }]);
	}

	/** Makes the change, if there is one to make, and sends what got through with it, from the shown moment on. */
	async mend({ text, lab: mended, input }: TriedMend): Promise<void> {
		if (mended === null || (await this.#take(text, mended))) await this.follow(input);
	}

	/** Makes the change that a mend is. */
	async adopt({ text, lab: mended }: TriedMend): Promise<void> {
		if (mended !== null) await this.#take(text, mended);
	}

	/** False: it can't be made, which is said. */
	async #take(text: string, mended: Lab): Promise<boolean> {
		const { attempt } = await import('./attempt.ts');
		const places = new Map(this.lab.lab.nodes.map(({ id, position }) => [id, position]));
		const error = attempt(this.lab, { name: text, origin: 'mend' }, (before) => ({
			...before,
			nodes: mended.nodes.map((node) => ({ ...node, position: places.get(node.id) ?? node.position })),
			links: mended.links
		}));
		if (error) this.toasts.note(`${error.message}.`);
		return !error;
	}

	/** What was asked for before the last `sent` inputs, for later, still comes: that it does is said. */
	#tellOfPlanned(sent: number): void {
		const earlier = this.engine.progress.flows.slice(0, -sent);
		const planned = earlier.filter((flow) => isPlanned(flow, this.player.at)).length;
		if (planned === 0) return;
		this.toasts.note(
			planned === 1
				? 'A packet that is planned for later still comes.'
				: `${planned} packets that are planned for later still come.`,
			{ title: 'Show', run: () => this.layout.showDock('flows') }
		);
	}

	/** The packet that the lab invites to send. */
	async runSuggested(): Promise<void> {
		await this.run(this.lab.lab.suggested, FIRST_HOP_MS);
	}

	/** An empty lab; the one that was here stays among the recent ones. */
	async newLab(): Promise<void> {
		await this.open(emptyLab);
	}

	/** The same lab from time 0, with nothing sent. */
	async restart(): Promise<void> {
		this.player.pause();
		await this.engine.load(this.lab.lab);
		this.#keep();
	}

	inspect(): void {
		this.layout.showSide('inspector');
	}

	setTool(tool: Tool): void {
		if (tool.kind !== 'pick') this.send.cancel();
		this.tool = tool;
	}

	/** The same tool again puts it down. */
	toggleTool(tool: Tool): void {
		const same =
			this.tool.kind === tool.kind &&
			(tool.kind !== 'place' || (this.tool.kind === 'place' && this.tool.node === tool.node));
		this.setTool(same ? { kind: 'select' } : tool);
	}

	placeFree(kind: Parameters<Edits['place']>[0]): void {
		const position = this.canvas?.freePosition() ?? { x: 0, y: 0 };
		this.edit((edits) => edits.placeNear(kind, position));
	}

	/** Escape: the outermost thing that is open. */
	cancel(): void {
		if (this.send.picking) this.send.cancel();
		else if (this.tool.kind !== 'select') this.setTool({ kind: 'select' });
		else if (this.layout.sheet !== 'none') this.layout.sheet = 'none';
		else if (this.layout.presentation) this.layout.presentation = false;
		else this.selection.clear();
	}

	/** Goes to the end of a dead packet, or to the hop of a living one. */
	async showPacket(packet: number): Promise<void> {
		const dead = this.player.dead.find((one) => one.packet === packet);
		this.layout.sideTab = 'step';
		this.player.pause();
		this.player.look(dead ? dead.record : packet);
	}

	reasonOf(record: number): string {
		return this.#reasons.of(record, this.engine.generation);
	}

	/** Saves the lab and the session. */
	#keep(): void {
		const { lab } = this.lab;
		void this.engine.client.save().then(
			(session) => this.autosave.keep(lab, { ...session, breakpoints: this.breakpoints.saved }),
			() => this.autosave.keep(lab)
		);
	}
}
