/** Every command of the page, group by group. */
import type { App } from '../state/app.svelte.ts';
import { drawingCommands } from './drawing.ts';
import { editingCommands } from './editing.ts';
import { helpCommands } from './help.ts';
import { labCommands } from './labs.ts';
import type { Command } from './registry.ts';
import { runningCommands } from './running.ts';
import { sendingCommands } from './sending.ts';
import { timeCommands } from './time.ts';
import { viewingCommands } from './viewing.ts';

export function allCommands(app: App): Command[] {
	return [
		...runningCommands(app),
		...timeCommands(app),
		...sendingCommands(app),
		...editingCommands(app),
		...drawingCommands(app),
		...viewingCommands(app),
		...labCommands(app),
		...helpCommands(app)
	];
}
