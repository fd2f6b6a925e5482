/** A ladder as a drawing that stands for itself: an SVG file with its own colours. */
import type { Ladder } from './ladder.ts';
import { columnsFor, HEAD, type Ink, lifelines, PILL, ROW, rowShapes, type Shape } from './layout.ts';

/** CSS colours. */
export type Inks = Record<Ink, string>;

const FACE = "'Inter Variable', Inter, system-ui, sans-serif";
const TITLE = 40;
const MARGIN = 16;
/** Width that a ladder has for itself. */
const WIDTH = 1000;

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function element(shape: Shape, inks: Inks): string {
	const ink = inks[shape.ink];
	switch (shape.type) {
		case 'line': {
			const { x1, y1, x2, y2, dash } = shape;
			const width = shape.ink === 'line' ? 1 : 1.6;
			return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${ink}" stroke-width="${width}"${dash ? ' stroke-dasharray="4 3"' : ''}/>`;
		}
		case 'dot':
			return `<circle cx="${shape.x}" cy="${shape.y}" r="4.5" fill="${ink}"/>`;
		case 'path':
			return shape.filled
				? `<path d="${shape.d}" fill="${ink}"/>`
				: `<path d="${shape.d}" fill="none" stroke="${ink}" stroke-width="2.2" stroke-linecap="round"/>`;
		case 'pill':
			return `<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${PILL}" rx="${PILL / 2}" fill="${inks.surface}" stroke="${ink}"/>`;
		case 'text': {
			const weight = shape.strong ? ' font-weight="600"' : '';
			const halo = shape.halo
				? ` paint-order="stroke" stroke="${inks.surface}" stroke-width="4" stroke-linejoin="round"`
				: '';
			return `<text x="${shape.x}" y="${shape.y}" fill="${ink}" text-anchor="${shape.anchor}"${weight}${halo}>${escaped(shape.text)}</text>`;
		}
	}
}

/** The whole ladder with the names of its nodes and a title. */
export function ladderSvg({ nodes, rows }: Ladder, inks: Inks, title: string): string {
	const columns = columnsFor(nodes, WIDTH);
	const top = TITLE + HEAD;
	const height = top + rows.length * ROW + MARGIN;
	const names = nodes.map(({ id, name }): Shape => ({
		type: 'text',
		x: columns.x.get(id)!,
		y: TITLE + HEAD / 2 + 4,
		text: name,
		ink: 'ink',
		anchor: 'middle',
		strong: true,
		halo: false
	}));
	const shapes = [
		...lifelines(rows, columns, top),
		...names,
		...rows.flatMap((row, i) => rowShapes(row, columns, top + i * ROW))
	];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${columns.width + MARGIN}" height="${height}" viewBox="0 0 ${columns.width + MARGIN} ${height}" font-family="${FACE}" font-size="11.5">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" fill="${inks.surface}"/>`,
		`<text x="${MARGIN}" y="26" fill="${inks.ink}" font-size="15" font-weight="600">${escaped(title)}</text>`,
		...shapes.map((shape) => element(shape, inks)),
		'</svg>'
	].join('\n');
}
