/** Notes, and what the lab says of itself. */
import type { Lab, LabNote } from '../document.ts';
import { firstFree } from '../names.ts';
import { keep } from './tidy.ts';

export function makeNote(lab: Lab, text: string, position: { x: number; y: number }): LabNote {
	const id = firstFree(new Set(lab.notes.map((note) => note.id)), (n) => `note${n}`);
	return { id, text, position: { x: position.x, y: position.y } };
}

export function addNote(lab: Lab, note: LabNote): Lab {
	return { ...lab, notes: [...lab.notes, note] };
}

export function updateNote(lab: Lab, id: string, patch: Partial<Omit<LabNote, 'id'>>): Lab {
	return { ...lab, notes: lab.notes.map((note) => (note.id === id ? { ...note, ...patch } : note)) };
}

export function removeNotes(lab: Lab, ids: readonly string[]): Lab {
	const notes = keep(lab.notes, (note) => !ids.includes(note.id));
	return notes === lab.notes ? lab : { ...lab, notes };
}

export type LabPatch = Partial<Pick<Lab, 'title' | 'description' | 'seed' | 'suggested'>>;

export function updateLab(lab: Lab, patch: LabPatch): Lab {
	return { ...lab, ...patch };
}
