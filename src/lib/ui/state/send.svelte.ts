/** Sending a packet: who, to whom, what. By two clicks on the canvas or by a form; the last choice is remembered. */
import * as v from 'valibot';
import { inputSchema, type Input, type Lab, type LabNode } from '../../lab/document.ts';
import { hasNetns } from '../../lab/topology.ts';
import { destinationAddress, nameFor, servicePort } from '../send/destination.ts';

export const sendKinds = [
	{ id: 'ping', title: 'Ping', port: false },
	{ id: 'udp', title: 'UDP', port: true },
	{ id: 'tcp', title: 'TCP connect', port: true },
	{ id: 'dns', title: 'DNS lookup', port: false },
	{ id: 'http', title: 'HTTP GET', port: true }
] as const;
export type SendKind = (typeof sendKinds)[number]['id'];

export interface Draft {
	kind: SendKind;
	/** Node id. */
	node: string;
	/** Address or name; for HTTP a URL too. */
	to: string;
	port: string;
	size: string;
	count: string;
}

const KEY = 'hopwise:send';
const DEFAULT: Draft = { kind: 'ping', node: '', to: '', port: '', size: '', count: '1' };

/** Nodes that programs run on. */
export function canSend(node: LabNode): boolean {
	return hasNetns(node) && node.kind !== 'switch';
}

/** Port used when none was given. */
export function defaultPort(kind: SendKind): number {
	return kind === 'http' ? 80 : kind === 'tcp' ? 80 : 9000;
}

/** The draft as an input, or what is wrong, by field. */
export function inputOf(
	draft: Draft
): { ok: true; input: Input } | { ok: false; wrong: Partial<Record<keyof Draft, string>> } {
	const wrong: Partial<Record<keyof Draft, string>> = {};
	if (!draft.node) wrong.node = 'choose who sends';
	const to = draft.to.trim();
	if (!to)
		wrong.to =
			draft.kind === 'dns' ? 'a name to look up, such as web.example' : 'an address or a name, such as 10.0.0.2';
	else if (/\s/.test(to)) wrong.to = 'an address or a name has no spaces';
	const number = (field: 'port' | 'size' | 'count', min: number, max: number, fallback: number) => {
		const text = draft[field].trim();
		if (text === '') return fallback;
		const value = Number(text);
		if (!Number.isInteger(value) || value < min || value > max) wrong[field] = `a whole number from ${min} to ${max}`;
		return value;
	};
	const port = number('port', 1, 65535, defaultPort(draft.kind));
	const size = number('size', 0, 65507, draft.kind === 'ping' ? 56 : 18);
	const count = number('count', 1, 10_000, 1);
	if (Object.keys(wrong).length) return { ok: false, wrong };
	const url = to.includes('://') ? to : `http://${to}${port === 80 ? '' : `:${port}`}/`;
	const action = {
		ping: { do: 'ping', to, count, size },
		udp: { do: 'udp', to, port, size, count },
		tcp: { do: 'tcp', to, port, send: 'hello' },
		dns: { do: 'dns', name: to },
		http: { do: 'http', url }
	}[draft.kind];
	const parsed = v.safeParse(inputSchema, { node: draft.node, action });
	if (!parsed.success) return { ok: false, wrong: { to: parsed.issues[0].message } };
	return { ok: true, input: parsed.output };
}

export class SendState {
	draft = $state<Draft>({ ...DEFAULT });
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
			if (sendKinds.some((kind) => kind.id === before.kind))
				this.draft = {
					...DEFAULT,
					kind: before.kind!,
					port: before.port ?? '',
					size: before.size ?? '',
					count: before.count ?? '1'
				};
		} catch {
			// Nothing is remembered then.
		}
	}

	readonly prompt = $derived(
		this.picking === 'source'
			? 'Click the node that sends'
			: this.picking === 'destination'
				? 'Click the node that it goes to'
				: ''
	);

	/** Begins with the two clicks. `source`: chosen already. */
	pick(source?: LabNode): void {
		if (source && canSend(source)) {
			this.draft.node = source.id;
			this.picking = 'destination';
		} else {
			this.draft.node = '';
			this.picking = 'source';
		}
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
		if (kind === 'udp' || kind === 'tcp' || kind === 'http') {
			const port = servicePort(lab, node, kind);
			if (port) this.draft.port = String(port);
		}
		this.picking = null;
		this.submit();
	}

	cancel(): void {
		this.picking = null;
	}

	/** Sends the draft. Answers what is wrong, by field; nothing when it was sent. */
	submit(): Partial<Record<keyof Draft, string>> | undefined {
		const made = inputOf(this.draft);
		if (!made.ok) return made.wrong;
		try {
			localStorage.setItem(KEY, JSON.stringify(this.draft));
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
