/** What must change on the canvas to show other specs. */
import type { Spec } from './specs.ts';

export interface SpecDiff {
	added: Spec[];
	/** Same element, other values. A link that now joins other nodes is removed and added instead. */
	changed: { before: Spec; after: Spec }[];
	/** Element ids. */
	removed: string[];
}

export function diffSpecs(before: ReadonlyMap<string, Spec>, after: readonly Spec[]): SpecDiff {
	const diff: SpecDiff = { added: [], changed: [], removed: [] };
	const kept = new Set<string>();
	for (const spec of after) {
		const old = before.get(spec.id);
		kept.add(spec.id);
		if (old === undefined) diff.added.push(spec);
		else if (rewired(old, spec)) {
			diff.removed.push(spec.id);
			diff.added.push(spec);
		} else if (!same(old, spec)) diff.changed.push({ before: old, after: spec });
	}
	for (const id of before.keys()) if (!kept.has(id)) diff.removed.push(id);
	return diff;
}

function rewired(before: Spec, after: Spec): boolean {
	return (
		'source' in before.data &&
		'source' in after.data &&
		(before.data.source !== after.data.source || before.data.target !== after.data.target)
	);
}

function same(a: Spec, b: Spec): boolean {
	if ('parent' in a && 'parent' in b && a.parent !== b.parent) return false;
	if ('position' in a && 'position' in b && (a.position.x !== b.position.x || a.position.y !== b.position.y))
		return false;
	const [left, right] = [a.data as Record<string, unknown>, b.data as Record<string, unknown>];
	for (const name in right) if (left[name] !== right[name]) return false;
	return true;
}
