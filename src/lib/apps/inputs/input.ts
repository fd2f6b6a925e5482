/** What an action does that changes the world itself and is no program. */
import type { Netns } from '../../kernel/netns.ts';
import type { Action } from '../../lab/document.ts';
import type { Simulation } from '../../sim/simulation.ts';

/** @param ns The netns of the input's node; null: it needs none, or the node is gone. */
export type Change<K extends Action['do']> = (
	sim: Simulation,
	flow: number,
	ns: Netns | null,
	action: Extract<Action, { do: K }>
) => void;
