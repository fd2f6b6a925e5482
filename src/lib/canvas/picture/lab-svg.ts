/** A lab as a drawing that stands for itself: an SVG file of the whole network, with its own colours. */
import type { Point, Theme } from '../api.ts';
import { bodies } from '../bodies.ts';
import { canvasColours } from '../colours.ts';
import type { BoxSpec, LinkSpec, NodeSpec, NoteSpec, Spec } from '../elements/specs.ts';

/** Model pixels. */
const MARGIN = 48;
const BOX_PADDING = 44;
const NAME = 13;
const ADDRESS = 11.5;
const END = 10.5;
const LINE = 1.28;
/** From a node's middle to the text of its interface. */
const END_AT = 74;

interface Bounds {
	x1: number;
	y1: number;
	x2: number;
	y2: number;
}

const FACE = "'Inter Variable', Inter, system-ui, sans-serif";
const MONO = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, Menlo, monospace";

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const round = (value: number) => Math.round(value * 10) / 10;

function text(at: Point, words: string, size: number, ink: string, paper: string, more = ''): string {
	const halo = `paint-order="stroke" stroke="${paper}" stroke-width="4" stroke-linejoin="round"`;
	return `<text x="${round(at.x)}" y="${round(at.y)}" font-size="${size}" fill="${ink}" text-anchor="middle" ${halo}${more}>${escaped(words)}</text>`;
}

function join(all: readonly Bounds[]): Bounds {
	return {
		x1: Math.min(...all.map(({ x1 }) => x1)),
		y1: Math.min(...all.map(({ y1 }) => y1)),
		x2: Math.max(...all.map(({ x2 }) => x2)),
		y2: Math.max(...all.map(({ y2 }) => y2))
	};
}

/** A body with the two lines under it. */
function boundsOf({ position: { x, y }, data: { kind } }: NodeSpec): Bounds {
	const { width, height } = bodies[kind];
	return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 + 34 };
}

/** @param lines Of a note, as it is broken on the canvas. */
export function labSvg(
	specs: readonly Spec[],
	theme: Theme,
	title: string,
	lines: (note: string) => readonly string[]
): string {
	const colours = canvasColours[theme];
	const nodes = specs.filter((spec): spec is NodeSpec => spec.type === 'node');
	const notes = specs.filter((spec): spec is NoteSpec => spec.type === 'note');
	const boxes = specs.filter((spec): spec is BoxSpec => spec.type === 'box');
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const inside = (box: string): Bounds => {
		const inner = join([
			...nodes.filter(({ parent }) => parent === box).map(boundsOf),
			...boxes.filter(({ parent }) => parent === box).map(({ id }) => inside(id))
		]);
		return {
			x1: inner.x1 - BOX_PADDING,
			y1: inner.y1 - BOX_PADDING,
			x2: inner.x2 + BOX_PADDING,
			y2: inner.y2 + BOX_PADDING / 2
		};
	};

	const drawBox = ({ id, data: { name } }: BoxSpec): string => {
		const { x1, y1, x2, y2 } = inside(id);
		return (
			`<rect x="${round(x1)}" y="${round(y1)}" width="${round(x2 - x1)}" height="${round(y2 - y1)}" rx="14" fill="${colours.box}" stroke="${colours.boxLine}" stroke-width="1.5"/>` +
			text({ x: (x1 + x2) / 2, y: y1 + 22 }, name, NAME, colours.ink, colours.box, ' font-weight="650"')
		);
	};
	const drawLink = ({ data }: LinkSpec): string => {
		const [from, to] = [byId.get(data.source), byId.get(data.target)];
		if (from === undefined || to === undefined) return '';
		const [a, b] = [from.position, to.position];
		const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
		const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
		const middle = { x: (a.x + b.x) / 2 + normal.x * data.bend, y: (a.y + b.y) / 2 + normal.y * data.bend };
		const dash = data.up ? '' : ' stroke-dasharray="6 5"';
		const d =
			from === to
				? `M${round(a.x)} ${round(a.y)}c60 -90 -60 -90 0 0`
				: `M${round(a.x)} ${round(a.y)}Q${round(middle.x)} ${round(middle.y)} ${round(b.x)} ${round(b.y)}`;
		const near = (t: number): Point => ({
			x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * middle.x + t * t * b.x,
			y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * middle.y + t * t * b.y
		});
		const share = Math.min(0.4, END_AT / length);
		const ends = (
			[
				[data.sourceText, data.sourceUp, near(share)],
				[data.targetText, data.targetUp, near(1 - share)]
			] as const
		).flatMap(([words, up, at]) =>
			words
				.split(' ')
				.map((word, i) =>
					text(
						{ x: at.x, y: at.y + 3 + i * END * LINE },
						i === 0 && !up ? `${word} ✕ down` : word,
						END,
						up ? colours.muted : colours.danger,
						colours.canvas,
						` font-family="${MONO}"`
					)
				)
		);
		return `<path d="${d}" fill="none" stroke="${colours.line}" stroke-width="2"${dash}/>${ends.join('')}`;
	};
	const drawNode = ({ position: { x, y }, data, parent }: NodeSpec): string => {
		const { width, height, shape, dashed, glyph, glyphSize } = bodies[data.kind];
		const outline = `fill="${colours.surface}" stroke="${colours.edge}" stroke-width="1.75"${dashed ? ' stroke-dasharray="4 3"' : ''}`;
		const corner = shape === 'round-octagon' ? Math.min(width, height) * 0.29 : 0;
		const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2].map(round);
		const body =
			shape === 'ellipse'
				? `<ellipse cx="${x}" cy="${y}" rx="${width / 2}" ry="${height / 2}" ${outline}/>`
				: shape === 'round-octagon'
					? `<path d="M${left + corner} ${top}H${right - corner}L${right} ${top + corner}V${bottom - corner}L${right - corner} ${bottom}H${left + corner}L${left} ${bottom - corner}V${top + corner}Z" stroke-linejoin="round" ${outline}/>`
					: `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="9" ${outline}/>`;
		const scale = glyphSize / 24;
		const drawn = `<g transform="translate(${round(x - glyphSize / 2)} ${round(y - glyphSize / 2)}) scale(${round(scale * 100) / 100})" fill="none" stroke="${colours.ink}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${glyph}</g>`;
		const paper = parent === null ? colours.canvas : colours.box;
		const under = y + height / 2 + 5 + NAME;
		const name = text(
			{ x, y: under },
			data.name,
			NAME,
			data.boxed ? colours.muted : colours.ink,
			paper,
			' font-weight="600"'
		);
		const address =
			data.address === ''
				? ''
				: text({ x, y: under + NAME * LINE }, data.address, ADDRESS, colours.muted, paper, ` font-family="${MONO}"`);
		return body + drawn + name + address;
	};
	const drawNote = ({ position: { x, y }, data }: NoteSpec): string => {
		const [left, top] = [x - data.width / 2, y - data.height / 2].map(round);
		const words = lines(data.text).map(
			(line, i) =>
				`<text x="${left + 12}" y="${top + 24 + i * 19}" font-size="${NAME}" fill="${colours.ink}">${escaped(line)}</text>`
		);
		return `<rect x="${left}" y="${top}" width="${data.width}" height="${data.height}" rx="6" fill="${colours.surface}" stroke="${colours.boxLine}"/>${words.join('')}`;
	};

	const all = join(
		[
			{ x1: 0, y1: 0, x2: 0, y2: 0 },
			...nodes.map(boundsOf).filter((_, i) => i >= 0),
			...boxes.map(({ id }) => inside(id)),
			...notes.map(({ position: { x, y }, data: { width, height } }) => ({
				x1: x - width / 2,
				y1: y - height / 2,
				x2: x + width / 2,
				y2: y + height / 2
			}))
		].slice(nodes.length + notes.length > 0 ? 1 : 0)
	);
	const [x, y] = [all.x1 - MARGIN, all.y1 - MARGIN].map(Math.floor);
	const [width, height] = [all.x2 - all.x1 + 2 * MARGIN, all.y2 - all.y1 + 2 * MARGIN].map(Math.ceil);
	const ties = specs.flatMap((spec) => {
		if (spec.type !== 'tie') return [];
		const [from, to] = [byId.get(spec.data.source)?.position, byId.get(spec.data.target)?.position];
		if (from === undefined || to === undefined) return [];
		return [
			`<path d="M${from.x} ${from.y}L${to.x} ${to.y}" stroke="${colours.boxLine}" stroke-width="1.5" stroke-dasharray="2 4"/>`
		];
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" font-family="${FACE}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colours.canvas}"/>`,
		...boxes.map(drawBox),
		...ties,
		...specs.filter((spec): spec is LinkSpec => spec.type === 'link').map(drawLink),
		...nodes.map(drawNode),
		...notes.map(drawNote),
		'</svg>',
		''
	].join('\n');
}
