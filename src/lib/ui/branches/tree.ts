/** Branches in the order of a tree: each below the one that it left, with its depth. */
import type { BranchSummary } from '../../engine/protocol.ts';

export interface Twig {
	branch: BranchSummary;
	depth: number;
}

export function treeOf(branches: readonly BranchSummary[], parent = -1, depth = 0): Twig[] {
	return branches
		.filter((branch) => branch.parent === parent)
		.flatMap((branch) => [{ branch, depth }, ...treeOf(branches, branch.id, depth + 1)]);
}
