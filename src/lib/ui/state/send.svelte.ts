/** Sending a packet: who, to whom, what. By clicks on the canvas or by a form; the last choice is remembered. */
import type { Input, Lab, LabNode } from '../../lab/document.ts';
import { destinationAddress, nameFor, servicePort } from '../send/destination.ts';
import { canSend, type Draft, emptyDraft, type Wrong } from '../send/draft.ts';
import { kindOf, sendKinds } from '../send/kinds.ts';

const KEY = 'hopwise:send';

export class SendState {
	draft = $state<Draft>(emptyDraft());
	/** Which click is awaited. */
	picking = $state<'source' | 'destination' | null>(null);

	#lab: () => Lab;
	#send: (inputs: Input[]) => void;
	#say: (text: string) => void;

	constructor(lab: () => Lab, send: (inputs: Input[]) => void, say: (text: string) => void) {
		this.#lab = lab;
		this.#send = send;
		this.#say = say;
		try {
			const before = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Draft>;
			if (sendKinds.some((kind) => kind.id === before.kind)) this.draft.kind = before.kind!;
			for (const [kind, fields] of Object.entries(this.draft.values))
				for (const key of Object.keys(fields)) {
					const value = before.values?.[kind]?.[key];
					if (typeof value === 'string') fields[key] = value;
				}
		} catch {
			// Nothing is remembered then.
		}
	}

	readonly kind = $derived(kindOf(this.draft.kind));

	readonly prompt = $derived(
		this.picking === 'source'
			? (this.kind.prompt ?? 'Click the node that sends')
			: this.picking === 'destination'
				? 'Click the node that it goes to'
				: ''
	);

	/** Begins with the clicks. `source`: chosen already. */
	pick(source?: LabNode): void {
		// What can't be said by clicks is not what a click begins with.
		if (this.kind.prompt === '') this.draft.kind = 'ping';
		if (source && canSend(source)) {
			this.draft.node = source.id;
			this.picking = 'destination';
			if (this.kind.to === undefined) void this.#done();
		} else {
			this.draft.node = '';
			this.picking = 'source';
		}
	}

	/** Another kind while clicks are awaited: one that goes to nobody is done as soon as its node is known. */
	choose(kind: string): void {
		this.draft.kind = kind;
		if (this.picking === 'destination' && this.kind.to === undefined) void this.#done();
	}

	/** Nodes that can't be clicked now. */
	excluded(): string[] {
		const { nodes } = this.#lab();
		if (this.picking === 'source') return nodes.filter((node) => !canSend(node)).map((node) => node.id);
		return nodes
			.filter((node) => node.id === this.draft.node || !destinationAddress(this.#lab(), this.draft.node, node.id))
			.map((node) => node.id);
	}

	picked(node: string): void {
		if (this.picking === 'source') {
			this.draft.node = node;
			if (this.kind.to === undefined) return void this.#done();
			this.picking = 'destination';
			return;
		}
		const lab = this.#lab();
		const to = destinationAddress(lab, this.draft.node, node);
		if (!to) {
			this.#say('This node has no address to send to. Give it one in the inspector.');
			return;
		}
		const { kind } = this.draft;
		this.draft.to = kind === 'dns' ? nameFor(lab, node) : to;
		const port = servicePort(lab, node, kind);
		if (port !== undefined) this.draft.values[kind].port = String(port);
		void this.#done();
	}

	async #done(): Promise<void> {
		this.picking = null;
		const wrong = await this.submit();
		if (wrong !== undefined) this.#say(`Nothing was sent: ${Object.values(wrong)[0]}.`);
	}

	cancel(): void {
		this.picking = null;
	}

	/** Sends the draft. Answers what is wrong, by field; nothing when it was sent. */
	async submit(): Promise<Wrong | undefined> {
		const { inputOf } = await import('../send/input.ts');
		const made = inputOf(this.draft, this.#lab());
		if (!made.ok) return made.wrong;
		try {
			const { kind, values } = this.draft;
			localStorage.setItem(KEY, JSON.stringify({ kind, values }));
		} catch {
			// Nothing is remembered then.
		}
		this.#send([made.input]);
		return undefined;
	}

	/** Sends an input of the journal once more, now. */
	again(input: Input): void {
		this.#send([{ ...input, at: '0s' }]);
	}
}
