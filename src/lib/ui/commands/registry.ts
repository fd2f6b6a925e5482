/** Everything that can be done, once: toolbar, menus, keys, palette and help all show these. */
import type { Component } from 'svelte';
import { matches, type KeyPress } from './keys.ts';

export const groups = ['Run', 'Send', 'Edit', 'Draw', 'View', 'Lab', 'Help'] as const;
export type Group = (typeof groups)[number];

export interface Command {
	id: string;
	title: string;
	group: Group;
	/** First one is shown. "Mod+Z", "Space". */
	keys?: string[];
	icon?: Component;
	/** Absent: always. */
	enabled?(): boolean;
	/** For what is on or off. */
	checked?(): boolean;
	/** Its key works while a text field has the focus too. */
	inFields?: boolean;
	run(): void | Promise<void>;
}

export class Commands {
	readonly list: readonly Command[];
	#byId: Map<string, Command>;

	constructor(list: Command[]) {
		this.list = list;
		this.#byId = new Map(list.map((command) => [command.id, command]));
	}

	get(id: string): Command {
		const command = this.#byId.get(id);
		if (!command) throw new Error(`there is no command "${id}"`);
		return command;
	}

	enabled(command: Command): boolean {
		return command.enabled?.() ?? true;
	}

	run(id: string): void {
		const command = this.get(id);
		if (this.enabled(command)) void command.run();
	}

	/** The command of a key press. `inField`: a text field has the focus. */
	find(press: KeyPress, inField: boolean): Command | undefined {
		return this.list.find(
			(command) => (!inField || command.inFields) && command.keys?.some((keys) => matches(press, keys))
		);
	}
}
