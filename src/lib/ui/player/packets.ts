/** What the canvas draws: the player's frames, its dead packets and the packet that the shown step is about. */
import { classNumber, packetFlags, type PacketBuffer, type PacketSource } from '../../canvas/packets/buffer.ts';
import type { HopRecord } from '../../trace/record.ts';
import type { Player } from './player.svelte.ts';

/** Where the canvas keeps its links and nodes. */
export interface Places {
	linkIndex(link: string): number;
	nodeIndex(node: string): number;
}

export interface PacketContext {
	places: Places;
	/** Node id that a link's ends[0] is at; undefined when there is no such link. */
	firstEnd(link: string): string | undefined;
	/** Selected hop, or -1. */
	selected(): number;
	/** Why a packet died, by the record that tells it. */
	reason(record: number): string;
}

/** Labels remembered; older ones are asked of the window again. */
const LABELS = 2000;

export class PlayerPackets implements PacketSource {
	#player: Player;
	#context: PacketContext;
	#labels = new Map<number, string>();

	constructor(player: Player, context: PacketContext) {
		this.#player = player;
		this.#context = context;
	}

	collect(out: PacketBuffer): boolean {
		const player = this.#player;
		const { places } = this.#context;
		const selected = this.#context.selected();
		for (const dead of player.dead) {
			// The canvas asks for a reason once: until it is known the packet only lies there.
			const known = this.#context.reason(dead.record) !== '';
			const flags = (known ? packetFlags.dead : 0) | (dead.packet === selected ? packetFlags.selected : 0);
			this.#labels.set(dead.packet, dead.label);
			if (dead.link) {
				const direction = this.#context.firstEnd(dead.link) === dead.from ? 0 : 1;
				out.addOnLink(dead.packet, places.linkIndex(dead.link), direction, 0.5, classNumber[dead.class], flags);
			} else out.addAtNode(dead.packet, places.nodeIndex(dead.node), classNumber[dead.class], flags);
		}
		const now = player.now;
		for (const hop of player.flying) {
			if (hop.time > now || hop.arrive <= now) continue;
			this.#remember(hop);
			const link = places.linkIndex(hop.link);
			if (link < 0) continue;
			const direction = this.#context.firstEnd(hop.link) === hop.node ? 0 : 1;
			// A frame that gets lost is lost half way.
			const way = ((now - hop.time) / (hop.arrive - hop.time)) * (hop.lost ? 0.5 : 1);
			out.addOnLink(
				hop.id,
				link,
				direction,
				way,
				classNumber[hop.class],
				hop.id === selected ? packetFlags.selected : 0
			);
		}
		this.#atNode(out, selected);
		return player.moving;
	}

	label(hop: number): string {
		return this.#labels.get(hop) ?? '';
	}

	reason(packet: number): string {
		const dead = this.#player.dead.find((d) => d.packet === packet);
		return dead ? this.#context.reason(dead.record) : '';
	}

	/** The packet that a node is deciding about stays visible in the node. */
	#atNode(out: PacketBuffer, selected: number): void {
		const player = this.#player;
		if (player.playing) return;
		const record = player.window.get(player.shown);
		if (record?.type !== 'step' || record.hop < 0) return;
		const hop = player.window.get(record.hop);
		if (hop?.type !== 'hop' || player.dead.some((d) => d.packet === hop.id)) return;
		if (hop.arrive > player.now) return;
		this.#remember(hop);
		const flags = hop.id === selected ? packetFlags.selected : 0;
		out.addAtNode(hop.id, this.#context.places.nodeIndex(record.node), classNumber[hop.class], flags);
	}

	#remember(hop: HopRecord): void {
		if (this.#labels.size > LABELS) this.#labels.clear();
		this.#labels.set(hop.id, hop.label);
	}
}
