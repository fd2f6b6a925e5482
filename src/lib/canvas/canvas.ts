/** The canvas: cytoscape with our own layers of text and packets over it, and the gestures. */
import cytoscape from 'cytoscape';
import type { Lab } from '../lab/document.ts';
import { AccessibleList } from './accessible-list.ts';
import type { CanvasOptions, LabCanvas, Point, Theme, Tool } from './api.ts';
import { Captions } from './captions.ts';
import { canvasColours } from './colours.ts';
import { boxElement, linkElement, nodeElement, specsOf } from './elements/specs.ts';
import { Elements } from './elements/elements.ts';
import { Scene } from './geometry/scene.ts';
import { ClickGesture } from './gestures/click.ts';
import { ConnectGesture } from './gestures/connect.ts';
import { MoveGesture } from './gestures/move.ts';
import { PanGesture } from './gestures/pan.ts';
import { PlaceGesture } from './gestures/place.ts';
import { SelectionGesture } from './gestures/selection.ts';
import { IdleLayers } from './idle-layers.ts';
import { forgetNotes, layNote } from './notes.ts';
import { paintLayers } from './picture/picture.ts';
import { PacketLayer } from './packets/packet-layer.ts';
import { Listeners, toModel, type Gesture, type Stage } from './stage.ts';
import { styleSheet } from './style.ts';
import './canvas.css';

const MIN_ZOOM = 0.05;
const MAX_ZOOM = 4;
/** CSS pixels around the network when it is fitted, and how far a small one is enlarged. */
const FIT_PADDING = 64;
const FIT_ZOOM = 1.25;

export function createLabCanvas(container: HTMLElement, options: CanvasOptions = {}): LabCanvas {
	const root = document.createElement('div');
	root.className = 'lab-canvas';
	const host = document.createElement('div');
	host.className = 'lab-canvas-host';
	const status = document.createElement('div');
	status.className = 'lab-canvas-status';
	status.setAttribute('role', 'status');
	root.append(host, status);
	container.append(root);
	standInForStyleElement();

	let theme: Theme = options.theme ?? 'light';
	let lab: Lab | null = null;
	let fitted = options.fitFirst === false;
	const cy = cytoscape({
		container: host,
		style: styleSheet(theme),
		minZoom: MIN_ZOOM,
		maxZoom: MAX_ZOOM,
		boxSelectionEnabled: true,
		selectionType: 'single',
		pixelRatio: Math.min(window.devicePixelRatio || 1, 2)
	});
	const scene = new Scene(cy);
	const elements = new Elements(cy);
	const captions = new Captions(root, cy, scene);
	const packets = new PacketLayer(root, cy, scene, options.onPacketDismiss !== undefined);
	const stage: Stage = {
		root,
		host,
		cy,
		scene,
		elements,
		packets,
		options,
		tool: { kind: 'select' },
		presentation: false,
		dragging: false,
		say: (text) => (status.textContent = text)
	};

	const selection = new SelectionGesture(stage);
	const connect = new ConnectGesture(stage);
	const place = new PlaceGesture(stage);
	const list = new AccessibleList(stage, selectLikeAClick);
	// Packets lie on top, so clicks on them are looked at first.
	const gestures: Gesture[] = [
		new ClickGesture(stage),
		connect,
		place,
		new MoveGesture(stage),
		new PanGesture(stage),
		new IdleLayers(stage),
		selection,
		list
	];
	const updateGestures = () => gestures.forEach((gesture) => gesture.update());

	cy.on('render', () => captions.draw());
	cy.on('pan zoom', () => packets.wake());
	cy.on('position bounds', 'node', () => {
		scene.invalidate();
		packets.wake();
	});
	cy.on('zoom', () => options.onZoom?.(cy.zoom()));
	const resizes = new ResizeObserver(() => {
		cy.resize();
		captions.resize(root);
		packets.resize(root);
		fitFirst();
	});
	resizes.observe(root);
	const listeners = new Listeners();
	listeners.on(window, 'keydown', escape, { capture: true });
	void document.fonts?.ready.then(typeFaceCame);
	document.fonts?.addEventListener('loadingdone', typeFaceCame);
	applyTheme();

	function escape(event: KeyboardEvent): void {
		if (event.key !== 'Escape') return;
		if (connect.active) {
			connect.cancel();
			event.stopPropagation();
		} else if (stage.tool.kind !== 'select') options.onToolCancel?.();
	}

	/** What was measured with a stand-in type face is measured again. */
	function typeFaceCame(): void {
		if (cy.destroyed()) return;
		captions.forget();
		packets.forget();
		forgetNotes();
		if (lab !== null) showLab(lab);
		captions.draw();
	}

	function applyTheme(): void {
		const colours = canvasColours[theme];
		cy.style(styleSheet(theme));
		captions.setTheme(theme);
		packets.setTheme(theme);
		place.setColour(colours.ink);
		for (const [name, value] of [
			['background', colours.canvas],
			['surface', colours.surface],
			['accent', colours.accent],
			['accent-soft', colours.accentSoft]
		])
			root.style.setProperty(`--lab-canvas-${name}`, value);
	}

	function showLab(next: Lab): void {
		lab = next;
		const specs = specsOf(next, layNote);
		if (!elements.show(specs, stage.dragging)) return;
		scene.setSpecs(specs);
		captions.setSpecs(specs);
		list.setSpecs(specs);
		updateGestures();
		packets.wake();
		fitFirst();
	}

	/** Once, as soon as there is both a lab and a size. */
	function fitFirst(): void {
		if (fitted || lab === null || lab.nodes.length === 0 || root.clientWidth === 0) return;
		fitted = true;
		fit();
	}

	function fit(nodes?: string[]): void {
		let shown = cy.nodes();
		if (nodes !== undefined && nodes.length > 0) {
			const wanted = new Set(nodes.flatMap((id) => [nodeElement(id), boxElement(id)]));
			shown = shown.filter((node) => wanted.has(node.id()));
		}
		if (shown.empty()) return;
		// Captions hang below nodes and are not part of their bounds: hence more room there.
		const padding = Math.min(FIT_PADDING, root.clientWidth / 8, root.clientHeight / 8);
		cy.fit(shown, padding);
		if (cy.zoom() > FIT_ZOOM) {
			cy.zoom(FIT_ZOOM);
			cy.center(shown);
		}
	}

	function selectLikeAClick(id: string, add: boolean): void {
		const element = cy.getElementById(id);
		if (add && element.selected()) element.unselect();
		else {
			if (!add) cy.$(':selected').difference(element).unselect();
			element.select();
		}
	}

	function setTool(tool: Tool): void {
		connect.cancel();
		stage.tool = tool;
		if (tool.kind === 'pick') stage.say(tool.prompt);
		updateGestures();
	}

	return {
		setLab: showLab,
		setSelection: (next) => selection.set(next),
		setTheme(next) {
			theme = next;
			applyTheme();
		},
		setPresentation(on) {
			stage.presentation = on;
			captions.setPresentation(on);
			packets.setPresentation(on);
			updateGestures();
			captions.draw();
		},
		setHighlight({ nodes, links }) {
			const wanted = new Set([...nodes.map(nodeElement), ...links.map(linkElement)]);
			cy.batch(() => {
				cy.$('.highlight').forEach((element) => {
					if (!wanted.delete(element.id())) element.removeClass('highlight');
				});
				for (const id of wanted) cy.getElementById(id).addClass('highlight');
			});
		},
		setBreakpoints: (places) => captions.setBreakpoints(places),
		setTool,
		fit,
		zoomBy(factor) {
			cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: root.clientWidth / 2, y: root.clientHeight / 2 } });
		},
		zoom: () => cy.zoom(),
		async layout() {
			if (lab === null) return {};
			const { layOut } = await import('./layout.ts');
			return layOut(specsOf(lab, layNote));
		},
		dropAt: (kind, clientX, clientY) => place.drop(kind, clientX, clientY),
		dragOver: (kind, clientX, clientY) => place.over(kind, clientX, clientY),
		freePosition: () => place.free(),
		screenPositionOf(node): Point | null {
			const element = cy.getElementById(nodeElement(node));
			if (element.empty()) return null;
			const at = element.renderedPosition();
			const bounds = root.getBoundingClientRect();
			return { x: bounds.left + at.x, y: bounds.top + at.y };
		},
		toModel: (clientX, clientY) => toModel(stage, clientX, clientY),
		setPacketSource: (source) => packets.setSource(source),
		drawPackets: () => packets.wake(),
		linkIndex: (link) => scene.linkSlots.of(link),
		nodeIndex: (node) => scene.nodeSlots.of(node),
		picture: (into) => paintLayers(root, canvasColours[theme].canvas, into),
		async svg(title) {
			const { labSvg } = await import('./picture/lab-svg.ts');
			const specs = lab === null ? [] : specsOf(lab, layNote);
			return labSvg(specs, theme, title, (text) => layNote(text).lines);
		},
		packetFrameTime: () => packets.lastFrame,
		focus: (node) => list.focus(node),
		destroy() {
			document.fonts?.removeEventListener('loadingdone', typeFaceCame);
			resizes.disconnect();
			listeners.destroy();
			for (const gesture of gestures) gesture.destroy();
			packets.destroy();
			captions.destroy();
			cy.destroy();
			root.remove();
		}
	};
}

/**
 * Cytoscape puts a <style> element into the page's head unless one with its id is there, and a strict
 * Content-Security-Policy refuses it. canvas.css says the one thing that it would say.
 */
function standInForStyleElement(): void {
	const id = '__________cytoscape_stylesheet';
	if (document.getElementById(id) !== null) return;
	const standIn = document.createElement('meta');
	standIn.id = id;
	standIn.name = 'cytoscape-style';
	standIn.content = 'canvas.css';
	document.head.append(standIn);
}
