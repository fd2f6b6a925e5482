/** The default route that a program sets, as `ip route add default via GATEWAY dev DEV` does. */
import type { Device } from '../../kernel/devices/device.ts';
import type { Netns } from '../../kernel/netns.ts';
import { addStaticRoutes } from './routes.ts';
import { formatIpv4 } from '../../net/text.ts';

/** False: it stands already, or Linux would refuse it. */
export function setDefaultRoute(ns: Netns, device: Device, gateway: number): boolean {
	let done = false;
	const route = { to: 'default', type: 'unicast' as const, via: formatIpv4(gateway), dev: device.name, metric: 0 };
	addStaticRoutes(ns, [route], (_route, refusal) => (done = refusal === null));
	return done;
}
