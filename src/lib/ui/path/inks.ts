/** The colours of a ladder: those of the canvas' packets, and of a panel. */
import type { Theme } from '../../canvas/api.ts';
import { canvasColours, packetColours } from '../../canvas/colours.ts';
import type { Inks } from '../../trace/ladder/svg.ts';

const outcomes: Record<Theme, { ok: string; warn: string; panel: string; line: string }> = {
	light: { ok: '#13734a', warn: '#8a5300', panel: '#ffffff', line: '#c3c9d3' },
	dark: { ok: '#58cf97', warn: '#f2b552', panel: '#14171d', line: '#3b4352' }
};

export function ladderInks(theme: Theme): Inks {
	const { ok, warn, panel, line } = outcomes[theme];
	const { ink, muted } = canvasColours[theme];
	const packets = Object.fromEntries(
		Object.entries(packetColours[theme]).map(([name, { fill }]) => [name, fill])
	) as Record<keyof (typeof packetColours)[Theme], string>;
	return { ...packets, ink, muted, line, surface: panel, ok, wait: warn, change: warn, note: muted };
}
