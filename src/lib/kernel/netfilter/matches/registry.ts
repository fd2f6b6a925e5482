/** Every kind of match, by the name that rules know it by. */
import type { MatchKind } from '../rule.ts';
import { destination, source } from './address.ts';
import { inInterface, outInterface } from './interface.ts';
import { destinationPort } from './port.ts';

export const matchKinds: Record<string, MatchKind> = {
	source,
	destination,
	inInterface,
	outInterface,
	destinationPort
};
