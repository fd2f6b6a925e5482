/**
 * The event queue: a binary heap ordered by (time, sequence), in columns, so that an event costs no object and
 * the whole queue can be copied. Two events of one time happen in the order in which they were added,
 * if they are not asked to be reversed.
 */

/** What an event is; the columns a, b and ref mean something else for each. */
export const EVENT_FRAME = 0;
export const EVENT_TIMER = 1;
export const EVENT_NOTIFY = 2;
export const EVENT_WAKE = 3;
export const EVENT_INPUT = 4;
/** A frame that waited for its link may be sent. */
export const EVENT_SEND = 5;

export interface Queue {
	size: number;
	/** Next sequence number. */
	sequence: number;
	/** ns, time of the event that was taken last, and what the sequence number was when that time came. */
	instant: number;
	since: number;
	/** Heap of slots. */
	heap: Int32Array;
	/** Columns by slot. time in ns. */
	time: Float64Array;
	order: Float64Array;
	kind: Uint8Array;
	a: Float64Array;
	b: Float64Array;
	c: Float64Array;
	d: Float64Array;
	ref: unknown[];
	free: Int32Array;
	freeCount: number;
}

/** Whether all that is left are wakes: no frame is under way, no timer runs. */
export function onlyWakes(q: Queue): boolean {
	for (let i = 0; i < q.size; i++) if (q.kind[q.heap[i]] !== EVENT_WAKE) return false;
	return true;
}

export function createQueue(capacity = 256): Queue {
	const queue: Queue = {
		size: 0,
		sequence: 0,
		instant: -1,
		since: 0,
		heap: new Int32Array(capacity),
		time: new Float64Array(capacity),
		order: new Float64Array(capacity),
		kind: new Uint8Array(capacity),
		a: new Float64Array(capacity),
		b: new Float64Array(capacity),
		c: new Float64Array(capacity),
		d: new Float64Array(capacity),
		ref: new Array(capacity).fill(null),
		free: new Int32Array(capacity),
		freeCount: capacity
	};
	for (let i = 0; i < capacity; i++) queue.free[i] = capacity - 1 - i;
	return queue;
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(old: T, capacity: number): T {
	const bigger = new (old.constructor as new (n: number) => T)(capacity);
	bigger.set(old as never);
	return bigger;
}

function grow(q: Queue): void {
	const old = q.heap.length;
	const capacity = old * 2;
	q.heap = grown(q.heap, capacity);
	q.time = grown(q.time, capacity);
	q.order = grown(q.order, capacity);
	q.kind = grown(q.kind, capacity);
	q.a = grown(q.a, capacity);
	q.b = grown(q.b, capacity);
	q.c = grown(q.c, capacity);
	q.d = grown(q.d, capacity);
	q.free = grown(q.free, capacity);
	for (let slot = capacity - 1; slot >= old; slot--) {
		q.free[q.freeCount++] = slot;
		q.ref[slot] = null;
	}
}

function before(q: Queue, x: number, y: number): boolean {
	return q.time[x] < q.time[y] || (q.time[x] === q.time[y] && q.order[x] < q.order[y]);
}

/**
 * @param time ns, not before the event that is now being processed.
 * @param reversed Of all that are added so at one time for one time, the last comes first, and all of them before what
 * else is added then.
 */
export function push(
	q: Queue,
	time: number,
	kind: number,
	a: number,
	b: number,
	c: number,
	d: number,
	ref: unknown,
	reversed = false
): void {
	if (q.freeCount === 0) grow(q);
	const slot = q.free[--q.freeCount];
	q.time[slot] = time;
	const sequence = q.sequence++;
	q.order[slot] = reversed ? 2 * q.since - sequence - 0.5 : sequence;
	q.kind[slot] = kind;
	q.a[slot] = a;
	q.b[slot] = b;
	q.c[slot] = c;
	q.d[slot] = d;
	q.ref[slot] = ref;
	const { heap } = q;
	let at = q.size++;
	while (at > 0) {
		const parent = (at - 1) >> 1;
		if (!before(q, slot, heap[parent])) break;
		heap[at] = heap[parent];
		at = parent;
	}
	heap[at] = slot;
}

/** The slot of the next event; the queue must not be empty. */
export function peek(q: Queue): number {
	return q.heap[0];
}

/** Takes the next event out and answers its slot, whose columns can be read until the next push. */
export function pop(q: Queue): number {
	const { heap } = q;
	const first = heap[0];
	const last = heap[--q.size];
	const { size } = q;
	let at = 0;
	for (;;) {
		let child = at * 2 + 1;
		if (child >= size) break;
		if (child + 1 < size && before(q, heap[child + 1], heap[child])) child++;
		if (!before(q, heap[child], last)) break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = last;
	q.free[q.freeCount++] = first;
	if (q.time[first] !== q.instant) {
		q.instant = q.time[first];
		q.since = q.sequence;
	}
	return first;
}

/** Slots of all events, in no order that means anything. */
export function slots(q: Queue): Int32Array {
	return q.heap.subarray(0, q.size);
}

/** Throws away the events for which `goes` is true. */
export function discard(q: Queue, goes: (slot: number) => boolean): void {
	const kept: { time: number; order: number; slot: number }[] = [];
	for (const slot of slots(q).slice()) {
		if (goes(slot)) {
			q.ref[slot] = null;
			q.free[q.freeCount++] = slot;
		} else kept.push({ time: q.time[slot], order: q.order[slot], slot });
	}
	// A sorted array is a heap.
	kept.sort((x, y) => x.time - y.time || x.order - y.order);
	kept.forEach((event, at) => (q.heap[at] = event.slot));
	q.size = kept.length;
}
