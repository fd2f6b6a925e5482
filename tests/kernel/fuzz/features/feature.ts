/** One thing that a random lab may have. Adding one is a file here and a line in the registry. */
import type { Draft } from '../draft.ts';

export interface Feature {
	name: string;
	/** In how many of a hundred labs it is drawn. */
	share: number;
	/** It may find nothing to do. */
	draw(draft: Draft): void;
}
