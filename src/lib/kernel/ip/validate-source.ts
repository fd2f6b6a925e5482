/** May a packet that came in have this source? (net/ipv4/route.c, ip_route_input_slow; fib_frontend.c, fib_validate_source, with rp_filter 0.) */
import { isLimitedBroadcast, isLoopback, isMulticast, isThisNetwork } from '../../net/prefix.ts';
import type { DropReason } from '../../trace/steps/types.ts';
import type { Netns } from '../netns.ts';
import { isOwnAddress } from './addresses.ts';

/** "" when it may. */
export function sourceProblem(ns: Netns, source: number): DropReason | '' {
	if (isMulticast(source) || isLimitedBroadcast(source) || isLoopback(source) || isThisNetwork(source))
		return 'ip-martian-source';
	if (isOwnAddress(ns, source)) return 'ip-martian-source';
	return '';
}
