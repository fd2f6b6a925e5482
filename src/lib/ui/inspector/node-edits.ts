/** How the sections of the node inspector make their edits. */
import { getContext, setContext } from 'svelte';
import type { NodePatch } from '../../lab/edit.ts';

/** `what` names the edit: "Add a route". Answers why it was refused. */
export type EditNode = (patch: NodePatch, what: string) => string | undefined;

const KEY = Symbol('edit node');

export function setNodeEdits(edit: EditNode): void {
	setContext(KEY, edit);
}

export function getNodeEdits(): EditNode {
	return getContext<EditNode>(KEY);
}
