/**
 * What the page can ask of the canvas, and what the canvas tells the page. The canvas never changes a lab:
 * a gesture ends in one callback, the page makes the edit, and `setLab` shows what came of it.
 *
 * Model coordinates are the lab's own (`position` in the document, absolute, for nodes inside a host too);
 * client coordinates are CSS pixels from the top left of the browser's viewport, as in `PointerEvent.clientX`.
 */
import type { Lab, NodeKind } from '../lab/document.ts';
import type { PacketSource } from './packets/buffer.ts';

export interface Point {
	x: number;
	y: number;
}

export type Theme = 'light' | 'dark';

/** Ids in the lab document. */
export interface Selection {
	nodes: string[];
	links: string[];
	notes: string[];
}

/** What can be placed by a drag or a click from the palette. */
export type PlaceKind = NodeKind | 'note';

/**
 * What the pointer does. Every tool but `select` stays until `setTool` is called again; Escape tells the page through
 * `onToolCancel`, which then decides.
 */
export type Tool =
	| { kind: 'select' }
	/** A drag that starts on a node draws a link. */
	| { kind: 'connect' }
	/** A click places a node. */
	| { kind: 'place'; node: PlaceKind }
	/** A click on a node answers `onPick`. `prompt` is said to screen readers; `not`: nodes that can't be picked. */
	| { kind: 'pick'; prompt: string; not?: string[] };

/** What a context menu was opened on. */
export type ContextTarget =
	| { kind: 'node'; id: string }
	| { kind: 'link'; id: string }
	| { kind: 'note'; id: string }
	| { kind: 'packet'; hop: number }
	| { kind: 'canvas'; position: Point };

export interface CanvasOptions {
	theme?: Theme;
	/** Frames the lab whenever the first non-empty lab is set. Default true. */
	fitFirst?: boolean;
	/** The user chose another selection (never called for `setSelection`). */
	onSelect?(selection: Selection): void;
	/** Once, at the end of a drag or of a keyboard move. Nodes carried along with their host are in it. */
	onMove?(nodes: Record<string, Point>, notes: Record<string, Point>): void;
	onConnect?(from: string, to: string): void;
	/** `parent` is the node under the pointer, if that kind of node can be inside it. */
	onPlace?(kind: PlaceKind, position: Point, parent?: string): void;
	/** Dropped onto another parent, `onMove` comes first. */
	onReparent?(node: string, parent: string | undefined): void;
	onPick?(node: string): void;
	/** Double click, or Enter. */
	onOpen?(node: string): void;
	onOpenNote?(note: string): void;
	onPacketClick?(hop: number): void;
	/** The cross of a dead packet's reason. Without this callback no cross is drawn. */
	onPacketDismiss?(hop: number): void;
	/** x and y are client coordinates. */
	onContextMenu?(target: ContextTarget, x: number, y: number): void;
	/** Escape while a tool other than select is active and nothing is being dragged. */
	onToolCancel?(): void;
	/** The zoom changed: 1 is 100 %. For a zoom display. */
	onZoom?(zoom: number): void;
	/** Whether a link may be drawn between two nodes. Default: any two different nodes. */
	canConnect?(from: string, to: string): boolean;
	/**
	 * Whether a kind of node may be inside another. `parent` undefined: on the canvas itself. Default: the document's
	 * rule (netns in a host; bridge in a host, netns, router or NAT gateway; the others in none).
	 */
	canHold?(kind: NodeKind, parent: NodeKind | undefined): boolean;
}

export interface LabCanvas {
	/** Shows this lab. Only what differs is touched; selection, pan and zoom stay. */
	setLab(lab: Lab): void;
	setSelection(selection: Partial<Selection>): void;
	setTheme(theme: Theme): void;
	/** Larger type and packets, no editing gestures. Pan, zoom, select and packets stay. */
	setPresentation(on: boolean): void;
	/** What the step that is shown is about. */
	setHighlight(highlight: { nodes: string[]; links: string[] }): void;
	/** Nodes and links that carry a breakpoint. */
	setBreakpoints(places: { nodes: string[]; links: string[] }): void;
	setTool(tool: Tool): void;
	/** Brings these nodes, or everything, into view. */
	fit(nodes?: string[]): void;
	/** 2 is twice as large. About the middle of the view. */
	zoomBy(factor: number): void;
	zoom(): number;
	/** Positions by fcose for every node of the lab, always the same for the same lab. Moves nothing: the page makes the edit. */
	layout(): Promise<Record<string, Point>>;
	/** Places as a drop would, at client coordinates; false when they are not over the canvas. */
	dropAt(kind: PlaceKind, clientX: number, clientY: number): boolean;
	/** While something is dragged from the palette: shows where it would land. Undefined coordinates end it. */
	dragOver(kind: PlaceKind, clientX?: number, clientY?: number): void;
	/** A free place near the middle of the view, for placing from the keyboard. */
	freePosition(): Point;
	/** Centre of a node in client coordinates, null when there is no such node. */
	screenPositionOf(node: string): Point | null;
	/** Client coordinates to model coordinates. */
	toModel(clientX: number, clientY: number): Point;
	/** Who tells the packets of this frame. Null: none. */
	setPacketSource(source: PacketSource | null): void;
	/** Starts drawing packets: call when play begins, after a jump and when a packet is selected. It stops by itself. */
	drawPackets(): void;
	/** Place of a link for `PacketBuffer.link`, -1 when there is no such link. Stays the same while the link exists. */
	linkIndex(link: string): number;
	/** Place of a node for `PacketBuffer.node`, -1 when there is no such node. Stays the same while the node exists. */
	nodeIndex(node: string): number;
	/** What is seen now as a bitmap, packets too. `into`: drawn into that one. */
	picture(into?: HTMLCanvasElement): HTMLCanvasElement;
	/** The whole network as an SVG file. */
	svg(title: string): Promise<string>;
	/** ms that the packet layer took for its last frame: for measuring. */
	packetFrameTime(): number;
	/** Moves the keyboard focus to a node (or to the first one) in the accessible list. */
	focus(node?: string): void;
	destroy(): void;
}
