/** It was sent with too small a TTL. */
import type { Proposer } from '../proposals.ts';

/** Linux's own (net.ipv4.ip_default_ttl). */
const USUAL = 64;

export const timeToLive: Proposer = ({ input }) =>
	input.action.do === 'ping' && input.action.ttl < USUAL
		? [{ text: `Send it with a TTL of ${USUAL}`, input: { ...input, action: { ...input.action, ttl: USUAL } } }]
		: [];
