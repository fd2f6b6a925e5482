/** What the timeline knows of a record: one small number of flags, so that many records are one `or` of them. */
import type { TraceRecorder } from '../../sim/recorder.ts';
import { tellsOfLoss } from '../../trace/significance.ts';
import { changesTable } from '../../trace/table-change.ts';
import type { Facts } from '../../trace/steps/types.ts';
import { frameClass, type FrameClass } from '../../wire/frame-class.ts';
import { traits } from './trait.ts';

const classes: Record<FrameClass, number> = {
	arp: traits.arp,
	icmp: traits.icmp,
	udp: traits.udp,
	tcp: traits.tcp,
	dns: traits.dns,
	http: traits.http,
	other: traits.other
};

export function traitsOf(trace: TraceRecorder, id: number): number {
	if (trace.isHop(id)) {
		const bytes = trace.peek(id);
		return classes[frameClass(bytes, bytes.length)];
	}
	return stepTraits(trace.factsOf(id)!) | (trace.isDelivery(id) ? traits.delivery : 0);
}

function stepTraits(facts: Facts): number {
	if (facts.kind === 'input') return traits.input;
	if (tellsOfLoss(facts)) return traits.drop;
	return changesTable(facts) ? traits.change : 0;
}
