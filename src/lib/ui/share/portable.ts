/** A session as it leaves this page: labs are written as they are in files, without what is understood. */
import type { SessionDocument } from '../../engine/session-document.ts';
import type { Lab } from '../../lab/document.ts';
import { serializeLab } from '../../lab/serialize.ts';

export function portable(session: SessionDocument): unknown {
	const short = (lab: Lab): unknown => JSON.parse(serializeLab(lab));
	return {
		...session,
		lab: short(session.lab),
		branches: session.branches.map((branch) => ({
			...branch,
			journal: branch.journal.map((entry) => (entry.kind === 'edit' ? { ...entry, lab: short(entry.lab) } : entry))
		}))
	};
}
