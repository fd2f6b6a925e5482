/** One frame crossing one link: its sentence, its headers, and what is new in it. */
import { formatDuration } from '../net/text.ts';
import { dissect, type Context, type Layer } from '../wire/dissect.ts';
import type { Detail, DetailChange, DetailHeaders } from './explain.ts';
import { fill, sentenceOf } from './fill.ts';
import type { HopRecord } from './record.ts';
import { bytesTerm } from './terms.ts';
import type { Names } from './view.ts';

const text = {
	arrives: '{from} sends "{label}" by {interface} to {to} ({toInterface}), {bytes} that arrive after {delay}.',
	atOnce: '{from} sends "{label}" by {interface} to {to} ({toInterface}), {bytes}.',
	lost: '{from} sends "{label}" by {interface} towards {to} ({toInterface}), but the frame is lost on the way.',
	headers: 'Headers of the frame',
	changes: 'What is new since the last link'
};

export const HOP_PARAGRAPH =
	'A frame crosses one link only. At the next machine it ends, and what it carried may go on in a new frame, with new MAC addresses.';

export const HOP_SOURCE = 'drivers/net/veth.c, veth_xmit; net/core/dev.c, dev_hard_start_xmit';

export function describeHop(record: HopRecord, names: Names): string {
	const delay = record.arrive - record.time;
	const template = record.lost ? text.lost : delay > 0 ? text.arrives : text.atOnce;
	return sentenceOf(
		fill(template, {
			label: record.label,
			from: names.node(record.node),
			interface: record.interface,
			to: names.node(record.to.node),
			toInterface: record.to.interface,
			bytes: bytesTerm(record.length),
			delay: formatDuration(delay)
		})
	);
}

/** @param context What the other frames tell of this one: numbers from the beginning of a connection, and what was sent again. */
export function hopDetails(bytes: Uint8Array, parentBytes: Uint8Array | null, context?: Context): Detail[] {
	const layers = dissect(bytes, bytes.length, context);
	// Each frame by itself: what others tell of them is no change.
	const alone = dissect(bytes);
	const changes =
		parentBytes === null
			? []
			: changedFields(dissect(parentBytes), alone).flatMap((one) => placeIn(layers, alone, one));
	const headers: Detail = { type: 'headers', title: text.headers, layers, bytes, changes };
	// Bits that changed are told with the field that they are part of.
	const whole = changes.filter(({ layer, field }) => layers[layer].fields[field].mask === 0);
	if (whole.length === 0) return [headers];
	const rows = whole.map(({ layer, field, before }): DetailChange['rows'][number] => {
		const { name, value } = layers[layer].fields[field];
		return { field: `${layers[layer].name} ${name.toLowerCase()}`, before, after: value };
	});
	return [{ type: 'change', title: text.changes, rows }, headers];
}

/** The same field where more is known of the frame. */
function placeIn(
	layers: readonly Layer[],
	alone: readonly Layer[],
	{ layer, field, before }: DetailHeaders['changes'][number]
): DetailHeaders['changes'] {
	const { key, name, from } = alone[layer].fields[field];
	const counted = key === 'tcp.seq' || key === 'tcp.ack' || key === 'tcp.nxtseq';
	const place = layers[layer]?.fields.findIndex((one) => one.name === name && one.from === from) ?? -1;
	// Their raw numbers tell it.
	return place < 0 || counted ? [] : [{ layer, field: place, before }];
}

/** Fields that are in both frames with different values. What an ICMP error quotes is compared with what was quoted. */
function changedFields(before: readonly Layer[], after: readonly Layer[]): DetailHeaders['changes'] {
	return after.flatMap((layer, place) => {
		// A tunnel has two of a kind: those that are as far from the innermost end are the same.
		const inside = after.slice(place + 1).filter(({ name }) => name === layer.name).length;
		const old = before.filter(({ name }) => name === layer.name).at(-1 - inside);
		return layer.fields.flatMap(({ name, value }, field) => {
			// Options have fields of the same names.
			const before = layer.fields.slice(0, field).filter((one) => one.name === name).length;
			const was = old?.fields.filter((one) => one.name === name)[before]?.value;
			return was !== undefined && was !== value ? [{ layer: place, field, before: was }] : [];
		});
	});
}
