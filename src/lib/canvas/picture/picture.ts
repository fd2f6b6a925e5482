/** What the canvas shows now, packets too, as one bitmap: the layers one over the other. */

/** @param into Drawn into, and given its size; a new one where it is left out. */
export function paintLayers(
	root: HTMLElement,
	background: string,
	into: HTMLCanvasElement = document.createElement('canvas')
): HTMLCanvasElement {
	const layers = [...root.querySelectorAll('canvas')].filter(({ width, height }) => width > 0 && height > 0);
	const width = Math.max(1, ...layers.map((layer) => layer.width));
	const height = Math.max(1, ...layers.map((layer) => layer.height));
	if (into.width !== width) into.width = width;
	if (into.height !== height) into.height = height;
	const context = into.getContext('2d')!;
	context.fillStyle = background;
	context.fillRect(0, 0, width, height);
	for (const layer of layers) context.drawImage(layer, 0, 0, width, height);
	return into;
}
