/** The labs that ship with Hopwise, loaded when they are asked for. */
import type { Lab } from '../../lab/document.ts';

export async function allLabs(): Promise<Lab[]> {
	const { labs } = await import('../../labs/index.ts');
	return labs.map(({ lab }) => lab);
}

/** What a first visit shows: one of them, read already. `scripts/make-schemas.ts` writes it. */
export async function firstLab(): Promise<Lab> {
	return (await import('../../labs/first.json')).default as unknown as Lab;
}
