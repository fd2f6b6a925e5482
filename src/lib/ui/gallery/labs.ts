/** The labs that ship with Hopwise, loaded when they are asked for. */
import type { Lab } from '../../lab/document.ts';

export async function allLabs(): Promise<Lab[]> {
	const { labs } = await import('../../labs/index.ts');
	return labs.map(({ lab }) => lab);
}

/** What a first visit shows. */
export async function firstLab(): Promise<Lab> {
	const { labById, FIRST_LAB } = await import('../../labs/index.ts');
	const lab = labById(FIRST_LAB);
	if (!lab) throw new Error(`there is no lab "${FIRST_LAB}"`);
	return lab;
}
