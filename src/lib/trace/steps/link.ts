/** What links with a rate or with faults do to frames (net/sched/sch_netem.c, sch_fifo.c). */
import { formatDuration } from '../../net/text.ts';
import { fill, sentenceOf } from '../fill.ts';
import type { StepViews } from '../view.ts';

const text = {
	queue: "The frame waits in the link's queue at {node} {dev}, {n} before it: its turn is in {wait}.",
	double: 'The link doubles the frame that {node} sends by {dev}: it will arrive twice.',
	overtake: 'The frame that {node} sends by {dev} overtakes one that was sent earlier: it arrives {by} before it.'
};

export const linkViews: StepViews<'link-queue' | 'link-double' | 'link-overtake'> = {
	'link-queue': {
		title: 'Waits for the link',
		sentence: ({ dev, before, wait }, at) =>
			sentenceOf(fill(text.queue, { node: at.node, dev, n: before, wait: formatDuration(wait) })),
		paragraph:
			'A link with a rate sends one frame after the other. What comes while it is busy waits in a queue, and all that wait are late: most of the delay in real networks is made in queues.',
		source: 'net/sched/sch_netem.c, netem_enqueue (rate)'
	},
	'link-double': {
		title: 'Frame doubled',
		sentence: ({ dev }, at) => sentenceOf(fill(text.double, { node: at.node, dev })),
		paragraph:
			'Networks may deliver a packet twice. TCP notices by the sequence number; a UDP program has to see for itself.',
		source: 'net/sched/sch_netem.c, netem_enqueue (duplicate)'
	},
	'link-overtake': {
		title: 'Frame overtakes',
		sentence: ({ dev, by }, at) => sentenceOf(fill(text.overtake, { node: at.node, dev, by: formatDuration(by) })),
		paragraph:
			'When the delay is not the same for all, a frame can arrive before one that was sent earlier. TCP puts the data in order again, and may take the gap for a loss meanwhile.',
		source: 'net/sched/sch_netem.c, tfifo_enqueue'
	}
};
