/**
 * Every edit of a lab: pure functions from a lab to a new one, which shares all that was not touched. An edit that
 * makes no sense gives the same lab back. Whether the result is sound is asked of `checkLab`.
 */
export { copyNodes, duplicateNodes, newNodes, pasteNodes } from './edit/clipboard.ts';
export { addInterface, removeInterface, updateInterface } from './edit/interfaces.ts';
export { canConnect, connect, removeLinks, updateLink } from './edit/links.ts';
export { addNode, moveNodes, type NodePatch, removeNodes, reparentNode, updateNode } from './edit/nodes.ts';
export { addNote, type LabPatch, makeNote, removeNotes, updateLab, updateNote } from './edit/notes.ts';
export { renameInterface, renameNode } from './edit/rename.ts';
