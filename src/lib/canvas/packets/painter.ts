/** Draws the packets of one frame. */
import type { Theme } from '../api.ts';
import { canvasColours, packetColours } from '../colours.ts';
import { packetFlags, type PacketBuffer, type PacketSource } from './buffer.ts';
import { CalloutRoom } from './callout-room.ts';
import { Callouts } from './callouts.ts';
import { Heads } from './heads.ts';
import { HitBoxes, hitPart } from './hit-boxes.ts';
import { Labels } from './labels.ts';
import { Placement, type SceneArrays, type View } from './placement.ts';
import { HEAD_REACH } from './shapes.ts';

/** With more packets than this on the screen only heads are drawn: labels would cover the network and each other. */
const LABELS_AT_MOST = 160;
const CALLOUTS_AT_MOST = 12;
/** Radius of the cross of a dead packet, CSS pixels. */
const CROSS = 9;
/** Below this zoom labels are larger than the nodes. */
const SMALLEST_ZOOM_FOR_LABELS = 0.3;

export interface Look {
	theme: Theme;
	/** Device pixels a CSS pixel. */
	density: number;
	/** CSS pixels a pixel of the design: of labels, and of heads. */
	scale: number;
	headScale: number;
	quarters: boolean;
}

export class Painter {
	readonly hits = new HitBoxes();
	readonly #labels = new Labels();
	readonly #callouts: Callouts;
	readonly #placement = new Placement();
	readonly #heads = new Heads();
	readonly #room = new CalloutRoom(CALLOUTS_AT_MOST);

	constructor(dismissable: boolean) {
		this.#callouts = new Callouts(dismissable);
	}

	/** The type face has changed. */
	forget(): void {
		this.#labels.forget();
		this.#callouts.forget();
	}

	paint(
		context: CanvasRenderingContext2D,
		buffer: PacketBuffer,
		source: PacketSource,
		scene: SceneArrays,
		view: View,
		look: Look
	): void {
		this.hits.clear();
		if (buffer.count === 0) return;
		this.#labels.setLook(look.theme, look.density, look.scale);
		this.#callouts.setLook(look.theme, look.density, look.scale);
		const place = this.#placement;
		place.placeHeads(buffer, scene, view, look.quarters);
		let onScreen = 0;
		for (let i = 0; i < buffer.count; i++) onScreen += place.seen[i];
		const labels = onScreen <= LABELS_AT_MOST && view.zoom >= SMALLEST_ZOOM_FOR_LABELS;
		const rim = onScreen <= LABELS_AT_MOST;
		place.beginLabels(scene);

		for (let i = 0; i < buffer.count; i++) {
			const flags = buffer.flags[i];
			if (place.seen[i] === 0 || flags & packetFlags.dead) continue;
			const selected = (flags & packetFlags.selected) !== 0;
			const labelled = labels || selected;
			if (labelled) this.#label(context, i, buffer, source, scene, view, look, selected);
			// A packet that waits at a node has a label there; from far out it is a head like the others.
			if (buffer.link[i] >= 0 || !labelled) this.#head(context, i, buffer, look, rim, selected);
		}
		context.setTransform(look.density, 0, 0, look.density, 0, 0);
		this.#dead(context, buffer, source, scene, view, look);
	}

	#label(
		context: CanvasRenderingContext2D,
		i: number,
		buffer: PacketBuffer,
		source: PacketSource,
		scene: SceneArrays,
		view: View,
		look: Look,
		selected: boolean
	): void {
		const place = this.#placement;
		const label = this.#labels.of(source.label(buffer.hop[i]), buffer.class[i]);
		place.placeLabel(i, buffer, scene, view, label.width, label.height);
		if (place.labelled[i] === 0) return;
		const left = place.labelX[i] - label.width / 2;
		const top = place.labelY[i] - label.height / 2;
		context.setTransform(look.density, 0, 0, look.density, 0, 0);
		context.drawImage(label.picture, left, top, label.width, label.height);
		if (selected) {
			context.strokeStyle = canvasColours[look.theme].ink;
			context.lineWidth = 2;
			context.beginPath();
			context.roundRect(left - 3, top - 3, label.width + 6, label.height + 6, label.height / 2 + 3);
			context.stroke();
		}
		this.hits.add(buffer.hop[i], hitPart.packet, left, top, left + label.width, top + label.height);
	}

	#head(
		context: CanvasRenderingContext2D,
		i: number,
		buffer: PacketBuffer,
		look: Look,
		rim: boolean,
		selected: boolean
	): void {
		const place = this.#placement;
		const x = place.x[i];
		const y = place.y[i];
		const { theme, headScale, density } = look;
		this.#heads.draw(
			context,
			buffer.class[i],
			theme,
			x,
			y,
			place.dx[i],
			place.dy[i],
			headScale,
			density,
			rim,
			selected
		);
		const reach = HEAD_REACH * headScale;
		this.hits.add(buffer.hop[i], hitPart.packet, x - reach, y - reach, x + reach, y + reach);
	}

	/** Crosses of the dead, then what they say: selected ones first, and only where there is room. */
	#dead(
		context: CanvasRenderingContext2D,
		buffer: PacketBuffer,
		source: PacketSource,
		scene: SceneArrays,
		view: View,
		look: Look
	): void {
		const place = this.#placement;
		const drop = packetColours[look.theme].drop;
		const radius = CROSS * look.headScale;
		let any = false;
		for (let i = 0; i < buffer.count; i++) {
			if (place.seen[i] === 0 || !(buffer.flags[i] & packetFlags.dead)) continue;
			any = true;
			const x = place.x[i];
			const y = place.y[i];
			const arm = radius * 0.42;
			context.lineCap = 'round';
			context.fillStyle = drop.fill;
			context.strokeStyle =
				buffer.flags[i] & packetFlags.selected ? canvasColours[look.theme].ink : canvasColours[look.theme].canvas;
			context.lineWidth = 2.5 * look.headScale;
			context.beginPath();
			context.arc(x, y, radius, 0, Math.PI * 2);
			context.stroke();
			context.fill();
			context.strokeStyle = drop.text;
			context.lineWidth = 2 * look.headScale;
			context.beginPath();
			context.moveTo(x - arm, y - arm);
			context.lineTo(x + arm, y + arm);
			context.moveTo(x + arm, y - arm);
			context.lineTo(x - arm, y + arm);
			context.stroke();
			this.hits.add(buffer.hop[i], hitPart.packet, x - radius, y - radius, x + radius, y + radius);
		}
		if (!any) return;
		let shown = 0;
		this.#room.begin();
		for (const wanted of [packetFlags.selected, 0])
			for (let i = 0; i < buffer.count && shown < CALLOUTS_AT_MOST; i++) {
				if (place.seen[i] === 0 || !(buffer.flags[i] & packetFlags.dead)) continue;
				if ((buffer.flags[i] & packetFlags.selected) !== wanted) continue;
				if (wanted === 0 && view.zoom < SMALLEST_ZOOM_FOR_LABELS) continue;
				if (this.#callout(context, i, buffer, source, scene, view, look)) shown++;
			}
	}

	#callout(
		context: CanvasRenderingContext2D,
		i: number,
		buffer: PacketBuffer,
		source: PacketSource,
		scene: SceneArrays,
		view: View,
		look: Look
	): boolean {
		const hop = buffer.hop[i];
		const callout = this.#callouts.of(hop, buffer.class[i], source.label(hop), source.reason(hop));
		const [x, y] = [this.#placement.x[i], this.#placement.y[i]];
		const clear = (CROSS + 7) * look.headScale;
		if (!this.#room.take(x, y, clear, callout, scene.nodes, scene.nodeSlots.size, view)) return false;
		const { left, top } = this.#room;
		const [right, bottom] = [left + callout.width, top + callout.height];
		// A line from the cross to its callout, where they do not lie next to each other.
		context.strokeStyle = packetColours[look.theme].drop.fill;
		context.lineWidth = 1.5;
		context.beginPath();
		const toX = Math.max(left, Math.min(x, right)) - x;
		const toY = Math.max(top, Math.min(y, bottom)) - y;
		const rim = (CROSS * look.headScale + 1) / (Math.hypot(toX, toY) || 1);
		context.moveTo(x + toX * rim, y + toY * rim);
		context.lineTo(x + toX, y + toY);
		context.stroke();
		context.drawImage(callout.picture, left, top, callout.width, callout.height);
		if (buffer.flags[i] & packetFlags.selected) {
			context.strokeStyle = canvasColours[look.theme].ink;
			context.lineWidth = 2;
			context.beginPath();
			context.roundRect(left - 2, top - 2, callout.width + 4, callout.height + 4, 10);
			context.stroke();
		}
		this.hits.add(hop, hitPart.packet, left, top, right, bottom);
		if (callout.cross > 0) this.hits.add(hop, hitPart.dismiss, right - callout.cross, top, right, top + callout.cross);
		return true;
	}
}
