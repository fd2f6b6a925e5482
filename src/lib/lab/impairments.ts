/** What a link does to frames on their way, in the words of tc-netem(8). */
import * as v from 'valibot';
import type { LabLink } from './document.ts';
import { rate, share, time } from './fields.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));

/**
 * Gilbert-Elliott: losses in bursts. The link is good or bad; p is the chance to become bad with a frame, r the chance to become good again,
 * `bad` and `good` the shares lost meanwhile (netem's 1-h and 1-k).
 */
const gemodelSchema = v.strictObject({
	p: share('a chance'),
	r: share('a chance'),
	bad: v.optional(share('a loss'), 1),
	good: v.optional(share('a loss'), 0)
});

/** What waits for a link with a rate; more is dropped at the tail. Without one 1000 frames may wait, as in netem. */
const limitSchema = v.pipe(
	v.strictObject({ packets: v.optional(whole), bytes: v.optional(whole) }),
	v.minEntries(1, 'it is empty: set packets or bytes')
);

const others = {
	/** The delay is this much more or less, at random. */
	jitter: v.optional(time),
	distribution: v.optional(v.picklist(['uniform', 'normal'])),
	/** Instead of `loss`. */
	gemodel: v.optional(gemodelSchema),
	/** Share of frames that arrive twice. */
	duplicate: v.optional(share('a duplication')),
	/** Share of frames that do not wait for the delay and overtake those that do. */
	reorder: v.optional(share('a reordering')),
	rate: v.optional(rate),
	limit: v.optional(limitSchema)
};

/** Fields of a link. */
export const impairments = {
	/** One way. */
	delay: v.optional(time, '100us'),
	/** Share of frames lost, 0 to 1, each way, from the seeded random state. */
	loss: v.optional(share('a loss'), 0),
	...others
};

const waySchema = v.strictObject({ delay: v.optional(time), loss: v.optional(share('a loss')), ...others });

export const waysSchema = v.strictObject({ there: v.optional(waySchema), back: v.optional(waySchema) });

/** What one direction may say for itself. */
export type OwnWay = v.InferOutput<typeof waySchema>;

/** What a link does in one direction. */
export type Impairments = Pick<LabLink, keyof typeof impairments>;

/** From end `from` to the other. What a direction says itself takes the place of what the link says. */
export function impairmentsOf(link: LabLink, from: 0 | 1): Impairments {
	const own = from === 0 ? link.ways?.there : link.ways?.back;
	if (own === undefined) return link;
	const both: Impairments = { ...link, ...own };
	// Two ways to say how much is lost: a direction's own one counts.
	if (own.loss !== undefined && own.gemodel === undefined) delete both.gemodel;
	return both;
}

/** Only a delay, the same for all: nothing is left to chance, and no frame waits for another. */
export function isPlain({ jitter, loss, gemodel, duplicate, reorder, rate }: Impairments): boolean {
	return jitter === undefined && loss === 0 && gemodel === undefined && !duplicate && !reorder && rate === undefined;
}
