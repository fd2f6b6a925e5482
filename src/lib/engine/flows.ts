/** What became of the inputs: their beginning and end, as the trace tells them. */
import type { Input } from '../lab/document.ts';
import { describeAction } from '../lab/actions/registry.ts';
import { parseTime } from '../net/text.ts';
import type { Facts } from '../trace/steps/types.ts';
import type { FlowSummary } from './protocol.ts';

export class Flows {
	list: FlowSummary[] = [];
	/** By flow: records that were there when it was asked for, and its first record (-1: not yet). */
	#asked: number[] = [];
	#began: number[] = [];

	/** `records` and `now` (ns) of the moment at which it is asked for. */
	ask(input: Input, records: number, now: number): void {
		const delay = parseTime(input.at);
		this.#asked.push(records);
		this.#began.push(-1);
		this.list.push({
			flow: this.list.length,
			input,
			text: describeAction(input.action),
			from: records,
			due: now + delay,
			status: delay > 0 ? 'planned' : 'running',
			end: -1,
			result: ''
		});
	}

	/** A record of the flow that may tell of its beginning or end. */
	hear(id: number, flow: number, facts: Facts): void {
		const summary = this.list[flow];
		if (summary === undefined) return;
		if (facts.kind === 'input') {
			this.#began[flow] = id;
			Object.assign(summary, { from: id, status: 'running' });
		} else if (facts.kind === 'app-end')
			Object.assign(summary, { status: facts.ok ? 'ok' : 'failed', result: facts.result, end: id });
	}

	/** It is taken back when `records` have been written. */
	cancel(flow: number, records: number): void {
		const summary = this.list[flow];
		if (summary?.status === 'planned') Object.assign(summary, { status: 'cancelled', end: records });
	}

	/** All of them end when `records` have been written. */
	stop(records: number): void {
		for (const flow of this.list) {
			if (flow.status === 'running') Object.assign(flow, { status: 'failed', result: 'stopped', end: records });
			else this.cancel(flow.flow, records);
		}
	}

	/** As they were when `records` had been written, and `flows` asked for. */
	goBack(flows: number, records: number): void {
		this.list = this.list.slice(0, flows).map((flow) => {
			if (flow.end >= 0 && flow.end < records) return flow;
			const began = this.#began[flow.flow];
			const known = began >= 0 && began < records;
			if (!known) this.#began[flow.flow] = -1;
			const planned = !known && parseTime(flow.input.at) > 0;
			const from = known ? began : this.#asked[flow.flow];
			return { ...flow, from, status: planned ? 'planned' : 'running', end: -1, result: '' };
		});
		this.#asked.length = this.#began.length = flows;
	}

	/** Not all of the first `flows` had come to their end when `records` had been written. */
	open(flows: number, records: number): boolean {
		return this.list.slice(0, flows).some((flow) => flow.end < 0 || flow.end >= records);
	}
}
