/** The labs that ship with Hopwise, loaded when they are asked for. */
import type { Lab } from '../../lab/document.ts';

export async function allLabs(): Promise<Lab[]> {
	const { labs } = await import('../../labs/index.ts');
	return labs.map(({ lab }) => lab);
}

/** What a first visit shows. */
export async function firstLab(): Promise<Lab> {
	return (await import('../../labs/first.ts')).firstLab;
}
