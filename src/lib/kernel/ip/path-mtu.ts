/** What routers on the way have said of a path's MTU (RFC 1191; net/ipv4/route.c, __ip_rt_update_pmtu and struct fib_nh_exception). */
import type { Netns } from '../netns.ts';

export interface PathMtu {
	/** bytes */
	mtu: number;
	/** ns; then the path may have become wider, and the interface's MTU counts again. */
	expires: number;
	/** Somebody has said less than `net.ipv4.route.min_pmtu`: that is not believed, but packets go without DF from then on. */
	locked: boolean;
}

/** What is known of the path to `destination`, undefined: nothing, or no more. */
export function pathMtuOf(ns: Netns, destination: number, now: number): PathMtu | undefined {
	const known = ns.pathMtus.get(destination);
	if (known === undefined || now < known.expires) return known;
	ns.pathMtus.delete(destination);
	return undefined;
}

/** Whether packets to `destination` go with DF, as far as they are short enough (ip_dont_fragment with IP_PMTUDISC_WANT). */
export function wantsDontFragment(ns: Netns, destination: number, now: number): boolean {
	if (ns.sysctls.noPmtuDisc !== 0) return false;
	return ns.pathMtus.size === 0 || pathMtuOf(ns, destination, now)?.locked !== true;
}

/** @param old MTU of the path as it is known so far. */
export function learnPathMtu(ns: Netns, destination: number, mtu: number, old: number, now: number): void {
	const { routeMinPmtu, routeMtuExpires } = ns.sysctls;
	const known = pathMtuOf(ns, destination, now);
	if (known?.locked || old < mtu) return;
	const locked = mtu < routeMinPmtu;
	const believed = locked ? Math.min(old, routeMinPmtu) : mtu;
	if (known !== undefined && known.mtu === believed && !locked && now < known.expires - routeMtuExpires / 2) return;
	ns.pathMtus.set(destination, { mtu: believed, expires: now + routeMtuExpires, locked });
}
