import type { NodeKind } from '../lab/document.ts';
import { kindOf } from '../lab/kinds/registry.ts';

/** A kind as it is said in a sentence, without its article. */
export const kindName = (kind: NodeKind): string => kindOf(kind).noun.replace(/^(an?|the) /, '');
